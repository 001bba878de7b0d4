"""In a notebook, a result is shown as a table, beside the output of a progress bar."""

from __future__ import annotations

import nbformat
from nbclient import NotebookClient
from nbformat import v4

CELLS = (
    "import copydesk, pandas as pd\n"
    "ferry = 'The ferry sank at noon in the strait, and all on board were taken off.'\n"
    "news = pd.DataFrame({'text': [ferry, 'Rain.', ferry]})",
    "result = copydesk.clean(news)\nresult",
    "result.data",
    "print(result.explain(2)[0])",
)


def test_a_notebook_runs_from_top_to_bottom() -> None:
    notebook = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in CELLS])
    done = NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    shown = [output for cell in done.cells for output in cell.outputs]
    pages = [output.data["text/html"] for output in shown if "data" in output]
    assert "dropped" in pages[0] and "<table>" in pages[0]
    assert "Rain." in pages[1]
    assert any("stays in its place" in output.get("text", "") for output in shown)
    assert nbformat.validate(done) is None
