"""The module, as it is installed."""

from __future__ import annotations

import doctest
import json
import multiprocessing
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Dict, List

import pytest
import star_lint

ROOT = Path(__file__).resolve().parents[3]
NOTES = sorted((ROOT / "examples").rglob("*.md"))
WEAK = (ROOT / "examples/weak/export.md").read_text(encoding="utf-8")


def command(*arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(Path(sys.executable).parent / "star-lint"), *arguments], input=stdin, capture_output=True, encoding="utf-8"
    )


def as_json(finding: star_lint.Finding, text: str, path: str) -> Dict[str, Any]:
    """A finding as `--format json` has it."""

    def place(at: int) -> Dict[str, int]:
        before = text[:at]
        line = before.count("\n")
        column = len(before) - (before.rfind("\n") + 1) + 1
        return {"line": line + 1, "column": column, "offset": len(before.encode())}

    def span(start: int, end: int) -> Dict[str, Any]:
        return {"start": place(start), "end": place(end)}

    assert place(finding.start)["line"] == finding.line and place(finding.start)["column"] == finding.column
    assert place(finding.end)["line"] == finding.end_line and place(finding.end)["column"] == finding.end_column
    fix = finding.fix and {
        "applicability": "safe" if finding.fix.safe else "unsafe",
        "edits": [{**span(edit.start, edit.end), "text": edit.text} for edit in finding.fix.edits],
    }
    return {
        "rule": finding.rule,
        "level": finding.level,
        "message": finding.message,
        "path": path,
        **span(finding.start, finding.end),
        "labels": [{**span(label.start, label.end), "text": label.text} for label in finding.labels],
        "answer": finding.answer,
        "section": finding.section,
        "help": finding.help,
        "profiles": list(finding.profiles),
        "fix": fix,
        "url": finding.url,
    }


@pytest.mark.parametrize("profiles", [[], ["amazon"], ["netflix", "google"]])
def test_findings_are_those_of_the_command_line(profiles: List[str]) -> None:
    assert len(NOTES) > 5
    options = [f"--profile={name}" for name in profiles]
    linter = star_lint.Linter(profiles=profiles)
    texts = {str(note): note.read_text(encoding="utf-8") for note in NOTES}
    texts["accents"] = "﻿" + WEAK.replace("We ", "Wir 😀 äöü we ").replace("kind of", "kind of 𝒶") * 3
    found = linter.lint_many(texts.values())
    for (path, text), many in zip(texts.items(), found):
        run = command("check", "--no-config", "--format=json", f"--stdin-filename={path}", *options, "-", stdin=text)
        told = json.loads(run.stdout)["diagnostics"]
        if path == "accents":
            for one in told:
                # A byte-order mark is no column.
                for place in [one["start"], one["end"]]:
                    place["column"] += place["line"] == 1
        one_by_one = linter.lint(text, path=path)
        assert one_by_one == many
        if path != "accents":
            assert [as_json(finding, text, path) for finding in many] == told
        else:
            assert [(text[one.start : one.end], one.rule) for one in many] == [
                (text.encode()[one["start"]["offset"] : one["end"]["offset"]].decode(), one["rule"]) for one in told
            ]
    assert any(finding.fix for note in found for finding in note)


def test_the_outline_is_that_of_the_command_line() -> None:
    for note in NOTES:
        text = note.read_text(encoding="utf-8")
        [told] = json.loads(command("outline", "--no-config", "--format=json", str(note)).stdout)["files"]
        outline = star_lint.outline(text, path=str(note))
        assert len(outline.answers) == len(told["answers"])
        for answer, expected in zip(outline.answers, told["answers"]):
            assert (answer.title, answer.words, answer.seconds) == (
                expected["title"],
                expected["words"],
                expected["seconds"],
            )
            assert {"own": answer.own, "team": answer.team, "nobody": answer.nobody} == expected["agency"]
            for section, other in zip(answer.sections, expected["sections"]):
                assert list(section.kinds) == other["kinds"]
                assert len(text[: section.start].encode()) == other["start"]["offset"]
                assert len(text[: section.end].encode()) == other["end"]["offset"]
            assert [metric.text for metric in answer.metrics] == [text[one.start : one.end] for one in answer.metrics]
        assert len(outline.left_alone) == len(told["left_alone"])
    inferred = star_lint.outline("## Tell me about a time you mended something\n\nThe pump – ä – failed every week. I was asked to mend it. I took it "
        "apart and changed the seal. As a result it has run for 2 years.\n")
    assert inferred.answers[0].inferred and len(inferred.answers[0].sentences) == 4


