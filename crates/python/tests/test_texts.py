"""Functions for single texts and lists of texts."""

from __future__ import annotations

import multiprocessing
import pickle

import datasets
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import CAPTION, FERRY, MAYOR, TEXTS

import copydesk


def test_one_text() -> None:
    raw = f"{CAPTION}\n\n{CAPTION}\n\n{MAYOR}\n\nSign up for our newsletter!"
    cleaned = copydesk.clean_text(raw)
    assert cleaned.text == f"{CAPTION}\n\n{MAYOR}" == str(cleaned)
    assert cleaned.verdict == "edit"
    assert [raw[cut.start : cut.end] for cut in cleaned.cuts] == [cut.text for cut in cleaned.cuts]
    repeat, furniture = cleaned.cuts
    assert repeat.kept is not None and CAPTION.startswith(raw[slice(*repeat.kept)])
    assert furniture.reason == "furniture-rule" and furniture.kept is None
    assert copydesk.clean_text("").verdict == "drop"
    kept = copydesk.clean_text(raw, captions="keep", furniture="keep")
    assert kept.text == raw and kept.verdict == "keep"


def test_cleaners_are_pickled_and_mapped_by_processes() -> None:
    cleaner = copydesk.Cleaner(furniture="keep")
    assert repr(pickle.loads(pickle.dumps(cleaner))) == "Cleaner(furniture='keep')"
    texts = [text for text in TEXTS if text]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(cleaner, texts) == cleaner.map(texts) == [cleaner(text) for text in texts]
    with pytest.raises(copydesk.UsageError):
        copydesk.Cleaner(threshold=2)


def test_a_cleaner_maps_a_dataset() -> None:
    dataset = datasets.Dataset.from_dict({"text": TEXTS, "n": list(range(6))})
    mapped = dataset.map(copydesk.Cleaner().batch, batched=True, num_proc=2)
    assert mapped["text"][2] == f"{CAPTION}\n\n{MAYOR}" and mapped["text"][4] is None
    assert mapped["n"] == dataset["n"]
    with pytest.raises(copydesk.UsageError, match="no column `text`"):
        copydesk.Cleaner().batch({"body": []})


def test_deduper() -> None:
    texts = [FERRY, MAYOR, FERRY, FERRY.upper()]
    for kind in (texts, pa.array(texts), pd.Series(texts), pl.Series(texts), tuple(texts)):
        clusters = copydesk.Deduper().clusters(kind)
        assert [cluster.representative for cluster in clusters] == [0]
        assert [member.place for member in clusters[0].members] == [2, 3]
    with pytest.raises(copydesk.UsageError):
        copydesk.Deduper(threshold=2).clusters(texts)
    with pytest.raises(copydesk.UsageError, match="list of texts"):
        copydesk.Deduper().clusters("one text")


def test_sketches_estimate_the_exact_similarity() -> None:
    words = [f"word{n}" for n in range(400)]
    texts = [" ".join(words[:300]), " ".join(words[100:]), " ".join(words[:300])]
    table = copydesk.minhash(texts, values=512).to_pyarrow()
    assert table.schema.field("minhash").type == pa.list_(pa.field("item", pa.uint32()), 512)
    one, two, three = table["minhash"].to_pylist()
    assert one == three
    estimate = sum(a == b for a, b in zip(one, two, strict=True)) / 512
    assert abs(estimate - copydesk.jaccard(texts[0], texts[1])) < 0.1
    again = copydesk.minhash(texts, values=512, threads=1).to_pyarrow()
    assert again.equals(table), "whatever the number of threads"
    assert copydesk.containment(" ".join(words[:100]), texts[0]) == 1.0
    assert copydesk.minhash([]).num_rows == 0


def test_tokens_are_sketched_as_they_are() -> None:
    lists = [["a b", "c", "c"], ["c", "a b"], ["A b", "c"], [], None]
    kinds = (pa.list_(pa.string()), pa.large_list(pa.large_string()), pa.list_(pa.string_view()))
    tables = [copydesk.minhash(pa.array(lists, kind)).to_pyarrow() for kind in kinds]
    assert tables[0].equals(tables[1]) and tables[0].equals(tables[2])
    one, two, other, empty, missing = tables[0]["minhash"].to_pylist()
    assert one == two != other and empty == missing
    sliced = copydesk.minhash(pa.array(lists, kinds[0]).slice(1, 2)).to_pyarrow()
    assert sliced["minhash"].to_pylist() == [two, other]
    with pytest.raises(copydesk.UsageError, match="tokens are strings"):
        copydesk.minhash(pa.array([[1], [2]]))
    with pytest.raises(copydesk.UsageError, match=r"pa\.array"):
        copydesk.minhash([["a", "b"]])
