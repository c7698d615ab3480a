"""Make the font with Chinese characters that the package carries, from a larger openly licensed one.

    python tools/make_font.py SOURCE

SOURCE is ``NotoSansCJK-Regular.ttc`` of Debian's package ``fonts-noto-cjk`` 1:20220127+repack1-1 (Noto Sans CJK 2.004,
SIL Open Font License 1.1, where it lies in ``/usr/share/fonts/opentype/noto``); the shipped file was made from it with
fonttools 4.68.0. Equal sources and equal fonttools give equal bytes: dates are fixed, nothing is read from elsewhere.
With the package ``brotli`` (1.2.1 for the shipped one) the same font is also written as WOFF2, for browsers.

What is done: the simplified Chinese face is taken; the characters of :func:`characters` are kept; the cubic outlines
become quadratic ones, the TrueType kind that matplotlib embeds in PDF; hints and layout tables are dropped, but for the
kerning of Latin letters; the font gets a name of its own, since the licence reserves the original's ("Source").
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTCollection, TTFont, newTable  # type: ignore[import-untyped]
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable  # type: ignore[import-untyped]

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDER = REPOSITORY / "src" / "commsim" / "dashboard" / "static" / "fonts"
FONT_FILE = FOLDER / "commsim-sans.ttf"
FACE = "Noto Sans CJK SC"
FAMILY = "Commsim Sans"
POSTSCRIPT = "CommsimSans-Regular"
MADE = 3_534_451_200  # 2016-01-01 in seconds since 1904, as fonts count; only that it never changes matters
ERROR = 1.5  # how far a quadratic outline may lie from the cubic one, in thousandths of the em
_DROPPED = ["BASE", "DSIG", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
_WINDOWS, _UNICODE, _ENGLISH = 3, 1, 0x409
SIGNS = "←↑→↓↔⇐⇒⇔−×÷±∓√∞≈≠≤≥∑∏∫∂∆∈∩∪°′″²³¹⁴αβγδεθλμνπρστφχψωΔΣΩ✓★☆●○◆◇■□▲△▼▽▶◀─│┼█▌░▒▓€£¥"


def characters() -> set[int]:
    """Return the code points kept: GB 2312 whole (6,763 hanzi), Latin-1, punctuation, full-width forms and signs."""
    kept = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | {ord(sign) for sign in SIGNS}
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            kept |= {ord(character) for character in bytes((high, low)).decode("gb2312", "ignore")}
    kept |= set(range(0x2010, 0x2028)) | set(range(0x2030, 0x205F))  # general punctuation without direction marks
    kept |= set(range(0x3000, 0x3040)) | set(range(0xFF01, 0xFFEF))  # Chinese punctuation, full-width forms
    return kept


def _latin() -> set[int]:
    """Return the kept code points that are kerned: those of Chinese stand on a grid."""
    return {code for code in characters() if code < 0x250 or 0x2010 <= code < 0x2028}


def make_font(source: Path, face: str = FACE) -> bytes:
    """Return the font file made from a source font.

    Args:
        source: a font (TTF, OTF) or a collection (TTC, OTC).
        face: full name of the face to take from a collection.

    Raises:
        ValueError: the collection has no such face.
    """
    font, latin = _face(source, face), _face(source, face)
    _cut(font, characters(), _DROPPED)
    _cut(latin, _latin(), [name for name in _DROPPED if name != "GPOS"])
    if "GPOS" in latin:
        font["GPOS"] = latin["GPOS"]
    if "CFF " in font:
        _to_quadratic(font)
    _name(font)
    _finish(font)
    sink = io.BytesIO()
    font.save(sink, reorderTables=True)
    return sink.getvalue()


def packed_for_browsers(content: bytes) -> bytes:
    """Return a font file packed as WOFF2; needs the package ``brotli``."""
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    font.flavor = "woff2"
    sink = io.BytesIO()
    font.save(sink)
    return sink.getvalue()


def _face(source: Path, face: str) -> TTFont:
    if source.read_bytes()[:4] != b"ttcf":
        return TTFont(source, recalcTimestamp=False)
    faces = TTCollection(source).fonts
    for font in faces:
        if font["name"].getDebugName(4) == face:
            font.recalcTimestamp = False
            return font
    there = ", ".join(str(font["name"].getDebugName(4)) for font in faces)
    raise ValueError(f"{source.name} has no face '{face}'; it has: {there}")


def _cut(font: TTFont, kept: set[int], dropped: Sequence[str]) -> None:
    """Leave only the characters that are kept, without hints and the dropped tables."""
    options = Options(
        hinting=False,
        layout_features=["kern"],
        notdef_outline=True,
        name_IDs=["*"],
        recalc_timestamp=False,
        glyph_names=False,
    )
    options.drop_tables += dropped
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=kept)
    subsetter.subset(font)


def _to_quadratic(font: TTFont) -> None:
    """Replace cubic outlines by quadratic ones that lie within :data:`ERROR` of them."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    quadratic = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, ERROR * font["head"].unitsPerEm / 1000, reverse_direction=True))
        quadratic[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, quadratic
    for glyph in quadratic.values():
        glyph.recalcBounds(glyf)
    font["hmtx"].metrics = {
        name: (width, getattr(quadratic[name], "xMin", 0)) for name, (width, _) in font["hmtx"].metrics.items()
    }
    font["maxp"] = _profile(len(order))
    font["head"].glyphDataFormat = 0
    del font["CFF "]
    font.sfntVersion = "\x00\x01\x00\x00"


def _profile(glyphs: int) -> Any:
    """Return the table ``maxp`` of a TrueType font without instructions; the rest of it is counted when saved."""
    profile = newTable("maxp")
    profile.tableVersion, profile.numGlyphs = 0x00010000, glyphs
    for field in ("Points", "Contours", "CompositePoints", "CompositeContours", "ComponentElements", "ComponentDepth"):
        setattr(profile, f"max{field}", 0)
    for field in ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements"):
        setattr(profile, f"max{field}", 0)
    profile.maxZones, profile.maxSizeOfInstructions = 1, 0
    return profile


def _name(font: TTFont) -> None:
    """Give the font its own name; copyright and licence stay those of the source."""
    table = font["name"]
    kept = {number: table.getDebugName(number) or "" for number in (0, 5, 7, 8, 9, 11, 12, 13, 14)}
    table.names = []
    told = f"A part of {FACE} with quadratic outlines, made for commsim; not a version of Noto or Source."
    release = kept[5].split(";")[0].removeprefix("Version ").strip() or "1.000"
    texts = kept | {
        1: FAMILY,
        2: "Regular",
        3: f"{release};commsim;{POSTSCRIPT}",
        4: FAMILY,
        5: f"Version {release}",
        6: POSTSCRIPT,
        10: told,
    }
    for number, text in sorted(texts.items()):
        if text:
            table.setName(text, number, _WINDOWS, _UNICODE, _ENGLISH)


def _finish(font: TTFont) -> None:
    """Fix dates, character table and what is told of the whole font."""
    mapping = {code: name for code, name in font.getBestCmap().items() if code <= 0xFFFF}
    table = CmapSubtable.newSubtable(4)
    table.platformID, table.platEncID, table.language, table.cmap = _WINDOWS, _UNICODE, 0, mapping
    font["cmap"].tables = [table]
    font["head"].created = font["head"].modified = MADE
    font["post"].formatType = 3.0
    font["OS/2"].recalcUnicodeRanges(font)
    font["OS/2"].recalcAvgCharWidth(font)
    font["OS/2"].usFirstCharIndex, font["OS/2"].usLastCharIndex = min(mapping), max(mapping)


def main(words: Sequence[str] | None = None) -> None:
    """Write the font of the package."""
    parser = argparse.ArgumentParser(description="make the package's font with Chinese characters")
    parser.add_argument("source", type=Path, help="NotoSansCJK-Regular.ttc")
    parser.add_argument("--out", type=Path, default=FONT_FILE, help="file to write")
    arguments = parser.parse_args(words)
    content = make_font(arguments.source)
    arguments.out.write_bytes(content)
    print(f"{arguments.out}: {len(content):,} bytes")
    if find_spec("brotli") is None:
        print("no WOFF2: that needs the package brotli")
        return
    packed = packed_for_browsers(content)
    arguments.out.with_suffix(".woff2").write_bytes(packed)
    print(f"{arguments.out.with_suffix('.woff2')}: {len(packed):,} bytes")


if __name__ == "__main__":
    main()
