"""Errors, Ctrl-C, progress, threads and processes."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import pickle
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import CLEAN, TEXTS, command

import copydesk
from copydesk import _native


def prose(seed: int, articles: int, words: int = 150) -> list[str]:
    """Articles of invented words; some articles share paragraphs."""
    chance = random.Random(seed)
    vocabulary = ["".join(chance.choices("abcdeghilmnoprstu", k=6)) for _ in range(3000)]

    def paragraph() -> str:
        return " ".join(chance.choices(vocabulary, k=words // 3)) + "."

    shared = [paragraph() for _ in range(articles // 20 + 1)]
    made = []
    for _ in range(articles):
        parts = [paragraph(), paragraph(), chance.choice(shared)]
        made.append("\n\n".join(parts))
    return made


def test_errors_are_one_family_with_column_row_and_remedy() -> None:
    kinds = (
        copydesk.UsageError,
        copydesk.InputError,
        copydesk.OutputError,
        copydesk.RecordError,
        copydesk.InternalError,
    )
    assert all(issubclass(kind, copydesk.Error) for kind in kinds)
    assert issubclass(copydesk.UsageError, ValueError)
    with pytest.raises(copydesk.UsageError) as told:
        copydesk.clean(pa.table({"body": TEXTS}), text="text")
    assert told.value.column == "text" and told.value.remedy
    assert "`body`" in str(told.value), "it says which columns there are"
    again = pickle.loads(pickle.dumps(told.value))
    assert (str(again), again.column) == (str(told.value), "text")


def test_a_column_of_several_kinds_is_named_with_the_row() -> None:
    frame = pd.DataFrame({"text": pd.Series(["One.", "Two.", {"a": 1}], dtype=object)})
    with pytest.raises(copydesk.InputError) as told:
        copydesk.clean(frame, text="text")
    assert (told.value.column, told.value.row) == ("text", 2)
    assert "astype" in (told.value.remedy or "")


@pytest.mark.parametrize("others", [{}, {"id": [1, 2, 3], "note": [None, None, None]}])
@pytest.mark.parametrize("name", ["text", "body"])
def test_a_frame_whose_only_texts_are_mixed_is_refused(name: str, others: dict[str, Any]) -> None:
    frame = pd.DataFrame({name: pd.Series(["One.", 5, "Two."], dtype=object), **others})
    with pytest.raises(copydesk.InputError) as told:
        copydesk.clean(frame)
    assert (told.value.column, told.value.row) == (name, 1)


def test_a_mixed_column_beside_the_text_passes_through() -> None:
    mixed = pd.Series(["One.", 5, "Two."], dtype=object)
    frame = pd.DataFrame({"text": ["Rain.", "Snow.", "Rain."], "note": mixed})
    assert copydesk.clean(frame).data["note"].tolist() == ["One.", 5]


@pytest.mark.parametrize("library", [pd, pl])
def test_a_frame_without_strings_is_refused(library: Any) -> None:
    values = [{1}, {2}]
    column = library.Series(values, dtype=object if library is pd else pl.Object)
    with pytest.raises(copydesk.UsageError, match="no column holds strings, of `x`"):
        copydesk.clean(library.DataFrame({"x": column}))


def test_bad_rows_are_rejected_and_no_others() -> None:
    result = copydesk.clean(TEXTS)
    rejected = [row for row in result.decisions.to_pylist() if row["verdict"] == "reject"]
    assert all(row["record"] == 4 for row in rejected)
    assert result.data == CLEAN


@pytest.mark.parametrize("data", [3, object(), {"a": 1}, b"text", [1, 2], ["a", {"text": "b"}]])
def test_what_cannot_be_cleaned_is_refused(data: Any) -> None:
    with pytest.raises(copydesk.UsageError):
        copydesk.clean(data)


def test_a_fault_of_copydesk_is_raised_as_an_exception() -> None:
    with pytest.raises(copydesk.InternalError, match="the roof fell in"):
        _native.fail("the roof fell in")
    assert issubclass(copydesk.InternalError, Exception), "except Exception catches it"
    assert copydesk.clean(TEXTS).data == CLEAN, "and work goes on"


def test_a_callback_gets_the_progress() -> None:
    told: list[copydesk.Progress] = []
    copydesk.clean(prose(1, 3000), progress=told.append)
    assert told and told[-1].steps == ("survey", "examine", "compare", "write")
    fractions = [now.fraction for now in told if now.step in now.steps]
    assert fractions == sorted(fractions) and fractions[-1] > 0.5


def test_an_exception_in_a_callback_stops_the_run() -> None:
    class Enough(Exception):
        pass

    def refuse(_: copydesk.Progress) -> None:
        raise Enough

    with pytest.raises(Enough):
        copydesk.clean(prose(2, 1000), progress=refuse)


STOPPED = """
import os, signal, sys, tempfile, threading, time
sys.path.insert(0, {tests!r})
from test_manners import prose
import copydesk
texts = prose(3, 60_000)
# A process that is started in the background ignores SIGINT by default.
signal.signal(signal.SIGINT, signal.default_int_handler)
pressed = []
def press():
    time.sleep(1.0)
    pressed.append(time.monotonic())
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=press).start()
try:
    copydesk.clean(texts, temp_dir={temp!r}, memory="128M", progress=False)
except KeyboardInterrupt:
    print(time.monotonic() - pressed[0])
    sys.exit(0)
sys.exit("it was done before Ctrl-C")
"""


def test_ctrl_c_stops_within_a_second_and_leaves_nothing(tmp_path: Path) -> None:
    script = STOPPED.format(tests=str(Path(__file__).parent), temp=str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 1.0
    assert list(tmp_path.iterdir()) == []


def test_other_threads_run_during_a_clean() -> None:
    texts, ticks = prose(4, 3000), []
    done = threading.Event()

    def tick() -> None:
        while not done.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.005)

    thread = threading.Thread(target=tick)
    thread.start()
    begun = time.monotonic()
    copydesk.clean(texts, progress=False)
    took = time.monotonic() - begun
    done.set()
    thread.join()
    assert len(ticks) > took / 0.005 / 10


def test_several_threads_clean_at_the_same_time() -> None:
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: copydesk.clean(TEXTS).data, range(12)))
    assert all(data == CLEAN for data in results)


def clean_in_child(texts: list[str | None]) -> Any:
    return copydesk.clean(texts).data


@pytest.mark.parametrize("how", ["spawn", "fork"])
def test_processes(how: str) -> None:
    if how not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {how} on this system")
    copydesk.clean(TEXTS)
    with multiprocessing.get_context(how).Pool(2) as pool:
        assert pool.map(clean_in_child, [TEXTS] * 4) == [CLEAN] * 4


def test_the_package_contains_the_command(tmp_path: Path) -> None:
    assert command("--version").stdout.startswith("copydesk ")
    (tmp_path / "a.txt").write_text("Rain.")
    assert command("clean", tmp_path / "a.txt", "-o", tmp_path / "out").returncode == 0
    assert (tmp_path / "out/a.txt").read_text() == "Rain."
    wrong = command("clean", tmp_path / "missing.txt", "-o", tmp_path / "out2")
    assert wrong.returncode == 2 and "no such file" in wrong.stderr
    assert command("chop").returncode == 2


def test_the_signal_handler_of_python_is_not_changed() -> None:
    before = signal.getsignal(signal.SIGINT)
    copydesk.clean(TEXTS, progress=False)
    assert signal.getsignal(signal.SIGINT) is before
