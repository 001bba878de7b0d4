"""Runs the examples of the README, in order, and the examples in docstrings."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from datasets import Dataset

import copydesk
from copydesk import _clean, _texts

README = (Path(__file__).parents[1] / "README.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_every_block_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in BLOCKS:
        exec(compile(block, "README.md", "exec"), names)
    assert len(BLOCKS) >= 5
    result = names["result"]
    assert isinstance(result, copydesk.Result)
    assert list(result.data["text"]) == [names["ferry"], "Rain."]
    assert (tmp_path / "back/news.parquet").exists()


def test_every_library_gets_back_its_own_type() -> None:
    news = pd.DataFrame({"text": ["Rain.", "Snow."]})
    all_types: tuple[object, ...] = (
        news,
        pl.from_pandas(news),
        pa.Table.from_pandas(news),
        duckdb.from_df(news),
        Dataset.from_pandas(news),
    )
    assert all(type(copydesk.clean(data).data) is type(data) for data in all_types)


@pytest.mark.parametrize("module", [_clean, _texts], ids=lambda module: module.__name__)
def test_examples_in_the_documentation(module: object) -> None:
    tried = doctest.testmod(module)  # type: ignore[arg-type]
    assert tried.attempted and not tried.failed
