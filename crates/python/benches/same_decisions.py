"""Compare the decisions of the package with those of the command, on every row of a dump.

The command reads the rows as JSON lines, and the package as a table of each library. The name of
the file and the digests of records are not compared, because they depend on the file.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import datasets
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

import copydesk

NAMES = ("id", "url", "date", "source", "title", "text")
KINDS: dict[str, Callable[[pa.Table], Any]] = {
    "pyarrow": lambda table: table,
    "pandas": lambda table: table.to_pandas(),
    "polars": pl.from_arrow,
    "duckdb": duckdb.from_arrow,
    "datasets": lambda table: datasets.Dataset(table),
    "list of dicts": lambda table: table.to_pylist(),
    "pandas, strings as objects": lambda table: pd.DataFrame(table.to_pydict(), dtype=object),
}


def comparable(value: Any) -> Any:
    """Return a decision without fields that depend on the file, and without empty fields."""
    if isinstance(value, dict):
        kept = {k: comparable(v) for k, v in value.items() if k not in ("file", "digest")}
        return {k: v for k, v in kept.items() if v not in (None, [], {}, False)}
    if isinstance(value, list):
        return [comparable(item) for item in value]
    return value


def decisions_of_command(rows: list[dict[str, Any]]) -> list[Any]:
    """Return the decisions of the command."""
    with tempfile.TemporaryDirectory() as folder:
        dump, out = Path(folder) / "rows.jsonl", Path(folder) / "out"
        dump.write_text("".join(json.dumps(row) + "\n" for row in rows))
        typed = [sys.executable, "-m", "copydesk", "find", str(dump), "-o", str(out), "--quiet"]
        subprocess.run(typed, check=True)
        file = str(out / "__copydesk/decisions.jsonl.zst")
        with pa.input_stream(file, compression="zstd") as lines:
            return [comparable(json.loads(line)) for line in lines.read().splitlines()]


def main() -> int:
    """Compare the decisions, and print how many differ."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path)
    typed = arguments.parse_args()
    with typed.file.open() as lines:
        rows = [{name: json.loads(line).get(name) for name in NAMES} for line in lines]
    strings = {
        name: pa.array([None if row[name] is None else str(row[name]) for row in rows], pa.string())
        for name in NAMES
        if any(row[name] is not None for row in rows)
    }
    table = pa.table(strings)
    expected = decisions_of_command(table.to_pylist())
    failed = False
    for kind, make in KINDS.items():
        result = copydesk.clean(make(table), progress=False)
        found = [comparable(row) for row in result.decisions.to_pylist()]
        differing = [
            row for row, pair in enumerate(zip(expected, found, strict=False)) if pair[0] != pair[1]
        ]
        failed |= bool(differing) or len(found) != len(expected)
        print(f"{kind}: {len(found):,} rows, {len(differing):,} decided otherwise {differing[:5]}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
