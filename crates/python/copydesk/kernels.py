"""Batch functions that an engine would call inside its tasks: a batch in, a batch out.

They are what `clean` is made of. Each is deterministic and has no state: the same batch gives the
same on every machine, in whatever order and division batches come. None looks at other texts than
those it is given, so what spans a whole dump (which keys are common, which copy stays) is for the
engine to bring together, as `copydesk clean` does on one machine.

Texts are lists of strings, or columns of them (pyarrow, pandas, polars); what comes back is a
`Table`. Offsets are bytes of the UTF-8 text.

    segments = kernels.segments(texts)            # count keys by site: what recurs is furniture
    analysis = kernels.analyse(texts)             # join on band_keys: candidates
    relations = kernels.relate(left, right)       # measure the candidates
    clean = kernels.rewrite(texts, spans)         # cut
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from copydesk import _native
from copydesk._data import column_of
from copydesk._settings import Settings, flags
from copydesk._table import Table
from copydesk._texts import minhash

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["analyse", "minhash", "relate", "rewrite", "segments"]


def segments(texts: Any) -> Table:
    """Take texts apart into paragraphs and lines.

    Returns:
        A row for each segment: `row` of the text; `start` and `end` of its content; `words`, its
        effective words; `at_edge`, whether it stands at the edge of the page; `key`, 16 bytes that
        are equal only if the words are.
    """
    return Table(_native.segments(column_of(texts)))


def analyse(texts: Any, **settings: Unpack[Settings]) -> Table:
    """Look at texts one by one.

    Returns:
        A row for each text: `cuts`, what is cut in it for what it is itself, a list of `start`,
        `end`, `reason` and `rule`; and of what is left, `words`, their number; `content`, 16 bytes
        that are equal only if the words are; `band_keys`, of which texts that may be alike share
        one; `passages`, fingerprints of which texts with a passage in common share some.
    """
    return Table(_native.analyse(column_of(texts), flags(dict(settings))))


def relate(left: Any, right: Any, *, shingle: int = 5) -> Table:
    """Measure pairs of texts, of which `left` and `right` hold one each.

    Returns:
        A row for each pair: `jaccard` and `containment`, exact, by runs of `shingle` words; and
        `relation`, how the two stories relate, as in the decisions.
    """
    pairs = _native.paired(column_of(left), column_of(right))
    return Table(_native.relate(pairs, shingle))


def rewrite(texts: Any, spans: Any) -> Table:
    """Cut spans out of texts.

    Args:
        texts: The texts.
        spans: A table with columns `row`, `start` and `end`, in any order; spans may overlap.

    Returns:
        The texts without them, in one column.

    Raises:
        UsageError: If a span is none of its text.
    """
    return Table(_native.rewrite(column_of(texts), _native.Table.of_arrow(spans)))