def test_positions_count_characters(tmp_path: Path) -> None:
    for before in ["", "é" * 3000 + "\n\n", "😀" * 1024 + "\n\n", "a" * 1023 + "é\n\n"]:
        text = before + "S: It was läte.\n\nT: I had to go.\n\nA: 😀 We ran.\n\nR: We were there in 5 minutes."
        [finding] = [one for one in star_lint.lint(text) if one.rule == "team-reliance"]
        assert text[finding.start : finding.end] == "We ran"
        assert star_lint.outline(text).answers[0].end == len(text)


def test_a_configuration(tmp_path: Path) -> None:
    config = tmp_path / "star-lint.toml"
    config.write_text('[rules.missing-metric]\nlevel = "error"\n\n[[overrides]]\npaths = ["old/**"]\nrules.missing-metric.level = "info"\n')
    linter = star_lint.Linter(config=config, select=["missing-metric"])
    assert [finding.level for finding in linter.lint(WEAK)] == ["error"]
    assert [finding.level for finding in linter.lint(WEAK, path=tmp_path / "old/a.md")] == ["info"]
    assert [finding.level for finding in star_lint.lint(WEAK, config=str(config)) if finding.rule == "missing-metric"] == ["error"]
    # It goes where the linter goes, also where there is no such file.
    pickled = pickle.dumps(linter)
    config.unlink()
    assert [finding.level for finding in pickle.loads(pickled).lint(WEAK)] == ["error"]
    assert [finding.level for finding in star_lint.Linter(settings=["rules.missing-metric.level=error"], ignore=["length"]).lint(WEAK) if finding.rule == "missing-metric"] == ["error"]


def test_what_is_wrong_is_said_with_its_place(tmp_path: Path) -> None:
    config = tmp_path / "star-lint.toml"
    config.write_text('[rules.hedgin]\nlevel = "off"\nlevl = 1\n')
    with pytest.raises(star_lint.ConfigError, match=r"star-lint\.toml:1:8: .*hedgin"):
        star_lint.Linter(config=config)
    with pytest.raises(star_lint.ConfigError, match="nowhere.toml"):
        star_lint.Linter(config=tmp_path / "nowhere.toml")
    config.write_bytes(b"\xff")
    with pytest.raises(star_lint.ConfigError, match="UTF-8"):
        star_lint.Linter(config=config)
    with pytest.raises(star_lint.ConfigError, match="did you mean `hedging`"):
        star_lint.Linter(select=["hedgin"])
    with pytest.raises(star_lint.ConfigError, match="did you mean `amazon`"):
        star_lint.lint("", profiles=["amazn"])
    with pytest.raises(TypeError, match="not one str"):
        star_lint.lint("", profiles="amazon")
    with pytest.raises(star_lint.NoteError, match=r"^a\.md:2:12: .*nobody"):
        star_lint.lint("---\nstar-lint: nobody\n---\n", path="a.md")
    with pytest.raises(TypeError):
        star_lint.lint(None)  # type: ignore[arg-type]
    for error in [star_lint.ConfigError, star_lint.NoteError]:
        assert issubclass(error, ValueError) and error.__module__ == "star_lint"
        assert isinstance(pickle.loads(pickle.dumps(error("a"))), error)


