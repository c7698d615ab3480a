"""The pictures of the dashboard that are kept: every one can be taken, and is there."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.dashboard.pictures import FOLDER, PICTURES, take

pytestmark = pytest.mark.browser


SOME = PICTURES[2::4]
"""Every fourth: what the others show is clicked through elsewhere."""


@pytest.mark.parametrize("picture", SOME, ids=[picture.name for picture in SOME])
def test_a_picture_is_taken_and_shows_more_than_an_empty_page(served, browser, picture):
    taken = Image.open(io.BytesIO(take(served, browser, picture)))
    assert taken.size == picture.size
    assert len(taken.convert("RGB").getcolors(1 << 24)) > 200


def test_the_folder_of_pictures_holds_these_and_no_others():
    assert {file.stem for file in FOLDER.glob("*.png")} == {picture.name for picture in PICTURES}
    for picture in PICTURES:
        with Image.open(FOLDER / f"{picture.name}.png") as kept:
            assert kept.size == picture.size
