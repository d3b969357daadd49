#!/usr/bin/env python3
"""Lints records with PySpark, and prints which share of the answers has which finding.

    spark-submit spark.py answers.jsonl --profile amazon --profile netflix --out findings

`answers.jsonl` is what Spark can read as lines of text: a file, a folder, s3://… A record is a line such as
{"id": 1, "text": "…"}; one that is broken is a row with an error. The rows go to `--out` as Parquet. On this machine,
`python spark.py …` runs on two cores; on a cluster, install star-lint on the workers or ship it with --archives.
"""

import argparse
from typing import Iterator, List

import pyarrow
from pyspark.sql import DataFrame, SparkSession, functions
from star_lint import Linter

ROWS = """profile string, id string, error string,
    findings array<struct<rule: string, level: string, start: int, end: int, line: int, column: int, message: string>>"""
FIELDS = ["rule", "level", "start", "end", "line", "column", "message"]


def lint(lines: DataFrame, profile: str) -> DataFrame:
    """A row for each line: its id, its findings, and an error if it could not be linted."""
    # Made here, so that a wrong configuration fails at once. It is pickled, and takes its configuration to the workers.
    linter = Linter(profiles=[profile] if profile else [])

    def batches(arrow: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in arrow:
            records = linter.lint_records(batch.column("value").to_pylist())
            yield pyarrow.RecordBatch.from_pylist(
                [
                    {
                        "profile": profile,
                        "id": None if record.id is None else str(record.id),
                        "error": record.error,
                        "findings": [{name: getattr(finding, name) for name in FIELDS} for finding in record.findings],
                    }
                    for record in records
                ],
                schema=SCHEMA,
            )

    return lines.mapInArrow(batches, ROWS)


FINDING = pyarrow.struct([(name, pyarrow.int32() if name in FIELDS[2:6] else pyarrow.string()) for name in FIELDS])
SCHEMA = pyarrow.schema(
    [("profile", pyarrow.string()), ("id", pyarrow.string()), ("error", pyarrow.string()), ("findings", pyarrow.list_(FINDING))]
)


def shares(rows: DataFrame) -> DataFrame:
    """Rule × share of the answers, in percent, by profile."""
    good = rows.where(functions.col("error").isNull())
    totals = good.groupBy("profile").count().withColumnRenamed("count", "answers")
    found = good.select("profile", functions.explode(functions.array_distinct("findings.rule")).alias("rule"))
    share = functions.round(100 * functions.first("count") / functions.first("answers"), 2)
    counted = found.groupBy("profile", "rule").count().join(totals, "profile")
    return counted.groupBy("rule").pivot("profile").agg(share).na.fill(0.0).orderBy("rule")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records")
    parser.add_argument("--profile", action="append", default=[], help="repeatable; none is the rules as they come")
    parser.add_argument("--out", required=True, help="a folder for the rows")
    arguments = parser.parse_args()
    builder = SparkSession.builder.appName("star-lint").config("spark.sql.execution.arrow.maxRecordsPerBatch", 2000)
    spark = builder.getOrCreate() if "spark.master" in SparkSession.builder._options else builder.master("local[2]").getOrCreate()
    lines = spark.read.text(arguments.records)
    profiles: List[str] = arguments.profile or [""]
    for at, profile in enumerate(profiles):
        lint(lines, profile).write.mode("append" if at else "overwrite").parquet(arguments.out)
    rows = spark.read.parquet(arguments.out)
    shares(rows).show(100, truncate=False)
    print(f"{rows.where('error is not null').count()} of {rows.count()} rows have an error")


if __name__ == "__main__":
    main()
