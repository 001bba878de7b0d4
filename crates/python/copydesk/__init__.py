"""Cleans scraped news: Arrow in, the same type out.

copydesk drops near-duplicate articles, cuts paragraphs that are scraped twice and the furniture of
sites, keeps one copy of everything else, and can explain and undo every cut.

* `clean` takes a table (pyarrow, pandas, polars, duckdb, Hugging Face `datasets`, lists, or
  anything with `__arrow_c_stream__`) and returns a `Result`, whose `data` has the same type.
* `find` only decides, and `apply` cuts what a find decided.
* `clean_files`, `find_files`, `apply_files`, `explain_files` and `restore_files` are the commands.
* `clean_text` and `Cleaner` clean texts one by one; `Deduper`, `minhash` and `jaccard` compare
  them.
* `eval` says how good a run is, and `plan` which bands suit a threshold.

Keyword arguments are the flags of the command `copydesk clean`, which this package brings too.
"""

from copydesk import kernels
from copydesk._clean import apply, clean, find
from copydesk._errors import (
    Error,
    InputError,
    InternalError,
    OutputError,
    RecordError,
    UsageError,
)
from copydesk._files import (
    FilesResult,
    apply_files,
    clean_files,
    explain_files,
    find_files,
    restore_files,
)
from copydesk._measure import eval, plan
from copydesk._native import __version__
from copydesk._progress import Progress
from copydesk._result import Explanation, Result
from copydesk._settings import Settings
from copydesk._spool import FoundInStream, StreamResult
from copydesk._table import Table
from copydesk._texts import (
    CleanedText,
    Cleaner,
    Cluster,
    Cut,
    Deduper,
    Member,
    clean_text,
    containment,
    jaccard,
    minhash,
)

__all__ = [
    "CleanedText",
    "Cleaner",
    "Cluster",
    "Cut",
    "Deduper",
    "Error",
    "Explanation",
    "FilesResult",
    "FoundInStream",
    "InputError",
    "InternalError",
    "Member",
    "OutputError",
    "Progress",
    "RecordError",
    "Result",
    "Settings",
    "StreamResult",
    "Table",
    "UsageError",
    "__version__",
    "apply",
    "apply_files",
    "clean",
    "clean_files",
    "clean_text",
    "containment",
    "eval",
    "explain_files",
    "find",
    "find_files",
    "jaccard",
    "kernels",
    "minhash",
    "plan",
    "restore_files",
]
