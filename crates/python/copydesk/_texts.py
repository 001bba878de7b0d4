"""Functions and classes that clean, group, sketch and compare texts, without a table."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from copydesk import _native
from copydesk._data import column_of
from copydesk._errors import UsageError
from copydesk._settings import Settings, flags
from copydesk._table import Table

if TYPE_CHECKING:
    from typing_extensions import Unpack


@dataclass(frozen=True)
class Cut:
    """What was cut out of a text."""

    start: int
    """The index of its first character in the raw text."""
    end: int
    """The index of the character after its last one."""
    text: str
    """The text that was cut."""
    reason: str
    """The name of the reason for which it was cut."""
    rule: str
    """The name of the rule that was applied, or how the copies relate."""
    evidence: float
    """How strong the evidence is, from 0 to 1."""
    kept: tuple[int, int] | None
    """Start and end of the kept copy, in characters of the raw text; `None` for furniture."""


@dataclass(frozen=True)
class CleanedText:
    """A text without what it says twice and without the furniture of its site."""

    text: str
    """The text that is left."""
    verdict: Literal["keep", "edit", "drop"]
    """`keep` if nothing was cut, `edit` if something was, `drop` if no word is left."""
    cuts: tuple[Cut, ...]
    """The cuts, in order."""

    def __str__(self) -> str:
        return self.text


def clean_text(text: str, /, **settings: Unpack[Settings]) -> CleanedText:
    r"""Clean one text, by itself.

    Example:
        >>> import copydesk
        >>> cleaned = copydesk.clean_text("The bridge is shut.\n\nSign up for our newsletter.")
        >>> cleaned.text
        'The bridge is shut.'
        >>> cleaned.cuts[0].reason
        'furniture-rule'

    """
    return Cleaner(**settings)(text)


class Cleaner:
    """Cleans texts one by one; it can be pickled, and used in `map` with several processes.

    What several texts share is not looked at: for that, `clean` a table of them.
    """

    def __init__(self, **settings: Unpack[Settings]) -> None:
        self._settings: dict[str, Any] = dict(settings)
        self._flags = flags(self._settings)
        # Raises the error for wrong settings now, and not later in another process.
        _native.clean_text([""], self._flags)

    def __call__(self, text: str) -> CleanedText:
        """Clean a text."""
        return self.map([text])[0]

    def map(self, texts: Iterable[str]) -> list[CleanedText]:
        """Clean texts, each by itself."""
        texts = list(texts)
        cleaned = _native.clean_text(texts, self._flags)
        return [_cleaned(raw, parts) for raw, parts in zip(texts, cleaned, strict=True)]

    def batch(self, batch: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
        """Clean a batch of columns: for `Dataset.map(cleaner.batch, batched=True)`."""
        column: str = self._settings.get("text") or "text"
        if column not in batch:
            raise UsageError(
                f"the batch has no column `{column}`; name the right one, as in Cleaner(text=…)",
                column=column,
            )
        present = [text for text in batch[column] if text is not None]
        clean = iter(self.map(present))
        return {column: [None if text is None else next(clean).text for text in batch[column]]}

    def __reduce__(self) -> tuple[Any, ...]:
        return (_cleaner, (self._settings,))

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self._settings.items())
        return f"Cleaner({given})"


def _cleaner(settings: dict[str, Any]) -> Cleaner:
    """Make a cleaner again after it was pickled."""
    return Cleaner(**settings)


def _cleaned(raw: str, parts: tuple[Any, ...]) -> CleanedText:
    """Return what the engine made of a text, with offsets in characters instead of bytes."""
    verdict, text, cuts = parts
    encoded = raw.encode()

    def characters_before(byte: int) -> int:
        # In a text of ASCII characters, both offsets are the same.
        return byte if len(encoded) == len(raw) else len(encoded[:byte].decode())

    def cut(fields: tuple[Any, ...]) -> Cut:
        start, end, reason, rule, evidence, kept = fields
        span = None if kept is None else (characters_before(kept[0]), characters_before(kept[1]))
        removed = encoded[start:end].decode()
        start, end = characters_before(start), characters_before(end)
        return Cut(start, end, removed, reason, rule, evidence, span)

    return CleanedText(text, verdict, tuple(cut(fields) for fields in cuts))


@dataclass(frozen=True)
class Member:
    """A text that another one tells."""

    place: int
    """Its index in the list of texts, from 0."""
    similarity: float
    """The exact Jaccard similarity with the text that is kept, from 0 to 1."""
    containment: float
    """The share of the smaller set of shingles that is in the larger one, from 0 to 1."""
    relation: str
    """How its story relates to the story of the text that is kept."""


@dataclass(frozen=True)
class Cluster:
    """Texts that tell one story."""

    representative: int
    """The index of the text that is kept."""
    members: tuple[Member, ...]
    """The texts that can be dropped."""


class Deduper:
    """Groups texts that tell the same story, of which the first stays unless a later tells more.

    Every match is measured on the texts themselves; texts that give different facts are two
    stories, however similar they are.

    Example:
        >>> import copydesk
        >>> story = "The mill at Sarrow burned down on Friday night, the fire brigade said."
        >>> clusters = copydesk.Deduper().clusters([story, "The mayor has resigned.", story])
        >>> clusters[0].representative, clusters[0].members[0].place
        (0, 2)

    """

    def __init__(self, *, threshold: float = 0.8, shingle: int = 5) -> None:
        self.threshold = threshold
        self.shingle = shingle

    def clusters(self, texts: Any) -> list[Cluster]:
        """Return the clusters of two and more texts: a list of strings, or a column of them."""
        rows = _native.clusters(column_of(texts), self.threshold, self.shingle)
        grouped: dict[int, list[Member]] = {}
        for place, stays, similarity, containment, relation in rows:
            member = Member(place, similarity, containment, relation)
            grouped.setdefault(stays, []).append(member)
        return [Cluster(stays, tuple(members)) for stays, members in grouped.items()]

    def __repr__(self) -> str:
        return f"Deduper(threshold={self.threshold}, shingle={self.shingle})"


def minhash(texts: Any, *, values: int = 128, shingle: int = 5, threads: int = 0) -> Table:
    """Return MinHash sketches: a column `minhash` of lists of `values` numbers.

    Args:
        texts: A list of strings, or a column of them (pyarrow, pandas, polars). Or an Arrow column
            of lists of strings, the tokens of each text, which are hashed as they are; `shingle`
            says nothing then. Sketches of texts and of tokens cannot be compared with each other.
        values: Numbers in a sketch.
        shingle: Words in a shingle.
        threads: Threads; 0 for one per core.

    Example:
        >>> import copydesk
        >>> import pyarrow as pa
        >>> tokens = pa.array([["ferry", "sank"], ["sank", "ferry", "sank"], ["rain"]])
        >>> one, two, three = copydesk.minhash(tokens).to_pyarrow()["minhash"].to_pylist()
        >>> one == two, one == three
        (True, False)

    """
    if isinstance(texts, list) and any(isinstance(text, (list, tuple)) for text in texts[:1]):  # pyright: ignore
        remedy = "hand the tokens over as an Arrow column, as in pa.array(tokens)"
        raise UsageError(f"these are lists of tokens; {remedy}", remedy=remedy)
    threads = threads or os.cpu_count() or 1
    return Table(_native.minhash(column_of(texts), values, shingle, threads))


def jaccard(left: str, right: str, *, shingle: int = 5) -> float:
    """Return the exact Jaccard similarity of two texts, by their runs of `shingle` words.

    Example:
        >>> import copydesk
        >>> copydesk.jaccard("The ferry sank at noon.", "the ferry sank at noon", shingle=3)
        1.0

    """
    return _native.overlap(left, right, shingle)[0]


def containment(left: str, right: str, *, shingle: int = 5) -> float:
    """Return the share of the smaller text's shingles that the larger has."""
    return _native.overlap(left, right, shingle)[1]
