#!/usr/bin/env python3
"""Times star-lint beside typos, rumdl and wc, on the same files in one run.

    benches/peers.py [--runs 15] [--bin target/release/star-lint] [--notes FOLDER]

typos and rumdl come from PyPI into target/peers. The notes are the benchmarks' own (`cargo bench --bench stages`
writes them) or, with --notes, the folders `a`, `b` and `c` of another place. The programs take turns, so that whatever
else the machine does falls on all of them; what is printed is the median, and the ratio of the medians to star-lint. Peaks
below 16 MB cannot be seen: so much this script takes before a program begins.
Standard library only.
"""
import argparse
import os
import statistics
import subprocess
import sys
import time
import venv

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def peers():
    """The folder with the programs of the peers, made on the first run."""
    home = os.path.join(ROOT, "target", "peers")
    programs = os.path.join(home, "bin")
    if not os.path.exists(os.path.join(programs, "rumdl")):
        venv.create(home, with_pip=True)
        subprocess.run([os.path.join(programs, "pip"), "-q", "install", "typos", "rumdl"], check=True)
    return programs


def sets(notes):
    """The files to run on, by what they are."""
    if notes:
        return {
            "one note": os.path.join(notes, "a", "answer.md"),
            "2,000 notes": os.path.join(notes, "b"),
            "10 MB file": os.path.join(notes, "c", "all-answers.md"),
        }
    home = os.path.join(ROOT, "target", "tmp")
    found = {"one note": os.path.join(home, "one.md"), "2,000 notes": os.path.join(home, "notes"),
             "10 MB file": os.path.join(home, "book.md")}
    if not all(os.path.exists(path) for path in found.values()):
        subprocess.run(["cargo", "bench", "--bench", "stages", "--", "process"], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
    return found


def files(path):
    if os.path.isfile(path):
        return [path]
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)


def run(command):
    """Wall time in milliseconds and peak memory in MB of one run."""
    before = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = (time.perf_counter() - before) * 1000
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    if code not in (0, 1, 2):
        sys.exit(f"{' '.join(command[:3])} ended with {code}")
    return wall, usage.ru_maxrss / 1024


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=15)
    options.add_argument("--bin", default=os.path.join(ROOT, "target", "release", "star-lint"))
    options.add_argument("--notes")
    options = options.parse_args()
    programs = peers()
    star_lint = os.path.abspath(options.bin)
    for name, path in sets(options.notes).items():
        commands = {
            "star-lint": [star_lint, path],
            "star-lint --format concise": [star_lint, "--format", "concise", path],
            "typos": [os.path.join(programs, "typos"), path],
            "rumdl check --no-cache": [os.path.join(programs, "rumdl"), "check", "--no-cache", path],
            "wc -w": ["wc", "-w", *files(path)],
        }
        walls = {program: [] for program in commands}
        peaks = {program: 0.0 for program in commands}
        for turn in range(options.runs + 1):
            for program, command in commands.items():
                wall, peak = run(command)
                if turn > 0:  # the first turn reads the files into memory
                    walls[program].append(wall)
                    peaks[program] = max(peaks[program], peak)
        own = statistics.median(walls["star-lint"])
        print(f"\n{name}: {os.path.relpath(path)}")
        print(f"  {'':28} {'median ms':>10} {'fastest':>9} {'peak MB':>8} {'star-lint is':>13}")
        for program, times in walls.items():
            median = statistics.median(times)
            print(f"  {program:28} {median:10.1f} {min(times):9.1f} {peaks[program]:8.1f} {own / median:12.2f}x")


if __name__ == "__main__":
    main()
