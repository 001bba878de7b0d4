"""Measure the speed of the package on a dump, and compare it with the command and with rensa.

Every number is the best of a few runs. rensa is measured if it is installed: `pip install rensa`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

import copydesk

NAMES = ("id", "url", "date", "source", "title", "text")
VALUES = 128
SHINGLE = 5


def best(work: Callable[[], Any], times: int) -> float:
    """Return the seconds that the work took in its fastest run."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return min(took)


def table_of(path: Path) -> pa.Table:
    """Read a dump of JSON lines as a table of the usual columns."""
    with path.open() as lines:
        rows = [json.loads(line) for line in lines]
    present = [name for name in NAMES if any(name in row for row in rows[:1000])]
    columns = {name: [row.get(name) for row in rows] for name in present}
    return pa.table({name: pa.array(column, pa.string()) for name, column in columns.items()})


def compare_with_command(table: pa.Table, command: str, times: int) -> None:
    """Compare `clean` of a table with the command on JSON lines of the same rows."""
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "dump.jsonl", Path(folder) / "out"
        with file.open("w") as lines:
            for row in table.to_pylist():
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")

        def by_command() -> None:
            shutil.rmtree(out, ignore_errors=True)
            typed = [command, "clean", str(file), "-o", str(out), "--quiet"]
            subprocess.run(typed, check=True)

        of_command = best(by_command, times)
    of_package = best(lambda: copydesk.clean(table, progress=False).data, times)
    print(f"clean, the command on JSON lines: {of_command:.2f} s")
    print(f"clean, the package on a table:    {of_package:.2f} s")
    print(f"the package takes {of_package / of_command:.2f} times as long")


def overhead_of_a_call(times: int) -> None:
    """Measure a call that has nothing to do."""
    rain = pa.table({"text": ["Rain."]})
    copydesk.clean(rain)
    calls = 100
    took = best(lambda: [copydesk.clean(rain).data for _ in range(calls)], times) / calls
    print(f"clean, one row: {took * 1e3:.2f} ms")


def sketches(table: pa.Table, times: int) -> None:
    """Compare the speed of MinHash sketches with rensa, on the same words and on one thread."""
    texts: list[str] = [text or "" for text in table["text"].to_pylist()]
    of_package = best(
        lambda: copydesk.minhash(texts, values=VALUES, shingle=SHINGLE, threads=1), times
    )
    print(f"minhash, copydesk, from texts:           {of_package:.2f} s")
    try:
        from rensa import RMinHash
    except ImportError:
        print("minhash, rensa: not installed")
        return

    def tokens(text: str) -> list[str]:
        words = text.split()
        ends = range(max(len(words) - SHINGLE + 1, 1))
        return [" ".join(words[start : start + SHINGLE]) for start in ends]

    shingled = [tokens(text) for text in texts]

    def by_rensa() -> None:
        for shingles in shingled:
            sketch = RMinHash(num_perm=VALUES, seed=1)
            sketch.update(shingles)
            sketch.digest()

    only_sketch = best(by_rensa, times)
    column = pa.array(shingled, pa.list_(pa.string()))
    of_tokens = best(lambda: copydesk.minhash(column, values=VALUES, threads=1), times)
    with_shingles = best(lambda: [tokens(text) for text in texts], times) + only_sketch
    print(f"minhash, rensa, from texts:              {with_shingles:.2f} s")
    print(f"minhash, rensa, from shingles made before: {only_sketch:.2f} s")
    print(f"minhash, copydesk, of the same tokens:     {of_tokens:.2f} s")
    print(f"copydesk is {only_sketch / of_tokens:.1f} times as fast on the same tokens")
    ratio = with_shingles / of_package
    print(f"copydesk is {ratio:.1f} times as fast, from texts to sketches on one thread")


def main() -> None:
    """Measure everything and print the results."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--copydesk", required=True, help="the command")
    arguments.add_argument("--times", type=int, default=3)
    typed = arguments.parse_args()
    table = table_of(typed.file)
    print(f"{typed.file.name}: {table.num_rows:,} rows, {table.nbytes / 1e6:.0f} MB")
    overhead_of_a_call(typed.times)
    sketches(table, typed.times)
    compare_with_command(table, typed.copydesk, typed.times)


if __name__ == "__main__":
    main()
