"""What happened, in the language of the page.

The model tells what happened in English sentences with numbers in them (``scenario/telling.py``). To say one in another
language it is held against the templates below, which are the sentences with a placeholder where a number or a name
stands, and the template is translated. A test holds every happening against them.
"""

from __future__ import annotations

import re
from functools import cache

from commsim.dashboard.words import Say, note

TEMPLATES: tuple[str, ...] = (
    note("a party branch is founded"),
    note("support for active members changes"),
    note("a leader arrives"),
    note("the leader goes"),
    note("ballots go out"),
    note("an assembly is called"),
    note("a committee is elected"),
    note("a committee is set up by decree"),
    note("the committee is dissolved"),
    note("the branch is dissolved"),
    note("a residents' convention is agreed"),
    note("a property company takes over"),
    note("the property company leaves"),
    note("the owners run the estate themselves"),
    note("no committee may be set up"),
    note("nobody is there to advance money"),
    note("nobody lends to a body without legal personality"),
    note("no conflict breaks out: nobody collects the fee"),
    note("the company leaves after too many months of loss"),
    note("{a} members begin to serve"),
    note("{a} members stop serving"),
    note("{a} households without a member begin to serve"),
    note("{a} of those who serve without being members stop"),
    note("{callers} paid callers come, for {a} households"),
    note("the owners use {a} yuan of the fund"),
    note("the owners raise the fund by {a} yuan"),
    note("the owners let the common parts be run by: {operator}"),
    note("the common parts are run by: {operator} (there is no committee yet)"),
    note("the common parts are run by: {operator}"),
    note("{yuan} yuan are advanced for works"),
    note("hardest step against arrears: {effort}"),
    note("the street pays {yuan} yuan a month for {months} months"),
    note("renovation for {yuan} yuan"),
    note("{a} households are in open conflict with the payee"),
    note("work units press {a} households to pay, for {months} months"),
    note("mechanism {name} is switched on"),
    note("mechanism {name} is switched off"),
    note("a meeting of {a} carries the plan"),
    note("a meeting of {a} does not carry the plan"),
    note("the vote failed ({a} for, {b} of {c} took part)"),
)
"""Sentences of the log, the more particular before the more general."""

NAMES: tuple[str, ...] = (
    note("company"),
    note("group"),
    note("committee"),
    note("nobody"),
    note("none"),
    note("reminder"),
    note("letter"),
    note("suit"),
)
"""Names that stand in sentences of the log: who runs the common parts, steps against arrears."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def words_of_happening(text: str, say: Say) -> str:
    """Return a sentence of the log in the language of ``say``; one that fits no template as it is.

    Args:
        text: as :func:`commsim.scenario.telling.tell` gives it.
        say: the language.
    """
    for template in TEMPLATES:
        found = _pattern(template).fullmatch(text)
        if found is not None:
            figures = {name: say(value) for name, value in found.groupdict().items()}
            return say(template, **figures)
    return say(text)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    pieces = _PLACEHOLDER.split(template)
    return re.compile(
        "".join(re.escape(piece) if at % 2 == 0 else f"(?P<{piece}>.+)" for at, piece in enumerate(pieces))
    )