def test_one_bad_text_costs_no_other() -> None:
    texts: List[Any] = [WEAK, None, "\ud800", 5, "---\nstar-lint: nobody\n---\n", WEAK]
    found = star_lint.Linter().lint_many(texts, return_exceptions=True)
    assert [type(one) for one in found] == [list, TypeError, UnicodeEncodeError, TypeError, star_lint.NoteError, list]
    assert found[0] == found[-1] == star_lint.lint(WEAK)
    with pytest.raises(TypeError):
        star_lint.Linter().lint_many(texts)
    assert star_lint.Linter().lint_many([]) == []
    assert star_lint.Linter().lint_many(text for text in [WEAK]) == [found[0]]


def test_records_are_those_of_the_command_line() -> None:
    lines = [json.dumps({"id": number, "text": note.read_text(encoding="utf-8")}) for number, note in enumerate(NOTES)]
    lines += ["{", '{"id": "a"}', '{"id": 1.5, "text": 5}', '{"id": 3, "text": "---\\nstar-lint: nobody\\n---\\n"}']
    records = star_lint.Linter().lint_records([line.encode() if len(line) % 2 else line for line in lines])
    run = command("check", "--no-config", "--input=jsonl", "--format=jsonl", stdin="\n".join(lines))
    assert run.returncode == 2
    for record, line, told in zip(records, lines, map(json.loads, run.stdout.splitlines())):
        assert (record.line, record.id, record.error) == (told["line"], told["id"], told["error"])
        expected = [as_json(finding, json.loads(line)["text"], "") for finding in record.findings]
        for finding in expected:
            del finding["path"]
        assert expected == told["diagnostics"]
    assert len(records) == len(lines) and records[0].findings and records[-4].error
    odd = star_lint.Linter().lint_records([None, "\ud800", b"\xff", lines[0]], first=10, name="part-3")
    for at, record in enumerate(odd[:3]):
        assert record.error and record.error.startswith(f"part-3:{10 + at}:1: ")
    assert odd[3].findings == records[0].findings and odd[3].line == 13


def test_findings_are_plain_values() -> None:
    found = star_lint.lint(WEAK)
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found[0]) == hash(star_lint.lint(WEAK)[0])
    with pytest.raises(AttributeError):
        found[0].rule = "other"  # type: ignore[misc]


def test_the_lock_is_released() -> None:
    linter, counted, done = star_lint.Linter(), 0, threading.Event()

    def work() -> None:
        linter.lint_many([WEAK] * 3000)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.is_set():
        counted += 1
        done.wait(0.001)
    thread.join()
    assert counted > 10, "the interpreter stood still"


def forked(linter: star_lint.Linter) -> int:
    return len(linter.lint_many([WEAK] * 100))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_forked_process_works_on() -> None:
    linter = star_lint.Linter()
    linter.lint_many([WEAK] * 100)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.apply_async(forked, [linter]).get(60) == 100


def test_the_command() -> None:
    note = str(ROOT / "examples/weak/export.md")
    run = command("--format", "concise", note)
    assert run.returncode == 1 and "warning[missing-metric]" in run.stdout
    assert command("--version").stdout == f"star-lint {star_lint.__version__}\n"
    assert star_lint.rules_digest() in command("--version", "--verbose").stdout
    assert command("--nothing").returncode == 2
    module = subprocess.run([sys.executable, "-m", "star_lint", note], capture_output=True)
    assert module.returncode == 1
    code = f"import star_lint; print('first'); code = star_lint.main(['--format', 'concise', {note!r}]); print('code', code)"
    inside = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8").stdout
    assert inside.startswith("first\n") and inside.endswith("code 1\n") and run.stdout in inside


def test_the_examples_of_the_documentation() -> None:
    for module in [star_lint, sys.modules["star_lint._types"]]:
        assert doctest.testmod(module).failed == 0
    assert doctest.testmod(star_lint).attempted >= 8
    assert doctest.testfile(str(ROOT / "crates/python/README.md"), module_relative=False).failed == 0
