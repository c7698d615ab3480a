"""``commsim explain``: a rule's meaning, equation, parameters and sources, from the code itself."""

from __future__ import annotations

import inspect
from importlib import import_module

from commsim.cli.output import console, say, say_json
from commsim.cli.parameters import entries, known_group, parameter_table
from commsim.rules import GROUPS


def explain_rule(rule: str | None, as_json: bool) -> None:
    """Print what a rule's file says, with its parameters; without a name, the list of rules.

    Raises:
        UnknownNameError: no such rule.
    """
    if rule is None:
        _list_rules(as_json)
        return
    group = known_group(rule, list(GROUPS))
    if as_json:
        say_json({"rule": group, "text": rule_text(group), "parameters": entries(group)})
        return
    say(rule_text(group))
    if entries(group):
        say()
        console().print(parameter_table(group))
        say(f"Change one:  commsim run NAME --set behaviour.{group}.PARAMETER=VALUE")


def rule_text(group: str) -> str:
    """Return what a rule's file says about it: meaning, equation and sources."""
    return inspect.cleandoc(import_module(GROUPS[group].__module__).__doc__ or "")


def _list_rules(as_json: bool) -> None:
    firsts = {group: rule_text(group).splitlines()[0] for group in GROUPS}
    if as_json:
        say_json([{"rule": group, "text": first} for group, first in firsts.items()])
        return
    width = max(len(group) for group in firsts)
    for group, first in firsts.items():
        say(f"{group:<{width}}  {first}")
    say("Read one:  commsim explain RULE")
