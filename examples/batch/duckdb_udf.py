#!/usr/bin/env python3
"""Lints records with a function of DuckDB, and prints which share of the answers has which finding.

    python duckdb_udf.py answers.jsonl --profile amazon --profile netflix --out findings.parquet

A record is a line such as {"id": 1, "text": "…"}; one that is broken is a row with an error.
"""

import argparse
from typing import List

import duckdb
import pyarrow
from star_lint import Linter

FIELDS = ["rule", "level", "start", "end", "line", "column", "message"]
FINDING = pyarrow.struct([(name, pyarrow.int32() if name in FIELDS[2:6] else pyarrow.string()) for name in FIELDS])
ROW = pyarrow.struct([("id", pyarrow.string()), ("error", pyarrow.string()), ("findings", pyarrow.list_(FINDING))])
SQL_ROW = """STRUCT(id VARCHAR, error VARCHAR, findings STRUCT(rule VARCHAR, level VARCHAR, "start" INTEGER, "end" INTEGER,
    line INTEGER, "column" INTEGER, message VARCHAR)[])"""


def add_function(connection: duckdb.DuckDBPyConnection, name: str, linter: Linter) -> None:
    """Adds a function that gives for a line its id, its findings, and an error if it could not be linted."""

    def lint(lines: pyarrow.ChunkedArray) -> pyarrow.Array:
        rows = [
            {
                "id": None if record.id is None else str(record.id),
                "error": record.error,
                "findings": [{name: getattr(finding, name) for name in FIELDS} for finding in record.findings],
            }
            for record in linter.lint_records(lines.to_pylist())
        ]
        return pyarrow.array(rows, type=ROW)

    kind = duckdb.type(SQL_ROW)
    connection.create_function(name, lint, ["VARCHAR"], kind, type="arrow", null_handling="special")


SHARES = """
    WITH good AS (SELECT profile, findings FROM rows WHERE error IS NULL),
    totals AS (SELECT profile, count(*) AS answers FROM good GROUP BY profile),
    found AS (SELECT profile, unnest(list_distinct([f.rule FOR f IN findings])) AS rule FROM good),
    shares AS (
        SELECT rule, profile, round(100.0 * count(*) / any_value(answers), 2) AS share
        FROM found JOIN totals USING (profile) GROUP BY rule, profile
    )
    PIVOT shares ON profile USING coalesce(first(share), 0) GROUP BY rule ORDER BY rule
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records")
    parser.add_argument("--profile", action="append", default=[], help="repeatable; none is the rules as they come")
    parser.add_argument("--out", required=True, help="a Parquet file for the rows")
    arguments = parser.parse_args()
    connection = duckdb.connect()
    # Lines of text: a separator, a quote and an escape that no line of JSON has.
    connection.execute(
        r"""CREATE TABLE lines AS SELECT line FROM read_csv(?, columns = {'line': 'VARCHAR'}, header = false,
            delim = '\x01', quote = '', escape = '', strict_mode = false, auto_detect = false, max_line_size = 100000000)""",
        [arguments.records],
    )
    profiles: List[str] = arguments.profile or [""]
    for number, profile in enumerate(profiles):
        add_function(connection, f"lint_{number}", Linter(profiles=[profile] if profile else []))
    each = [f"SELECT $p{number} AS profile, unnest(lint_{number}(line)) FROM lines" for number in range(len(profiles))]
    names = {f"p{number}": profile for number, profile in enumerate(profiles)}
    connection.execute(f"CREATE TABLE rows AS {' UNION ALL '.join(each)}", names)
    connection.execute("COPY rows TO '" + arguments.out.replace("'", "''") + "' (FORMAT parquet)")
    connection.sql(SHARES).show(max_rows=100)
    failed, count = connection.sql("SELECT count(error), count(*) FROM rows").fetchall()[0]
    print(f"{failed} of {count} rows have an error")


if __name__ == "__main__":
    main()
