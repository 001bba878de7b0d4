"""The commands for files, `eval` and `plan`."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import CLEAN, DUMPS, TEXTS

import copydesk


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    path = tmp_path / "news.parquet"
    pq.write_table(pa.table({"id": list("abcdef"), "text": TEXTS}), path)
    return path


def test_files_are_cleaned_explained_and_restored(parquet: Path, tmp_path: Path) -> None:
    result = copydesk.clean_files(parquet, tmp_path / "out")
    assert pq.read_table(result.output / "news.parquet")["text"].to_pylist() == CLEAN
    assert len(result.decisions) == 6
    assert result.clusters.to_pylist()[0]["member_id"] == "d"
    cuts = result.cuts.to_pylist()
    of_table = copydesk.clean(pq.read_table(parquet)).cuts.to_pylist()
    shared = ["record", "id", "start", "end", "start_char", "end_char", "reason", "rule"]
    shared += ["evidence", "kept_record", "kept_start_char", "kept_end_char"]
    assert [[cut[name] for name in shared] for cut in cuts] == [
        [cut[name] for name in shared] for cut in of_table
    ]
    assert cuts and {cut["file"] for cut in cuts} == {"news.parquet"}
    assert result.explain("d")[0].decision["verdict"] == "drop"
    back = result.restore(tmp_path / "back")
    assert pq.read_table(back / "news.parquet").equals(pq.read_table(parquet))
    assert copydesk.restore_files(result.output, back, overwrite=True) == back


def test_a_path_is_cleaned_into_a_folder(parquet: Path, tmp_path: Path) -> None:
    result = copydesk.clean(parquet, output=tmp_path / "out")
    assert result.data == tmp_path / "out"
    globbed = copydesk.clean(str(tmp_path / "*.parquet"), output=tmp_path / "out2")
    assert globbed.summary["documents"] == result.summary["documents"]
    with pytest.raises(copydesk.UsageError, match="output="):
        copydesk.clean(parquet)


def test_find_and_apply(parquet: Path, tmp_path: Path) -> None:
    found = copydesk.find_files([parquet], tmp_path / "found")
    assert not (found.output / "news.parquet").exists()
    assert copydesk.explain_files(found.output, "d")[0].kept_text == TEXTS[0]
    done = copydesk.apply_files(parquet, found.output, tmp_path / "out")
    assert pq.read_table(done.output / "news.parquet")["text"].to_pylist() == CLEAN


def test_offsets_in_characters_are_those_of_the_text(tmp_path: Path) -> None:
    line = "Der Fährmann schläft, er träumt vom großen Fluß und von der Überfahrt."
    text = f"{line}\n\n{line}"
    path = tmp_path / "news.jsonl"
    path.write_text(json.dumps({"text": text}))
    for run in (copydesk.clean_files, copydesk.find_files):
        (cut,) = run(path, tmp_path / run.__name__).cuts.to_pylist()
        assert text[cut["start_char"] : cut["end_char"]].strip() == line
        assert text.encode()[cut["start"] : cut["end"]].decode().strip() == line
        assert cut["end_char"] < cut["end"]
        kept = text[cut["kept_start_char"] : cut["kept_end_char"]]
        assert kept == text.encode()[cut["kept_start"] : cut["kept_end"]].decode()
        assert kept in line and kept.endswith("Überfahrt")


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(copydesk.Error, match=r"missing\.jsonl: no such file"):
        copydesk.clean_files(tmp_path / "missing.jsonl", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_decisions_of_a_table_are_those_of_its_parquet_file(parquet: Path, tmp_path: Path) -> None:
    of_file = copydesk.clean_files(parquet, tmp_path / "out").decisions.to_pylist()
    of_table = copydesk.clean(pq.read_table(parquet)).decisions.to_pylist()
    for decision in of_file + of_table:
        decision["file"] = None
        if decision["duplicate_of"]:
            decision["duplicate_of"]["file"] = None
        for edit in decision["edits"] or []:
            if edit["kept"]:
                edit["kept"]["file"] = None
    assert of_table == of_file, "digests too"


def test_eval_scores_decisions_against_truth() -> None:
    dump, truth = DUMPS / "newsroom", DUMPS / "newsroom-clusters.tsv"
    scores = copydesk.eval(dump, truth=truth, progress=False)
    assert scores["reports"][0]["kind"] == "clusters"
    assert scores["reports"][0]["scores"][0]["name"]
    with pytest.raises(copydesk.UsageError, match="truth_kind="):
        copydesk.eval(dump, truth=truth, truth_kind="guess")  # type: ignore[arg-type]


def test_plan_lists_bands_and_rows() -> None:
    choices = copydesk.plan(threshold=0.8)["choices"]
    taken = [choice for choice in choices if choice["is_taken"]]
    assert [(choice["bands"], choice["rows"]) for choice in taken] == [(25, 5)]
    measured = copydesk.plan(DUMPS / "newsroom/wire.jsonl", threshold=0.8, progress=False)
    assert measured["sample"] is not None
    assert json.dumps(measured)
