"""Data and functions that several tests use."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import copydesk

DUMPS = Path(__file__).parents[3] / "testdata/dumps"
NAMES = ("id", "url", "date", "source", "title", "text")

FERRY = "The ferry sank at noon in the strait, and all on board were taken off by fishing boats."
CAPTION = "The ferry in April, seen from the harbour wall of Port Ambry, the “Île Dorée”."
MAYOR = "The mayor has resigned after a long night in the town hall, her office said on Friday."
TEXTS = [
    FERRY,
    "Rain.",
    f"{CAPTION}\n\n{CAPTION}\n\n{MAYOR}",
    FERRY,
    None,
    "Sign up for our newsletter!",
]
CLEAN = [FERRY, "Rain.", f"{CAPTION}\n\n{MAYOR}"]


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines, which may be compressed, with the usual columns."""
    if path.suffix == ".gz":
        text = gzip.decompress(path.read_bytes()).decode()
    elif path.suffix == ".zst":
        with pa.input_stream(str(path), compression="zstd") as stream:
            text = stream.read().decode()
    else:
        text = path.read_text()
    rows = [json.loads(line) for line in text.splitlines() if line.strip()]
    return [{name: row.get(name) for name in NAMES} for row in rows]


@pytest.fixture(scope="session")
def newsroom() -> list[dict[str, Any]]:
    """The articles of the newsroom dump, as rows."""
    files = ["wire.jsonl", "dailies.jsonl.gz", "world.jsonl.zst"]
    return [row for file in files for row in rows_of(DUMPS / "newsroom" / file)]


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs the command that the package contains."""
    typed = [sys.executable, "-m", "copydesk", *map(str, arguments)]
    return subprocess.run(typed, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def decided(
    newsroom: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, Any]]:
    """The decisions of the command about the rows of the newsroom dump."""
    folder = tmp_path_factory.mktemp("newsroom")
    dump = folder / "rows.jsonl"
    dump.write_text("".join(json.dumps(row) + "\n" for row in newsroom))
    done = command("clean", dump, "-o", folder / "out", "--quiet")
    assert done.returncode == 0, done.stderr
    with pa.input_stream(
        str(folder / "out/__copydesk/decisions.jsonl.zst"), compression="zstd"
    ) as stream:
        return [json.loads(line) for line in stream.read().splitlines()]


def comparable(decision: dict[str, Any]) -> Any:
    """A decision without the fields that depend on the file: its name, and digests of records."""

    def without(value: Any) -> Any:
        if isinstance(value, dict):
            kept = {k: without(v) for k, v in value.items() if k not in ("file", "digest")}
            return {k: v for k, v in kept.items() if v not in (None, [], {}, False)}
        if isinstance(value, list):
            return [without(item) for item in value]
        return value

    return without(decision)


def decisions_of(result: copydesk.Result[Any]) -> list[Any]:
    return [comparable(row) for row in result.decisions.to_pylist()]
