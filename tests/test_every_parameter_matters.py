"""Every field of a scenario and every behaviour parameter changes a result somewhere, or is listed here with the reason.

A parameter nobody reads is the worst bug a sweep can have. Each field is changed in small worlds in which it must act;
a result is any monthly column, household value or event. Where values are listed, every one of them must make a
difference.
"""

from __future__ import annotations

import pytest
from tests.support.fields import Field, all_fields
from tests.support.mattering import Worlds, choices_that_differ, matters
from tests.support.small_worlds import small_worlds

from commsim.rules import all_declared

CHANGES_NOTHING = {
    "schema_version": "names the format; there is only one",
    "name": "a name",
    "title.en": "a text for readers",
    "title.zh": "a text for readers",
    "question.en": "a text for readers",
    "question.zh": "a text for readers",
    "notes": "a text for readers",
    "sources": "a text for readers",
    "twin": "chooses what a picture shows beside this scenario, by the command line",
    "targets": "what a run is held against, not what it does",
    "record.households": "keeps the history of households; the run is the same",
}

NAMES_AN_EVENT = "id"
"""An event's id is what paths and the log call it."""

FIELDS = [
    field for field in all_fields() if field.label not in CHANGES_NOTHING and field.name != NAMES_AN_EVENT
]


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """The small worlds."""
    return Worlds(small_worlds(tmp_path_factory.mktemp("worlds")))


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.label)
def test_changing_a_field_changes_the_result(field: Field, worlds: Worlds) -> None:
    if field.choices:
        assert choices_that_differ(field, worlds) == set(field.choices)
    else:
        assert matters(field, worlds)
