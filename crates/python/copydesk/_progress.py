"""The progress of a run, for a callback or as a bar."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

Callback = Callable[[list[str], str, int, int, list[str]], None]


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    steps: tuple[str, ...]
    """The passes over the data, in order."""
    step: str
    """The current work: one of the steps, or work between two of them."""
    done: int
    """How many bytes the current work has read."""
    total: int
    """How many bytes the current work reads in all; 0 if it reads nothing."""
    remarks: tuple[str, ...] = ()
    """Messages of the engine since the last call."""

    @property
    def fraction(self) -> float:
        """The share of all steps that is done, from 0 to 1, as far as can be told."""
        if self.step not in self.steps:
            return 0.0
        of_step = min(self.done / self.total, 1.0) if self.total else 0.0
        return (self.steps.index(self.step) + of_step) / len(self.steps)


class _Bar:
    """A progress bar, which is shown once a run has taken a while."""

    WAIT = 0.5
    """Seconds before the bar is shown."""
    WIDTH = 30
    """Width of the bar, in characters."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._is_shown = False
        self._greatest_fraction = 0.0

    def __call__(
        self, steps: list[str], step: str, done: int, total: int, remarks: list[str]
    ) -> None:
        for remark in remarks:
            self._clear()
            print(f"copydesk: {remark}", file=sys.stderr)
        if time.monotonic() - self._begun < self.WAIT:
            return
        now = Progress(tuple(steps), step, done, total)
        # Between two passes there is work whose fraction is given as 0. The bar never goes back.
        self._greatest_fraction = max(self._greatest_fraction, now.fraction)
        filled = round(self._greatest_fraction * self.WIDTH)
        bar = "█" * filled + "░" * (self.WIDTH - filled)
        print(f"\r{bar} {now.step:<10}", end="", file=sys.stderr, flush=True)
        self._is_shown = True

    def _clear(self) -> None:
        if self._is_shown:
            print("\r" + " " * (self.WIDTH + 12) + "\r", end="", file=sys.stderr, flush=True)
            self._is_shown = False

    def close(self) -> None:
        self._clear()


class Shown:
    """Shows progress during a run: by a callback or a bar, or not at all."""

    def __init__(self, wanted: bool | Callable[[Progress], object] | None) -> None:
        self._bar: _Bar | None = None
        self.callback: Callback | None = None
        if callable(wanted):
            call = wanted

            def forward(
                steps: list[str], step: str, done: int, total: int, remarks: list[str]
            ) -> None:
                call(Progress(tuple(steps), step, done, total, tuple(remarks)))

            self.callback = forward
        elif wanted or (wanted is None and _is_watched()):
            self._bar = _Bar()
            self.callback = self._bar

    def __enter__(self) -> Callback | None:
        return self.callback

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()


def _is_watched() -> bool:
    """Return whether somebody sees standard error: in a terminal or in a notebook."""
    if "ipykernel" in sys.modules:
        return True
    try:
        return sys.stderr.isatty()
    except (AttributeError, ValueError):
        return False
