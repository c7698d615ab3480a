"""The levers: the few that matter first, all others behind "more"."""

from __future__ import annotations

from typing import Any

import solara

from commsim.dashboard.all_fields import NOTHING, Setting, all_settings
from commsim.dashboard.levers import LEVERS, Lever, choices_of, read
from commsim.dashboard.limits import MAX_MONTHS
from commsim.dashboard.parts import Busy, Button, Controls, NumberField, Select, chosen_from, heading, paragraph
from commsim.dashboard.settings import Settings, scenario_of
from commsim.dashboard.visitor import Visitor
from commsim.dashboard.words import Say
from commsim.dashboard.words.paths import said_path
from commsim.scenario import Scenario

MOST_SHOWN = 40
"""Settings shown at once; who wants others looks for them by group or by word."""


@solara.component
def LeversPanel(visitor: Visitor) -> None:
    """Show the first levers, seed and months, and the others when asked."""
    say = visitor.say
    more, set_more = solara.use_state(False)
    scenario = scenario_of(visitor.settings)
    about = {"id": "cs-levers", "role": "region", "aria-label": say("What would you change?")}
    with solara.Div(classes=["cs-panel", "cs-below"], attributes=about):
        Busy(label=say("The estate is being run …"), serial=visitor.shown.value.serial)
        heading(2, say("What would you change?"))
        Controls(
            controls=[_lever(lever, scenario, visitor.settings, say) for lever in LEVERS],
            labels=_words(say),
            serial=visitor.shown.value.serial,
            event_change=lambda change: visitor.set_lever(change["name"], change["value"]),
            event_back=lambda change: visitor.try_settings(_without_lever(visitor.settings, change["name"])),
        )
        Luck(visitor, scenario)
        with solara.Div(classes=["cs-row"]):
            Button(
                name="more",
                label=say("Fewer settings") if more else say("More settings"),
                plain=True,
                expanded="true" if more else "false",
                event_press=lambda _: set_more(not more),
            )
            Button(
                name="reset",
                label=say("Back to the scenario"),
                plain=True,
                runs=True,
                event_press=lambda _: visitor.try_settings(Settings(source=visitor.settings.source)),
            )
        if more:
            MoreSettings(visitor, scenario)


@solara.component
def Luck(visitor: Visitor, scenario: Scenario) -> None:
    """Show the seed and the length of the run."""
    say = visitor.say
    settings = visitor.settings

    def set_seed(text: str) -> None:
        number = _whole(text)
        if number is None or number >= 2**64:
            visitor.tell(say("The seed is a whole number from 0 to 2^64 - 1."))
        else:
            visitor.try_settings(settings.with_seed(number))

    def set_months(text: str) -> None:
        number = _whole(text)
        if number is None:
            visitor.tell(say("Months are a whole number from 1 to {n}.", n=MAX_MONTHS))
        else:
            visitor.try_settings(settings.with_months(number))

    with solara.Div(classes=["cs-row"], style="margin: 8px 0"):
        NumberField(name="seed", label=say("Luck (seed)"), value=str(settings.seed), runs=True, event_change=set_seed)
        Button(
            name="luck",
            label=say("Other luck"),
            plain=True,
            runs=True,
            event_press=lambda _: visitor.try_settings(settings.with_seed(settings.seed % 1000 + 1)),
        )
        NumberField(
            name="months",
            label=say("Months"),
            value=str(scenario.data.months),
            low=1,
            high=MAX_MONTHS,
            runs=True,
            event_change=set_months,
        )


@solara.component
def MoreSettings(visitor: Visitor, scenario: Scenario) -> None:
    """Show all other settings, by group or by word."""
    say = visitor.say
    settings = solara.use_memo(lambda: all_settings(scenario), [visitor.settings])
    groups = list(dict.fromkeys(one.group for one in settings))
    group, set_group = solara.use_state(groups[0])
    words, set_words = solara.use_state("")
    wanted = [one for one in settings if _matches(one, group if group in groups else groups[0], words, say)]
    changed = dict(visitor.settings.changes)
    with solara.Div(attributes={"id": "cs-more"}):
        with solara.Div(classes=["cs-row"], style="margin: 8px 0"):
            Select(
                name="group",
                label=say("Group"),
                value=group if group in groups else groups[0],
                choices=[{"value": name, "label": said_path(name, say)} for name in groups],
                event_change=set_group,
            )
            NumberField(name="search", label=say("Look for"), value=words, words=True, event_change=set_words)
        if len(wanted) > MOST_SHOWN:
            paragraph(say("{n} settings match; the first {most} are shown.", n=len(wanted), most=MOST_SHOWN), "cs-hint")
        if not wanted:
            paragraph(say("No setting matches."), "cs-hint")
        Controls(
            controls=[_field(one, one.path in changed, say) for one in wanted[:MOST_SHOWN]],
            labels=_words(say),
            serial=visitor.shown.value.serial,
            event_change=lambda change: visitor.set_field(change["name"], change["value"]),
            event_back=lambda change: visitor.set_field(change["name"], None),
        )


def _matches(setting: Setting, group: str, words: str, say: Say) -> bool:
    if not words.strip():
        return setting.group == group
    said = f"{setting.path} {say.plain(setting.label)} {say.plain(setting.sentence)} {setting.sentence}".lower()
    return all(word in said for word in words.lower().split())


def _lever(lever: Lever, scenario: Scenario, settings: Settings, say: Say) -> dict[str, Any]:
    value = read(lever.name, scenario)
    return {
        "name": lever.name,
        "label": say.plain(lever.label),
        "unit": say.plain(lever.unit),
        "sentence": say.plain(lever.sentence),
        "kind": lever.kind,
        "low": lever.low,
        "high": lever.high,
        "step": lever.step,
        "slider": True,
        "choices": chosen_from(choices_of(lever.name, value), say),
        "value": value,
        "changed": lever.name in dict(settings.levers),
    }


def _field(setting: Setting, changed: bool, say: Say) -> dict[str, Any]:
    bounded = setting.low is not None and setting.high is not None
    silent = setting.value == NOTHING  # says nothing of its own, so that a slider has no place to stand
    return {
        "name": setting.path,
        "label": say.plain(setting.label),
        "unit": say.plain(setting.unit),
        "sentence": say.plain(setting.sentence),
        "kind": "number" if silent and setting.kind == "share" else setting.kind,
        "low": setting.low,
        "high": setting.high,
        "step": 0.01 if setting.kind == "share" else "any",
        "slider": bounded and not silent and setting.kind != "whole" and (setting.high or 0) - (setting.low or 0) <= 50,
        "choices": [{"value": value, "label": say.plain(value)} for value in setting.choices],
        "value": "" if silent else setting.value,
        "changed": changed,
    }


def _words(say: Say) -> dict[str, str]:
    return {"reset": say("Take this change back"), "on": say("on"), "off": say("off")}


def _without_lever(settings: Settings, name: str) -> Settings:
    return settings.with_lever(name, None)


def _whole(text: str) -> int | None:
    """Return the whole number a text says, None if it says none or one beyond 20 digits."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 20 else None
