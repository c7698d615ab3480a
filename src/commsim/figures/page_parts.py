"""Parts of an HTML page that stands alone: text that is never taken for markup, tables, and pictures inside the page.

A page has no scripts and asks for nothing outside itself; a Content-Security-Policy in its head forbids both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 56rem; padding: 1.2rem 1rem 3rem; background: #fff; color: #1b1b1b;
  font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  overflow-wrap: break-word; }
h1 { font-size: 1.65rem; line-height: 1.25; margin: 0 0 .2rem; }
h2 { font-size: 1.3rem; margin: 2.4rem 0 .6rem; padding-top: .5rem; border-top: 2px solid #1b1b1b; }
h3 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; }
p, ul, ol, dl { margin: .5rem 0; } ul, ol { padding-left: 1.3rem; }
li { margin: .2rem 0; }
a { color: #00528a; }
.zh { font-size: 1.15rem; margin: 0 0 .6rem; }
.faint { color: #555; font-size: .88rem; }
.note { border-left: 4px solid #d55e00; background: #fdf3ec; padding: .5rem .8rem; margin: .8rem 0; }
.question { border-left: 4px solid #0072b2; padding: .1rem .9rem; margin: .8rem 0; }
.wide { overflow-x: auto; margin: .6rem 0 1rem; }
table { border-collapse: collapse; font-size: .85rem; line-height: 1.35; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .2rem 0; }
th, td { padding: .22rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid #ddd; }
thead th { border-bottom: 1.5px solid #1b1b1b; vertical-align: bottom; }
.n { text-align: right; white-space: nowrap; }
tr.under td:first-child { padding-left: 1.6rem; color: #444; }
tr.told .figure { font-weight: 700; }
figure { margin: .8rem 0 1.4rem; }
figure > div { overflow-x: auto; }
figcaption { font-size: .85rem; color: #444; }
svg { display: block; width: 100%; min-width: 34rem; max-width: 46rem; height: auto; }
svg * { stroke-linejoin: round; stroke-linecap: butt; }
code, pre { font-family: "DejaVu Sans Mono", ui-monospace, Consolas, monospace; font-size: .85em; }
pre { background: #f5f5f5; padding: .6rem .8rem; overflow-x: auto; }
@media print {
  @page { size: A4; margin: 15mm 14mm; }
  html { font-size: 12px; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  h1 { font-size: 17pt; } h2 { font-size: 13.5pt; } h3 { font-size: 11pt; }
  h2, h3, h2 + p { break-after: avoid; } figure, tr, li, .note { break-inside: avoid; }
  thead { display: table-header-group; }
  table { font-size: 8pt; } th, td { padding: .12rem .4rem; }
  .wide, figure > div, pre { overflow: visible; } pre { white-space: pre-wrap; }
  svg { width: auto; min-width: 0; max-width: 155mm; max-height: 118mm; } figure { margin: .4rem 0 .6rem; }
  a { color: inherit; text-decoration: none; } nav { display: none; }
}
"""
"""The look of a page: dark on white, readable on a telephone and on paper."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


class Cell(NamedTuple):
    """A cell of a table.

    Attributes:
        text: what stands in it.
        is_number: whether it stands at the right.
        is_figure: whether it is the row's figure, in bold where the row says that it is told from none.
    """

    text: str
    is_number: bool = False
    is_figure: bool = False


class Row(NamedTuple):
    """A row of a table.

    Attributes:
        cells: its cells.
        classes: names of its look: ``under`` for a subordinate row, ``told`` for an effect told from none.
    """

    cells: Sequence[Cell]
    classes: str = ""


def page(title: str, body: Iterable[str]) -> str:
    """Return a whole page.

    Args:
        title: its title, as text.
        body: what stands in it, as HTML.
    """
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>",
            f"<style>{STYLE}</style>",
            "</head>",
            "<body>",
            *body,
            "</body>",
            "</html>",
            "",
        ]
    )


def heading(level: int, text: str, anchor: str = "") -> str:
    """Return a heading; ``anchor`` is what links point to."""
    where = f' id="{escape(anchor)}"' if anchor else ""
    return f"<h{level}{where}>{escape(text)}</h{level}>"


def paragraph(text: str, classes: str = "", lang: str = "") -> str:
    """Return a paragraph of plain text."""
    look = f' class="{escape(classes)}"' if classes else ""
    tongue = f' lang="{escape(lang)}"' if lang else ""
    return f"<p{look}{tongue}>{escape(text)}</p>"


def bullets(texts: Iterable[str]) -> str:
    """Return plain texts as a list."""
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def table(header: Sequence[str], rows: Iterable[Row], caption: str = "") -> str:
    """Return a table; columns of numbers, as their first row has them, stand at the right."""
    lines = list(rows)
    right = [cell.is_number for cell in lines[0].cells] if lines else [False] * len(header)
    head = "".join(
        f'<th scope="col"{_number(at_right)}>{escape(text)}</th>' for text, at_right in zip(header, right, strict=True)
    )
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    body = "\n".join(_row(row) for row in lines)
    return f'<div class="wide"><table>{said}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>'


def _row(row: Row) -> str:
    look = f' class="{escape(row.classes)}"' if row.classes else ""
    return f"<tr{look}>" + "".join(_cell(cell) for cell in row.cells) + "</tr>"


def _cell(cell: Cell) -> str:
    names = " ".join(name for name, has in (("n", cell.is_number), ("figure", cell.is_figure)) if has)
    look = f' class="{names}"' if names else ""
    return f"<td{look}>{escape(cell.text)}</td>"


def _number(is_number: bool) -> str:
    return ' class="n"' if is_number else ""


def words(*texts: str) -> list[Cell]:
    """Return texts as cells."""
    return [Cell(text) for text in texts]


def numbers(*texts: str) -> list[Cell]:
    """Return texts as cells that stand at the right."""
    return [Cell(text, is_number=True) for text in texts]


def figure(svg: bytes, name: str, caption: str) -> str:
    """Return a picture inside the page.

    Args:
        svg: the picture, as matplotlib writes it.
        name: a name that no other picture of the page has; its parts are named after it.
        caption: what it shows, also for those who cannot see it.
    """
    return f"<figure><div>{inline_svg(svg, name, caption)}</div><figcaption>{escape(caption)}</figcaption></figure>"


def inline_svg(svg: bytes, name: str, says: str) -> str:
    """Return an SVG file as an element of a page: parts named apart, no size of its own, a description."""
    text = svg.decode("utf-8")
    text = text[text.index("<svg") :]
    text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\s*<style type="text/css">.*?</style>', "", text, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL)
    prefix = re.sub(r"[^A-Za-z0-9_-]", "-", name)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', text)
    text = re.sub(r'href="#([^"]+)"', rf'href="#{prefix}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", text)
    start, end = text[: text.index(">")], text[text.index(">") :]
    start = re.sub(r'\s(width|height|version)="[^"]*"', "", start)
    return f'{start} role="img" aria-label="{escape(says)}"{end}'.strip()
