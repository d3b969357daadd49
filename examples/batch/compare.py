#!/usr/bin/env python3
"""Fails unless the rows that a script wrote are what the command line said: `compare.py rows.parquet amazon.jsonl …`."""

import json
import pathlib
import sys
from collections import Counter
from typing import Any, Dict, Iterator, Tuple

import pyarrow.parquet

Row = Tuple[Any, ...]


def written(path: str) -> Iterator[Row]:
    for row in pyarrow.parquet.read_table(path).to_pylist():
        findings = tuple(
            (found["rule"], found["level"], found["line"], found["column"], found["message"]) for found in row["findings"]
        )
        # Where the lines come in pieces, each is numbered from its own start.
        error = row["error"] and row["error"].split(": ", 1)[1]
        yield row["profile"], row["id"], error, findings


def told(path: str) -> Iterator[Row]:
    with open(path, encoding="utf-8") as file:
        for record in map(json.loads, file):
            findings = tuple(
                (found["rule"], found["level"], found["start"]["line"], found["start"]["column"], found["message"])
                for found in record["diagnostics"]
            )
            error = record["error"] and record["error"].split(": ", 1)[1]
            yield pathlib.Path(path).stem, None if record["id"] is None else str(record["id"]), error, findings


def main() -> None:
    rows: Dict[Row, int] = Counter(written(sys.argv[1]))
    expected: Dict[Row, int] = Counter(row for path in sys.argv[2:] for row in told(path))
    missing, extra = Counter(expected), Counter(rows)
    missing.subtract(rows)
    extra.subtract(expected)
    wrong = [(row, count) for row, count in missing.items() if count]
    if wrong or not rows:
        sys.exit(f"{len(wrong)} rows differ, such as {wrong[:2]}")
    failed = sum(count for row, count in rows.items() if row[2])
    print(f"{sum(rows.values())} rows, {failed} with an error, are those of the command line")


if __name__ == "__main__":
    main()
