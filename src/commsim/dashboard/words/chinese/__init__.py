"""The Chinese catalogue, English text to Chinese, put together from one file a subject."""

from __future__ import annotations

from commsim.dashboard.words.chinese.buildings import BUILDINGS
from commsim.dashboard.words.chinese.charts import CHARTS
from commsim.dashboard.words.chinese.choices import CHOICES, GROUPS, KINDS
from commsim.dashboard.words.chinese.columns import COLUMNS, MEASURES, OUTCOMES
from commsim.dashboard.words.chinese.events import EVENT_FIELDS, EVENTS
from commsim.dashboard.words.chinese.fields import FIELDS
from commsim.dashboard.words.chinese.happenings import HAPPENINGS
from commsim.dashboard.words.chinese.interface import INTERFACE
from commsim.dashboard.words.chinese.labels import LABELS
from commsim.dashboard.words.chinese.lessons import LESSONS
from commsim.dashboard.words.chinese.levers import LEVERS
from commsim.dashboard.words.chinese.links import LINKS
from commsim.dashboard.words.chinese.mechanisms import MECHANISMS
from commsim.dashboard.words.chinese.parameters import PARAMETERS
from commsim.dashboard.words.chinese.stories import STORIES
from commsim.dashboard.words.chinese.units import UNITS, WINDOWS

SUBJECTS: tuple[dict[str, str], ...] = (
    PARAMETERS,
    UNITS,
    WINDOWS,
    FIELDS,
    EVENTS,
    EVENT_FIELDS,
    MECHANISMS,
    CHOICES,
    KINDS,
    GROUPS,
    COLUMNS,
    MEASURES,
    OUTCOMES,
    HAPPENINGS,
    LABELS,
    LEVERS,
    CHARTS,
    INTERFACE,
    LESSONS,
    STORIES,
    LINKS,
    BUILDINGS,
)
"""Texts by subject; each text stands in one of them only, so that it is said in one way everywhere."""

CHINESE: dict[str, str] = {text: said for subject in SUBJECTS for text, said in subject.items()}
"""Every translated text."""
