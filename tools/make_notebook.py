"""Makes ``notebooks/tutorial.ipynb`` from ``notebooks/tutorial.md``: its code run in order, with what it really showed.

A notebook is JSON, and its cells here are plain Python without magics; so nothing but commsim is needed to make it.
"""

from __future__ import annotations

import ast
import base64
import io
import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
SOURCE = FOLDER / "tutorial.md"
NOTEBOOK = FOLDER / "tutorial.ipynb"
TEXT, CODE = "markdown", "code"
_BEGIN, _END = "```python\n", "\n```"


def cells_of(page: str) -> Iterator[tuple[str, str]]:
    """Yield kind and source of the cells of a page: each block of Python is one, and so is the text between two."""
    rest = page
    while rest.strip():
        text, _, rest = rest.partition(_BEGIN)
        if text.strip():
            yield TEXT, text.strip()
        source, _, rest = rest.partition(_END)
        if source.strip():
            yield CODE, source.strip()


def run_cell(source: str, names: dict[str, Any]) -> tuple[str, Any]:
    """Run one cell among the names of the cells before it.

    Args:
        source: Python, no magics.
        names: the names so far, changed in place.

    Returns:
        what it printed, and the value of its last line if that is an expression, else None.
    """
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body else None
    value = None
    printed = io.StringIO()
    with redirect_stdout(printed):
        if isinstance(last, ast.Expr):
            exec(compile(ast.Module(tree.body[:-1], []), "<cell>", "exec"), names)
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
        else:
            exec(compile(tree, "<cell>", "exec"), names)
    return printed.getvalue(), value


def outputs(printed: str, value: Any, count: int) -> list[dict[str, Any]]:
    """Return what a cell shows, as a notebook keeps it; ``count`` is the number of the cell among those that run."""
    found: list[dict[str, Any]] = []
    if printed:
        found.append({"output_type": "stream", "name": "stdout", "text": printed.splitlines(keepends=True)})
    if value is not None:
        shown: dict[str, Any] = {"text/plain": repr(value).splitlines(keepends=True)}
        html = value._repr_html_() if hasattr(value, "_repr_html_") else None
        if html:
            shown["text/html"] = html.splitlines(keepends=True)
        if hasattr(value, "_repr_png_"):
            shown["image/png"] = base64.b64encode(value._repr_png_()).decode()
        found.append({"output_type": "execute_result", "execution_count": count, "metadata": {}, "data": shown})
    return found


def notebook(page: str) -> dict[str, Any]:
    """Run the code of a page in order and return the notebook."""
    names: dict[str, Any] = {"__name__": "__main__"}
    cells: list[dict[str, Any]] = []
    count = 0
    for place, (kind, source) in enumerate(cells_of(page), start=1):
        cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{place:02}", "metadata": {}}
        cell["source"] = source.splitlines(keepends=True)
        if kind == CODE:
            count += 1
            printed, value = run_cell(source, names)
            cell |= {"execution_count": count, "outputs": outputs(printed, value, count)}
        cells.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}


def write() -> None:
    """Write the notebook."""
    made = notebook(SOURCE.read_text(encoding="utf-8"))
    NOTEBOOK.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
