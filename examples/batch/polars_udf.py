#!/usr/bin/env python3
"""Lints records with Polars, and prints which share of the answers has which finding.

    python polars_udf.py answers.jsonl --profile amazon --profile netflix --out findings.parquet

A record is a line such as {"id": 1, "text": "…"}; one that is broken is a row with an error.
"""

import argparse
from typing import List

import polars as pl
from star_lint import Linter

FIELDS = {
    "rule": pl.String,
    "level": pl.String,
    "start": pl.Int32,
    "end": pl.Int32,
    "line": pl.Int32,
    "column": pl.Int32,
    "message": pl.String,
}
ROW = pl.Struct({"id": pl.String, "error": pl.String, "findings": pl.List(pl.Struct(FIELDS))})


def lint(lines: pl.Series, linter: Linter) -> pl.Series:
    """For each line its id, its findings, and an error if it could not be linted."""
    rows = [
        {
            "id": None if record.id is None else str(record.id),
            "error": record.error,
            "findings": [{name: getattr(finding, name) for name in FIELDS} for finding in record.findings],
        }
        for record in linter.lint_records(lines.to_list())
    ]
    return pl.Series(rows, dtype=ROW)


def shares(rows: pl.DataFrame) -> pl.DataFrame:
    """Rule × share of the answers, in percent, by profile."""
    good = rows.filter(pl.col("error").is_null())
    totals = good.group_by("profile").agg(answers=pl.len())
    rules = pl.col("findings").list.eval(pl.element().struct.field("rule")).list.unique()
    found = good.select("profile", rule=rules).explode("rule").drop_nulls()
    counted = found.group_by("profile", "rule").agg(count=pl.len()).join(totals, on="profile")
    share = counted.with_columns(share=(100 * pl.col("count") / pl.col("answers")).round(2))
    return share.pivot(on="profile", index="rule", values="share").fill_null(0.0).sort("rule")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records")
    parser.add_argument("--profile", action="append", default=[], help="repeatable; none is the rules as they come")
    parser.add_argument("--out", required=True, help="a Parquet file for the rows")
    arguments = parser.parse_args()
    with open(arguments.records, "rb") as file:
        lines = pl.Series("line", file.read().splitlines(), dtype=pl.Binary)
    profiles: List[str] = arguments.profile or [""]
    frames = []
    for profile in profiles:
        linter = Linter(profiles=[profile] if profile else [])
        row = pl.col("line").map_batches(lambda lines: lint(lines, linter), return_dtype=ROW)
        frame = lines.to_frame().select(profile=pl.lit(profile), row=row).unnest("row")
        frames.append(frame)
    rows = pl.concat(frames)
    rows.write_parquet(arguments.out)
    with pl.Config(tbl_rows=-1, tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True):
        print(shares(rows))
    print(f"{rows['error'].is_not_null().sum()} of {len(rows)} rows have an error")


if __name__ == "__main__":
    main()
