"""The result of a run over data in memory."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from copydesk import _native
from copydesk._table import Table

D = TypeVar("D")


@dataclass(frozen=True)
class Explanation:
    """Why a document was cut, dropped, or kept."""

    decision: dict[str, Any]
    """The decision, with the fields of a line of the decisions file."""
    text: str
    """The text of the document, as it was."""
    cuts: list[dict[str, Any]]
    """Its cuts, each with its text and the text of the copy that is kept."""
    kept_text: str | None
    """The text of the document that is kept in its place; `None` if it was not dropped for one."""
    differing: list[dict[str, str]]
    """The places in which the two documents differ."""

    @classmethod
    def of_json(cls, line: str) -> Explanation:
        """Return the explanation that the engine wrote down."""
        return cls(**json.loads(line))

    def __str__(self) -> str:
        decision = self.decision
        name = decision.get("id") or f"row {decision['record']}"
        reason = f": {decision['reason']}" if decision.get("reason") else ""
        lines = [f"{name}: {decision['verdict']}{reason}"]
        if other := decision.get("duplicate_of"):
            stays = other.get("id") or f"row {other['record']}"
            lines.append(
                f"  {stays} stays in its place ({decision.get('relation', 'similar')}, "
                f"Jaccard similarity {other['similarity']:.3f})"
            )
        for edit, cut in zip(decision.get("edits", []), self.cuts, strict=True):
            lines.append(f"  {edit['start']}..{edit['end']} {edit['reason']} [{edit['rule']}]")
            lines.append(f"    cut:  {_shortened(cut['text'])}")
            if cut["kept"] is not None:
                lines.append(f"    kept: {_shortened(cut['kept'])}")
        return "\n".join(lines)


class Result(Generic[D]):
    """What a run over data in memory came to.

    `data` is what came in, without what was cut: dropped rows are gone and texts are clean; other
    columns, the order of the rows, the index, the schema and metadata are as they were. After
    `find` it is what came in.
    """

    def __init__(self, before: D, after: Callable[[], D], found: _native.Found) -> None:
        self._before = before
        self._after = after
        self._found = found

    @cached_property
    def data(self) -> D:
        """What came in, without what was cut."""
        return self._after()

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The counts of the run, its settings, and the columns that were looked at."""
        summary: dict[str, Any] = json.loads(self._found.summary())
        return summary

    @cached_property
    def decisions(self) -> Table:
        """One row for each row of the data: what became of it, and why."""
        return Table(self._found.decisions())

    @cached_property
    def clusters(self) -> Table:
        """One row for each document that was dropped for another, with that one."""
        return Table(self._found.clusters())

    @cached_property
    def cuts(self) -> Table:
        """One row for each cut: its text, why, and which copy stays.

        `start` and `end` count bytes of the UTF-8 text, `start_char` and `end_char` characters.
        """
        return Table(self._found.cuts())

    @property
    def dropped_rows(self) -> list[int]:
        """The numbers of the rows that are gone, from 0."""
        return self._found.dropped_rows()

    @property
    def edited_rows(self) -> list[int]:
        """The numbers of the rows whose text was cut, from 0."""
        return self._found.edited_rows()

    def explain(self, id: object) -> list[Explanation]:
        """Say why the rows with this id were cut, dropped or kept.

        A row without an id is called by its number. An id may stand more than once.
        """
        return [Explanation.of_json(line) for line in self._found.explain(str(id))]

    def restore(self) -> D:
        """Return what came in.

        The result holds on to it, without a copy where the library allows that.
        """
        return self._before

    def __repr__(self) -> str:
        counts = self.summary["documents"]
        told = ", ".join(f"{counts[name]} {name}" for name in _COUNTED if counts[name])
        return f"<copydesk.Result: {counts['read']} rows: {told or 'none'}>"

    def _repr_html_(self) -> str:
        """Show the counts and a few cuts in a notebook."""
        summary = self.summary
        counts = summary["documents"]
        cells = "".join(f"<td>{counts[name]:,}</td>" for name in ("read", *_COUNTED))
        heads = "".join(f"<th>{name}</th>" for name in ("rows", *_COUNTED))
        reasons = [
            f"<tr><td>{reason}</td><td>{n:,} rows</td></tr>" for reason, n in _dropped(summary)
        ]
        reasons += [
            f"<tr><td>{reason}</td><td>{count['cuts']:,} cuts</td></tr>"
            for reason, count in summary["cuts"].items()
        ]
        examples = "".join(
            f"<li>{html.escape(example['reason'])}: {html.escape(example['text'])}</li>"
            for example in summary["examples"]
        )
        notes = "".join(
            f"<p>{html.escape(note)}</p>" for note in [*summary["fields"], *summary["notes"]]
        )
        return (
            f"{notes}<table><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"
            f"<table><tbody>{''.join(reasons)}</tbody></table><ul>{examples}</ul>"
        )


# The counts that a result shows, by their names in the summary.
_COUNTED = ("kept", "edited", "dropped", "rejected")


def _dropped(summary: dict[str, Any]) -> list[tuple[str, int]]:
    """Return the reasons for which rows were dropped, each with the number of rows."""
    dropped: dict[str, int] = summary["dropped"]
    return list(dropped.items())


def _shortened(text: str, max_chars: int = 160) -> str:
    """Return a text on one line, and at most `max_chars` characters of it."""
    line = " ".join(text.split())
    return line if len(line) <= max_chars else f"{line[:max_chars]}…"
