"""Keyword arguments are the flags of the command."""

from __future__ import annotations

import inspect
import re

import pytest
from conftest import TEXTS, command

import copydesk
from copydesk import _native
from copydesk._names import keyword_of
from copydesk._settings import FileSettings, Settings

# Flags that are not settings in Python: output and logs, which are arguments or do not exist, and
# flags that say what is printed.
OTHERS = {"output", "dry-run", "decisions", "rejected", "quiet", "json"}


def test_settings_are_the_flags_of_clean() -> None:
    flags = {keyword_of(flag["name"]) for flag in _native.flags("clean")} - {
        keyword_of(name) for name in OTHERS
    }
    assert set(FileSettings.__annotations__) == flags
    assert set(Settings.__annotations__) < flags


def test_help_of_the_command_names_the_same_flags() -> None:
    shown = set(re.findall(r"--([a-z][a-z-]+)", command("clean", "--help").stdout))
    flags = {flag["name"] for flag in _native.flags("clean")}
    assert flags <= shown


def test_signatures_and_help_show_every_setting_with_its_default() -> None:
    flags = {keyword_of(flag["name"]): flag for flag in _native.flags("clean")}
    for function, settings in (
        (copydesk.clean, Settings),
        (copydesk.find, Settings),
        (copydesk.clean_files, FileSettings),
    ):
        parameters = inspect.signature(function).parameters
        for name in settings.__annotations__:
            default = flags[name]["default"]
            shown = parameters[name].default
            assert shown in (None, False) if default is None else str(shown) == default
            assert f"    {name}: " in (function.__doc__ or "")


def test_passing_the_defaults_changes_nothing() -> None:
    parameters = inspect.signature(copydesk.clean).parameters
    given = {name: parameters[name].default for name in Settings.__annotations__}
    assert copydesk.clean(TEXTS, **given).data == copydesk.clean(TEXTS).data


def test_settings_change_the_result() -> None:
    kept = copydesk.clean(TEXTS, duplicates="keep", repeats="keep", captions="keep").data
    assert len(kept) == 4 and kept[2] == TEXTS[2]
    assert copydesk.clean(TEXTS, scope="document").data.count(TEXTS[0]) == 2
    assert copydesk.clean(TEXTS, prefer="newest", memory="512M", temp_dir="/tmp").data


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"threshold": 7}, "between 0 and 1"),
        ({"furniture": "chop"}, "cut, cut-unsure, keep"),
        ({"treshold": 0.5}, "no setting treshold="),
        ({"encoding": "latin-1"}, "no setting encoding= for data in memory"),
        ({"memory": "2"}, "did you mean 2G?"),
        ({"memory": "1M"}, "memory=1M: this run needs"),
        ({"prefer": "best"}, "prefer="),
        ({"shingle": 0}, "at least one word"),
    ],
)
def test_wrong_settings_are_refused(settings: dict[str, object], said: str) -> None:
    with pytest.raises(copydesk.UsageError) as told:
        copydesk.clean(TEXTS, **settings)
    assert said in str(told.value)
    assert "--" not in str(told.value), "Python has no flags"
