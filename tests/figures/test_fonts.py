"""Chinese characters in pictures and in the browser: the font that comes with the package."""

import logging
import re
import threading
from pathlib import Path

import matplotlib as mpl
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTCollection, TTFont
from matplotlib import font_manager

import commsim
import make_font
from commsim.figures import fonts, picture_bytes
from commsim.figures.canvas import KINDS, chinese_font, new_picture, style

PACKAGE = Path(commsim.__file__).parent
FOLDER = fonts.FONT_FILE.parent


@pytest.fixture(scope="module")
def font():
    return TTFont(fonts.FONT_FILE)


@pytest.fixture
def known_fonts(monkeypatch):
    """The list of fonts that matplotlib knows; put back afterwards."""
    known = font_manager.fontManager
    monkeypatch.setattr(known, "ttflist", [entry for entry in known.ttflist if entry.name != fonts.CHINESE])
    yield known
    font_manager.fontManager._findfont_cached.cache_clear()


def drawn(text, kind, families=fonts.FAMILIES, weight="normal"):
    with style():
        mpl.rcParams["font.family"] = list(families)
        picture = new_picture(4, 1)
        picture.text(0.05, 0.4, text, fontsize=14, weight=weight)
    return picture_bytes(picture, kind)


# --- pictures


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_chinese_is_drawn_in_every_kind_of_picture(kind, weight) -> None:
    # A character without a glyph is a warning, which is an error here; two boxes would be equal.
    assert drawn("天湖花园", kind, weight=weight) != drawn("弘运小区", kind, weight=weight)


def test_a_pdf_carries_the_outlines_of_its_chinese_characters() -> None:
    assert b"CommsimSans" in drawn("天湖花园", "pdf")


def test_an_svg_draws_each_character_as_a_path_of_its_own() -> None:
    content = drawn("天湖天", "svg").decode()
    glyphs = re.findall(r'<path id="([^"]*CommsimSans[^"]*)"', content)
    assert len(glyphs) == 2
    assert sum(content.count(f'href="#{glyph}"') for glyph in glyphs) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_without_chinese_keeps_its_bytes(kind) -> None:
    text = "Fee rate · 98 % ≥ 0.3 — “paid” ✓ ▬ m²"
    assert drawn(text, kind) == drawn(text, kind, families=[fonts.LATIN])


def test_a_bold_chinese_text_is_no_complaint_in_the_log(caplog, known_fonts) -> None:
    with caplog.at_level(logging.WARNING):
        drawn("天湖花园", "png", weight="bold")
    assert caplog.messages == []


def test_a_character_that_no_font_has_is_told() -> None:
    with pytest.warns(UserWarning, match="missing from font.*Commsim Sans"):
        drawn("\u9f98", "png")


def test_the_chinese_title_of_a_run_needs_no_font_of_the_machine(known_fonts) -> None:
    known_fonts.ttflist = [entry for entry in known_fonts.ttflist if entry.name == fonts.LATIN]
    assert chinese_font() == "Commsim Sans"
    assert drawn("天湖花园", "png") != drawn("弘运小区", "png")


# --- making it known to matplotlib


def test_the_font_is_registered_once_and_changes_no_setting(known_fonts) -> None:
    before, settings = len(known_fonts.ttflist), dict(mpl.rcParams)
    for _ in range(3):
        fonts.register()
    assert len(known_fonts.ttflist) == before + 2  # regular, and the same for bold texts
    assert dict(mpl.rcParams) == settings


