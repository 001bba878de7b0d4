"""Clean data has the type of the input, and only the texts of edited rows differ from it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import datasets
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import CLEAN, TEXTS, comparable, decisions_of

import copydesk

NUMBERS = [1, None, 3, 4, None, 6]


def arrow(of: pa.DataType | None = None) -> pa.Table:
    body = pa.array(TEXTS, of or pa.string())
    fields = [
        pa.field("number", pa.int64(), metadata={"unit": "piece"}),
        pa.field("body", body.type),
        pa.field("tags", pa.list_(pa.string())),
    ]
    tags = [["a"], [], None, ["b"], ["c", "d"], None]
    schema = pa.schema(fields, metadata={"made by": "a test"})
    return pa.table([pa.array(NUMBERS), body, pa.array(tags)], schema=schema)


@pytest.mark.parametrize(
    "of",
    [
        pa.string(),
        pa.large_string(),
        pa.string_view(),
        pa.dictionary(pa.int32(), pa.string()),
        pa.dictionary(pa.int8(), pa.large_string()),
    ],
    ids=str,
)
def test_arrow_tables_keep_schema_metadata_and_other_columns(of: pa.DataType) -> None:
    table = arrow(of)
    result = copydesk.clean(table, text="body")
    assert result.data.schema.equals(table.schema, check_metadata=True)
    assert result.data["body"].to_pylist() == CLEAN
    assert result.data["number"].to_pylist() == NUMBERS[:3]
    assert result.data["tags"].to_pylist() == [["a"], [], None]
    assert result.restore().equals(table, check_metadata=True)


def test_slices_and_chunks_of_tables_are_read() -> None:
    table = pa.concat_tables([arrow().slice(0, 2), arrow().slice(2)])
    assert table["body"].num_chunks == 2
    assert copydesk.clean(table, text="body").data["body"].to_pylist() == CLEAN
    assert copydesk.clean(arrow().slice(2, 2), text="body").data.num_rows == 2


def test_lists_of_paragraphs_and_nested_texts_are_cut_inside() -> None:
    parts = [text.split("\n\n") if text else None for text in TEXTS]
    clean = [text.split("\n\n") for text in CLEAN]
    table = pa.table({"text": pa.array(parts, pa.list_(pa.string()))})
    data = copydesk.clean(table).data
    assert data.schema == table.schema
    assert ["\n\n".join(filter(None, text)) for text in data["text"].to_pylist()] == CLEAN
    nested = pa.table({"body": pa.array([{"text": text, "n": 1} for text in TEXTS])})
    data = copydesk.clean(nested, text="body.text").data
    assert data.schema == nested.schema
    assert [row["text"] for row in data["body"].to_pylist()] == CLEAN
    assert len(clean) == data.num_rows


def test_batches_and_streams() -> None:
    batch = arrow().combine_chunks().to_batches()[0]
    data = copydesk.clean(batch, text="body").data
    assert isinstance(data, pa.RecordBatch) and data["body"].to_pylist() == CLEAN

    class Stream:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return arrow().__arrow_c_stream__(requested_schema)

    other = copydesk.clean(Stream(), text="body").data
    assert pa.table(other)["body"].to_pylist() == CLEAN


def test_a_stream_is_written_to_temporary_files(tmp_path: Path) -> None:
    table = arrow()
    told: list[copydesk.Progress] = []
    result: Any = copydesk.clean(
        table.to_reader(2), text="body", temp_dir=tmp_path, memory="64M", progress=told.append
    )
    assert isinstance(result.data, pa.RecordBatchReader)
    assert result.data.read_all()["body"].to_pylist() == CLEAN
    assert result.data.schema.equals(table.schema, check_metadata=True)
    assert result.restore().read_all().equals(table)
    assert any("first" in remark for now in told for remark in now.remarks), "it says so"
    assert list(tmp_path.iterdir())
    del result
    assert list(tmp_path.iterdir()) == []


def test_decisions_about_a_stream_are_applied_to_the_same_rows(tmp_path: Path) -> None:
    table = arrow()
    found: Any = copydesk.find(table.to_reader(2), text="body", temp_dir=tmp_path)
    assert len(found.decisions) == len(TEXTS)
    cuts = found.cuts.to_pylist()
    assert cuts and all(cut["end_char"] > cut["start_char"] for cut in cuts)
    with pytest.raises(copydesk.UsageError, match="same rows"):
        _ = found.data
    done = copydesk.apply(table.to_reader(3), found)
    assert done.data.read_all()["body"].to_pylist() == CLEAN
    with pytest.raises(copydesk.UsageError, match="as a stream"):
        copydesk.apply(table, found)
    with pytest.raises(copydesk.Error):
        copydesk.apply(table.slice(1).to_reader(), found)
    del found
    assert list(tmp_path.iterdir()) == []


def test_iterable_datasets() -> None:
    dataset = datasets.Dataset.from_dict({"label": [0, 1, 0, 1, 0, 1], "body": TEXTS})
    dataset = dataset.cast_column("label", datasets.ClassLabel(names=["a", "b"]))
    for streamed in (
        dataset.to_iterable_dataset(),
        datasets.IterableDataset.from_generator(lambda: iter(dataset)),
    ):
        result: Any = copydesk.clean(streamed, text="body")
        assert isinstance(result.data, datasets.IterableDataset)
        assert [row["body"] for row in result.data] == CLEAN
        assert [row["body"] for row in result.restore()] == TEXTS
        if streamed.features is not None:
            assert result.data.features == streamed.features


def test_arrow_columns() -> None:
    for column in (pa.array(TEXTS), pa.chunked_array([TEXTS[:2], TEXTS[2:]])):
        data = copydesk.clean(column).data
        assert type(data) is type(column) and data.to_pylist() == CLEAN


@pytest.mark.parametrize("dtype", ["str", "object", "string", "category", "arrow"])
def test_pandas_keeps_index_order_and_types(dtype: str) -> None:
    of = pd.ArrowDtype(pa.string()) if dtype == "arrow" else dtype
    index = pd.Index([50, 40, 30, 20, 10, 0], name="key")
    frame = pd.DataFrame(
        {
            "body": pd.Series(TEXTS, dtype=of).to_numpy() if dtype == "object" else TEXTS,
            "day": pd.date_range("2031-05-01", periods=6, tz="Europe/Vienna"),
            "thing": [object(), {"a": 1}, None, [1], (), "x"],
        }
    )
    frame["body"] = frame["body"].astype(of)
    frame.index = index
    before = frame.copy()
    result = copydesk.clean(frame, text="body")
    data = result.data
    assert list(data["body"]) == CLEAN
    assert list(data.index) == [50, 40, 30] and data.index.name == "key"
    assert list(data.columns) == list(frame.columns)
    assert data["day"].dtype == frame["day"].dtype
    if dtype != "category":
        assert data["body"].dtype == frame["body"].dtype
    assert data["thing"].iloc[1] is frame["thing"].iloc[1]
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(result.restore(), before)


def test_later_changes_to_pandas_data_do_not_change_the_result() -> None:
    frame = pd.DataFrame({"text": TEXTS})
    result = copydesk.clean(frame)
    frame["text"] = "changed"
    assert list(result.data["text"]) == CLEAN
    assert result.restore()["text"].iloc[0] == TEXTS[0]


def test_series() -> None:
    for series in (pd.Series(TEXTS, name="body"), pl.Series("body", TEXTS)):
        data: Any = copydesk.clean(series).data
        assert type(data) is type(series) and data.name == "body"
        assert list(data) == CLEAN


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical], ids=str)
def test_polars_keeps_types(dtype: Any) -> None:
    frame = pl.DataFrame({"number": NUMBERS, "body": TEXTS, "tags": [["a"]] * 6})
    frame = frame.with_columns(pl.col("body").cast(dtype))
    result = copydesk.clean(frame, text="body")
    assert result.data.schema == frame.schema
    assert result.data["body"].to_list() == CLEAN
    assert result.restore().equals(frame)
    lazy = copydesk.clean(frame.lazy(), text="body").data
    assert isinstance(lazy, pl.LazyFrame) and lazy.collect().equals(result.data)


def test_duckdb_relations_stay_on_their_connection() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE news (number INTEGER, body VARCHAR)")
    connection.executemany("INSERT INTO news VALUES (?, ?)", list(enumerate(TEXTS)))
    result = copydesk.clean(connection.table("news"), text="body")
    assert isinstance(result.data, duckdb.DuckDBPyRelation)
    assert [row[1] for row in result.data.fetchall()] == CLEAN
    # It can be joined with the tables of the same connection.
    joined = result.data.join(connection.table("news").set_alias("n2"), "number")
    assert len(joined.fetchall()) == 3


def test_datasets_keep_features_format_and_split() -> None:
    dataset = datasets.Dataset.from_dict(
        {"label": [0, 1, 0, 1, 0, 1], "body": TEXTS}, split="train"
    ).cast_column("label", datasets.ClassLabel(names=["a", "b"]))
    shuffled = dataset.select([5, 4, 3, 2, 1, 0]).with_format("numpy")
    result = copydesk.clean(shuffled, text="body")
    assert isinstance(result.data, datasets.Dataset)
    assert result.data.features == dataset.features
    assert result.data.split == dataset.split and result.data.format["type"] == "numpy"
    assert sorted(result.data["body"]) == sorted(CLEAN)
    with pytest.raises(copydesk.UsageError, match="one split after the other"):
        copydesk.clean(datasets.DatasetDict({"train": dataset}), text="body")


def test_lists() -> None:
    assert copydesk.clean(TEXTS).data == CLEAN
    rows = [{"article": {"body": text}, "n": n} for n, text in enumerate(TEXTS)]
    result = copydesk.clean(rows, text="article.body")
    assert [row["article"]["body"] for row in result.data] == CLEAN
    assert [row["n"] for row in result.data] == [0, 1, 2]
    assert rows[2]["article"]["body"] == TEXTS[2], "what came in is not changed"
    assert result.restore() == rows


def test_empty_data_stays_empty() -> None:
    empty = pa.table({"text": pa.array([], pa.string())})
    assert copydesk.clean(empty).data.equals(empty)
    assert copydesk.clean([]).data == []


def test_a_column_without_any_text_is_refused() -> None:
    nothing = pa.table({"text": pa.array(["", None], pa.string())})
    with pytest.raises(copydesk.UsageError, match="no record has text in a field `text`"):
        copydesk.clean(nothing, text="text")


MAKERS: dict[str, Callable[[list[dict[str, Any]]], Any]] = {
    "pyarrow": pa.Table.from_pylist,
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "duckdb": lambda rows: duckdb.from_arrow(pa.Table.from_pylist(rows)),
    "datasets": datasets.Dataset.from_list,
    "list": list,
}


@pytest.mark.parametrize("kind", MAKERS)
def test_decisions_are_those_of_the_command(
    kind: str, newsroom: list[dict[str, Any]], decided: list[dict[str, Any]]
) -> None:
    result = copydesk.clean(MAKERS[kind](newsroom))
    assert decisions_of(result) == [comparable(decision) for decision in decided]
    counts = result.summary["documents"]
    assert counts["dropped"] > 5 and counts["edited"] > 5, "there is something to compare"


def test_results_do_not_depend_on_threads(newsroom: list[dict[str, Any]]) -> None:
    table = pa.Table.from_pylist(newsroom)
    one, four = (copydesk.clean(table, threads=threads) for threads in (1, 4))
    assert pa.table(one.decisions).equals(pa.table(four.decisions))
    assert one.data.equals(four.data)


def test_texts_can_be_rebuilt_from_the_cuts(newsroom: list[dict[str, Any]]) -> None:
    """Offsets in bytes and in characters both lead back to the raw texts."""
    result = copydesk.clean(newsroom)
    gone = set(result.dropped_rows)
    kept = [row for row in range(len(newsroom)) if row not in gone]
    clean = dict(zip(kept, result.data, strict=True))
    texts = {row: clean[row]["text"] for row in result.edited_rows}
    raw = {row: texts[row].encode() for row in texts}
    for cut in result.cuts.to_pylist():
        row = cut["record"]
        if row in texts:
            text, piece = texts[row], cut["text"]
            texts[row] = text[: cut["start_char"]] + piece + text[cut["start_char"] :]
            assert len(piece) == cut["end_char"] - cut["start_char"]
            data = raw[row]
            raw[row] = data[: cut["start"]] + piece.encode() + data[cut["start"] :]
        if cut["kept_record"] is not None:
            held = newsroom[cut["kept_record"]]["text"]
            by_bytes = held.encode()[cut["kept_start"] : cut["kept_end"]].decode()
            assert held[cut["kept_start_char"] : cut["kept_end_char"]] == by_bytes
    assert len(texts) > 5
    for row, text in texts.items():
        assert text == newsroom[row]["text"]
        assert raw[row].decode() == text


def test_a_dropped_row_names_one_that_stays(newsroom: list[dict[str, Any]]) -> None:
    result = copydesk.clean(newsroom)
    clusters = result.clusters.to_pylist()
    gone = set(result.dropped_rows)
    assert clusters
    assert all(row["representative"] not in gone and row["member"] in gone for row in clusters)


def test_find_and_apply_give_the_same_as_clean(newsroom: list[dict[str, Any]]) -> None:
    frame = pl.DataFrame(newsroom)
    found = copydesk.find(frame)
    assert found.data.equals(frame)
    wider = frame.with_columns(pl.lit(1).alias("one"))
    applied = copydesk.apply(wider, found).data
    assert applied.drop("one").equals(copydesk.clean(frame).data)
    with pytest.raises(copydesk.RecordError):
        copydesk.apply(frame.head(3), found)
    with pytest.raises(copydesk.RecordError):
        copydesk.apply(frame.reverse(), found)


def test_explanations(newsroom: list[dict[str, Any]]) -> None:
    result = copydesk.clean(newsroom)
    gone = result.clusters.to_pylist()[0]
    told = result.explain(gone["member_id"])[0]
    assert told.decision["verdict"] == "drop" and told.kept_text
    assert gone["representative_id"] in str(told)
    with pytest.raises(copydesk.UsageError, match="no row has the id"):
        result.explain("no such id")
    assert "rows" in result._repr_html_() and "dropped" in repr(result)


def test_a_table_that_copydesk_returns_can_be_pickled_by_way_of_arrow() -> None:
    table = copydesk.clean(TEXTS).decisions.to_pyarrow()
    assert pickle.loads(pickle.dumps(table)).equals(table)
