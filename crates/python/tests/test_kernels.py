"""The batch functions of `copydesk.kernels`."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import CAPTION, FERRY, MAYOR

import copydesk
from copydesk import kernels

TEXTS = [f"{CAPTION}\n\n{CAPTION}\n\n{MAYOR}", FERRY, f"{MAYOR}\n\n{FERRY}", FERRY.upper(), ""]


def rows(table: copydesk.Table) -> list[dict[str, Any]]:
    return table.to_pylist()


def test_segments_have_positions_and_keys() -> None:
    found = rows(kernels.segments(TEXTS))
    assert [row["row"] for row in found] == [0, 0, 0, 1, 2, 2, 3]
    for row in found:
        content = TEXTS[row["row"]].encode()[row["start"] : row["end"]].decode()
        assert content.strip() == content and content
    keys = [row["key"] for row in found]
    assert keys[0] == keys[1] != keys[2] == keys[4]
    assert keys[3] == keys[5] == keys[6], "case is no difference"


def test_batches_may_be_divided_and_come_in_any_type() -> None:
    whole = rows(kernels.analyse(TEXTS))
    assert [row for text in TEXTS for row in rows(kernels.analyse([text]))] == whole
    for column in (pa.array(TEXTS), pd.Series(TEXTS), pl.Series(TEXTS)):
        assert rows(kernels.analyse(column)) == whole
    assert kernels.analyse([]).num_rows == 0


def test_similar_texts_share_keys() -> None:
    found = rows(kernels.analyse(TEXTS))
    assert set(found[1]["band_keys"]) & set(found[3]["band_keys"])
    assert not set(found[0]["band_keys"]) & set(found[1]["band_keys"])
    assert found[1]["content"] == found[3]["content"] != found[0]["content"]
    assert found[4]["words"] == 0 and found[4]["band_keys"] == []


def test_analyse_and_rewrite_give_the_same_as_clean_text() -> None:
    found = rows(kernels.analyse(TEXTS))
    spans = [
        {"row": row, "start": cut["start"], "end": cut["end"]}
        for row, analysis in enumerate(found)
        for cut in analysis["cuts"]
    ]
    assert spans
    clean = [row["text"] for row in rows(kernels.rewrite(TEXTS, pa.Table.from_pylist(spans)))]
    assert [" ".join(text.split()) for text in clean] == [
        " ".join(copydesk.clean_text(text).text.split()) for text in TEXTS
    ]


@pytest.mark.parametrize("span", [(0, 5, 9000), (9, 0, 1), (0, 72, 73)])
def test_spans_that_do_not_fit_are_refused(span: tuple[int, int, int]) -> None:
    row, start, end = span
    cut_inside = TEXTS[0].encode().find("Î".encode()) + 1
    start, end = (cut_inside, cut_inside + 3) if start == 72 else (start, end)
    spans = pa.table({"row": [row], "start": [start], "end": [end]})
    with pytest.raises(copydesk.UsageError, match="has no span"):
        kernels.rewrite(TEXTS, spans)


def test_pairs_are_measured_and_related() -> None:
    update = f"{FERRY} The captain resigned on Thursday, the owners of the line said at noon."
    found = rows(kernels.relate([FERRY, FERRY, FERRY], [FERRY.upper(), update, MAYOR]))
    assert found[0] == {"jaccard": 1.0, "containment": 1.0, "relation": "twin"}
    assert found[1]["containment"] == 1.0 and found[1]["jaccard"] < 1.0
    assert found[2]["jaccard"] == 0.0
    assert found[1]["jaccard"] == copydesk.jaccard(FERRY, update)
    with pytest.raises(copydesk.UsageError, match="partners"):
        kernels.relate([FERRY], [])
