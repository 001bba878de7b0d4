"""`eval` and `plan`: how good a run is, and which bands suit a threshold."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from copydesk import _native
from copydesk._files import StrPath, Watch, paths
from copydesk._progress import Shown
from copydesk._settings import FileSettings, flags

if TYPE_CHECKING:
    from typing_extensions import Unpack

Kind = Literal["pairs", "clusters", "blocks", "spans", "core", "news-copy"]


def eval(
    input: StrPath | Iterable[StrPath] = (),
    *,
    truth: StrPath | Iterable[StrPath],
    truth_kind: Kind | None = None,
    similar_from: float | None = None,
    different_below: float | None = None,
    duplicate_label: Iterable[str] = (),
    decisions: StrPath | None = None,
    worst: int | None = None,
    progress: Watch = None,
    **settings: Unpack[FileSettings],
) -> dict[str, Any]:
    """Compare what a run decides with what is known to be true, as `copydesk eval` does.

    Args:
        input: Files that the truth is about; none if the truth brings its own documents.
        truth: Files of labelled pairs, clusters, pages in labelled blocks, or labelled spans.
        truth_kind: What they hold, if their content does not tell.
        similar_from: Similarity from which on a listed pair is a duplicate.
        different_below: Similarity below which a listed pair is none.
        duplicate_label: Labels that mean duplicate.
        decisions: Output folder of an earlier run to score, instead of a new one.
        worst: Most mistakes to list for each file.
        progress: As for `clean`.
        **settings: See `Settings`.

    Returns:
        The scores, as `copydesk eval --json` prints them.

    """
    asked = (truth_kind, similar_from, different_below, list(duplicate_label), worst)
    files: list[str | os.PathLike[str]] = [*paths(truth)]
    typed = flags(dict(settings), of=FileSettings)
    with Shown(progress) as callback:
        done = _native.evaluate(paths(input), files, asked, decisions, typed, callback)
    scores: dict[str, Any] = json.loads(done)
    return scores


def plan(
    input: StrPath | Iterable[StrPath] = (),
    *,
    threshold: float | None = None,
    shingle: int | None = None,
    sample: int | None = None,
    text: str | None = None,
    threads: int | None = None,
    progress: Watch = None,
) -> dict[str, Any]:
    """List bands and rows for a threshold: what each misses and costs, as `copydesk plan` does.

    Args:
        input: Files on a sample of which candidates are counted.
        threshold: Jaccard similarity from which on two documents are compared.
        shingle: Words in a shingle.
        sample: Documents in the sample.
        text: Name of the field that holds the text.
        threads: Threads; 0 for one per core.
        progress: As for `clean`.

    Returns:
        The choices, as `copydesk plan --json` prints them.

    """
    settings = {"threshold": threshold, "shingle": shingle, "text": text, "threads": threads}
    with Shown(progress) as callback:
        done = _native.plan(paths(input), sample, flags(settings), callback)
    choices: dict[str, Any] = json.loads(done)
    return choices
