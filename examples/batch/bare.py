#!/usr/bin/env python3
"""Lints records with the module alone, and prints how many a second: what the engines are measured beside.

    python bare.py answers.jsonl --profile amazon
"""

import argparse
import time
from itertools import islice

from star_lint import Linter


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records")
    parser.add_argument("--profile", action="append", default=[], help="repeatable")
    arguments = parser.parse_args()
    linter = Linter(profiles=arguments.profile)
    began, count, findings = time.perf_counter(), 0, 0
    with open(arguments.records, "rb") as file:
        while lines := list(islice(file, 2000)):
            records = linter.lint_records(lines, first=count + 1)
            count += len(records)
            findings += sum(len(record.findings) for record in records)
    took = time.perf_counter() - began
    print(f"{count} records, {findings} findings, {took:.1f} s, {count / took:.0f} records a second")


if __name__ == "__main__":
    main()