def test_many_threads_register_it_once(known_fonts) -> None:
    start = threading.Barrier(8)

    def register() -> None:
        start.wait()
        fonts.register()

    threads = [threading.Thread(target=register) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(entry.name == fonts.CHINESE for entry in known_fonts.ttflist) == 2


def test_a_font_of_the_same_name_elsewhere_is_passed_over(known_fonts, tmp_path) -> None:
    other = tmp_path / "other.ttf"
    other.write_bytes(fonts.FONT_FILE.read_bytes())
    known_fonts.addfont(other)
    fonts.register()
    assert font_manager.findfont(fonts.CHINESE) == str(fonts.FONT_FILE)


# --- the file


def test_it_has_every_character_the_package_writes(font) -> None:
    dejavu = set(font_manager.get_font(font_manager.findfont(fonts.LATIN)).get_charmap())
    have = set(font.getBestCmap()) | dejavu
    texts = [file for ending in ("py", "yaml", "json", "js", "vue") for file in PACKAGE.rglob(f"*.{ending}")]
    assert len(texts) > 50
    lacking = {
        f"{file.name}: {character}"
        for file in texts
        for character in set(file.read_text(encoding="utf-8"))
        if ord(character) not in have and character.isprintable()
    }
    assert lacking == set()


def test_it_has_all_hanzi_of_gb_2312(font) -> None:
    hanzi = {code for code in make_font.characters() if 0x4E00 <= code <= 0x9FFF}
    assert len(hanzi) == 6763
    assert hanzi <= set(font.getBestCmap())


def test_its_outlines_are_those_that_pdf_embeds_and_it_is_small(font) -> None:
    assert "glyf" in font
    assert not {"CFF ", "fpgm", "prep"} & set(font.keys())
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 3_100_000


def test_it_bears_its_own_name_and_the_licence_of_its_source(font) -> None:
    names = {number: str(font["name"].getDebugName(number)) for number in (0, 1, 4, 6, 13)}
    assert (names[1], names[4], names[6]) == ("Commsim Sans", "Commsim Sans", "CommsimSans-Regular")
    assert "Adobe" in names[0]
    assert "SIL Open Font License" in names[13]
    licence = (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    for words in ("Reserved Font Name 'Source'", "2014-2021 Adobe", "Version 1.1 - 26 February 2007", "DISCLAIMER"):
        assert words in licence


def test_browsers_are_given_the_same_font_from_the_same_folder(font) -> None:
    said = (FOLDER / "commsim-sans.css").read_text(encoding="utf-8")
    places = re.findall(r'url\("([^"]+)"\)', said)
    assert places == ["commsim-sans.woff2", "commsim-sans.ttf"]
    assert all((FOLDER / place).is_file() for place in places)
    assert f'font-family: "{fonts.CHINESE}"' in said
    # Unpacking WOFF2 needs a package that is no dependency; the sum of the unpacked sizes stands in its header.
    packed = (FOLDER / "commsim-sans.woff2").read_bytes()
    assert packed[:8] == b"wOF2\x00\x01\x00\x00"
    assert int.from_bytes(packed[12:14], "big") == len(font.reader.tables)


# --- how it is made


@pytest.fixture
def source(tmp_path):
    """A collection of two small fonts with cubic outlines, as the source is one."""
    fonts_made = [small_font(name) for name in ("Other", make_font.FACE)]
    collection = TTCollection()
    collection.fonts = fonts_made
    collection.save(tmp_path / "source.ttc")
    return tmp_path / "source.ttc"


def small_font(name):
    order = [".notdef", "A", "tian", "emoji"]
    pen = T2CharStringPen(1000, None)
    pen.moveTo((100, 0))
    pen.curveTo((100, 500), (900, 500), (900, 0))
    pen.closePath()
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({ord("A"): "A", ord("天"): "tian", 0x1F600: "emoji"})
    builder.setupCFF("Small", {}, dict.fromkeys(order, pen.getCharString()), {})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable(
        {"familyName": name, "styleName": "Regular", "fullName": name, "copyright": "by Adobe", "version": "Version 2"}
    )
    builder.setupOS2()
    builder.setupPost()
    return builder.font


def test_the_same_source_makes_the_same_font(source, tmp_path) -> None:
    made = make_font.make_font(source)
    assert made == make_font.make_font(source)
    (tmp_path / "made.ttf").write_bytes(made)
    font = TTFont(tmp_path / "made.ttf")
    assert set(font.getBestCmap()) == {ord("A"), ord("天")}
    assert font["head"].modified == make_font.MADE
    assert font["name"].getDebugName(1) == "Commsim Sans"
    assert font["name"].getDebugName(0) == "by Adobe"
    pen = BoundsPen(None)
    font.getGlyphSet()[font.getBestCmap()[ord("天")]].draw(pen)
    assert pen.bounds == pytest.approx((100, 0, 900, 375), abs=2)  # the top of a cubic arch of height 500


def test_a_face_that_the_source_lacks_is_told(source) -> None:
    with pytest.raises(ValueError, match=r"source.ttc has no face 'Noto Serif'; it has: Other, Noto Sans CJK SC"):
        make_font.make_font(source, "Noto Serif")
