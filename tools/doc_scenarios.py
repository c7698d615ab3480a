"""Regions about scenario files: shipped scenarios, fields, events, targets, measures, facts, messages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from commsim.errors import ScenarioError
from commsim.results.measures import MEASURES
from commsim.results.outcomes import OUTCOME_MEASURES
from commsim.results.targets import demanded
from commsim.rules.columns import MONTHLY_NAMES
from commsim.scenario import casebook, library_names, load_scenario, parse_scenario
from commsim.scenario.fields import OWN_KEYS, allowed_words, json_schema, resolve
from commsim.scenario.generate import schema_json
from doc_tables import code, inline, table

Node = Mapping[str, Any]

BAD_FILE = """\
schema_version: 1
name: my-estate
title: {en: My estate, zh: 我的小区}
months: 60
estates:
  main:
    homes: 300
    buildings: 6
    fee_yuan_per_m2: 1.2 yuan
    common: {parking_spaces: 46, parking_let: 60, parking_yuan_per_space_day: 5}
timeline:
  - {event: activate, month: 13, share: 1.6}
  - {event: elect, month: 72, attempt: 3}
"""
"""A file with mistakes, to show what the messages look like."""

_PARTS = {
    "estates": ("Estate", "estates.<name>"),
    "company": ("Company", "estates.<name>.company"),
    "committee": ("Committee", "estates.<name>.committee"),
    "common": ("CommonParts", "estates.<name>.common"),
    "street": ("Street", "estates.<name>.street"),
    "residents": ("Residents", "residents"),
    "tenure": ("Tenure", "residents.tenure"),
    "ages": ("Ages", "residents.ages"),
    "types": ("Types", "residents.types"),
    "network": ("Network", "network"),
    "start": ("Start", "start"),
    "record": ("Record", "record"),
}
"""Parts of a file in the order in which they are described: definition in the schema, and path."""

_ELSEWHERE = {
    "estates": "the estates by name, see below",
    "behaviour": "behaviour parameters that differ from their defaults, `behaviour.<rule>.<parameter>`",
    "mechanisms": "switches, see [the model description](odd.md#switches)",
    "timeline": "events, see below",
    "targets": "reported figures, see below",
}


def shipped() -> str:
    """Return the shipped scenarios."""
    rows = []
    for name in library_names():
        scenario = load_scenario(name).data
        homes = sum(estate.homes + estate.shops for estate in scenario.estates.values())
        rows.append((code(name), scenario.title.en, scenario.title.zh, homes, scenario.months, len(scenario.targets)))
    return table(("Name", "Title", "", "Households", "Months", "Targets"), rows)


def targets() -> str:
    """Return every target of the shipped scenarios with what reports it."""
    rows = []
    for name in library_names():
        for target in load_scenario(name).data.targets:
            over = f", over the same in {target.relative_to}" if target.relative_to else ""
            source = code(target.source or "") + (" (figure assumed)" if target.assumed else "")
            rows.append((code(name), code(target.measure), target.window + over, demanded(target), source.strip()))
    return table(("Scenario", "Measure", "Window", "Wanted", "Source"), rows)


def facts() -> str:
    """Return the casebook entries scenarios may point to."""
    rows = []
    for fact in casebook().values():
        value = "" if fact.value is None else f"{fact.relation} {fact.value} {fact.unit}".strip()
        rows.append((code(fact.id), fact.kind, value, fact.what, fact.source))
    return table(("Id", "Kind", "Figure", "What it says", "Source"), rows)


def fields() -> str:
    """Return the fields of a scenario file, part by part."""
    schema = json_schema()
    top = {name: node for name, node in schema["properties"].items() if name not in _PARTS or name in _ELSEWHERE}
    parts = ["### The file itself\n\n" + _fields_table(top, schema.get("required", ()), _ELSEWHERE)]
    parts.append(
        "Keys of a file that changes another one (see [Extending](#extending-another-scenario)):\n\n" + _own_keys()
    )
    for definition, path in _PARTS.values():
        node = schema["$defs"][definition]
        own = {name: field for name, field in node["properties"].items() if not _is_group(field)}
        parts.append(f"### `{path}`\n\n{inline(node['description'])}\n\n{_fields_table(own, node.get('required', ()))}")
    return "\n\n".join(parts)


def _own_keys() -> str:
    everything = json.loads(schema_json())["properties"]
    return table(("Field", "Meaning"), [(code(name), everything[name]["description"]) for name in OWN_KEYS])


def _is_group(node: Node) -> bool:
    """Return whether a field holds fields of its own, which have a table of their own."""
    return resolve(node).get("type") == "object"


def _fields_table(fields_of: Mapping[str, Node], required: object, instead: Mapping[str, str] | None = None) -> str:
    names = required if isinstance(required, list) else []
    rows = []
    for name, node in fields_of.items():
        about = inline((instead or {}).get(name) or node.get("description") or resolve(node).get("description", ""))
        allowed = "" if instead and name in instead else allowed_words(node)
        rows.append((code(name), _default(name, node, names), allowed, about))
    return table(("Field", "Default", "Allowed", "Meaning"), rows)


def _default(name: str, node: Node, required: list[str]) -> str:
    if name in required:
        return "required"
    default = node.get("default")
    if default is None or default in ("", []):
        return "–"
    if isinstance(default, dict):
        return "as below"
    return code(str(default).lower() if isinstance(default, bool) else default)


def events() -> str:
    """Return every kind of event with its own fields."""
    schema = json_schema()
    mapping = schema["properties"]["timeline"]["items"]["discriminator"]["mapping"]
    nodes = {kind: schema["$defs"][reference.rsplit("/", 1)[1]] for kind, reference in mapping.items()}
    shared = _shared_by_all(list(nodes.values()))
    kinds = {"event": {"enum": list(mapping), "description": "what happens"}}
    parts = ["Every event has:\n\n" + _fields_table(kinds | shared, ["event", "month"])]
    for kind, node in nodes.items():
        own = {name: field for name, field in node["properties"].items() if name not in shared and name != "event"}
        text = f"#### `{kind}`\n\n{inline(node['description'])}"
        parts.append(text + ("\n\n" + _fields_table(own, node.get("required", ())) if own else ""))
    return "\n\n".join(parts)


def _shared_by_all(nodes: list[Node]) -> dict[str, Node]:
    """Return the fields that every kind of event has, but ``event`` itself."""
    first = nodes[0]["properties"]
    return {name: first[name] for name in first if name != "event" and all(name in n["properties"] for n in nodes)}


def target_fields() -> str:
    """Return the fields of a target."""
    node = json_schema()["$defs"]["Target"]
    return _fields_table(node["properties"], node["required"])


def derived_measures() -> str:
    """Return the measures that are no monthly column."""
    rows = [(code(m.name), m.unit, m.over, m.meaning) for m in MEASURES.values() if m.name not in MONTHLY_NAMES]
    return table(("Measure", "Unit", "Over a window", "Meaning"), rows)


def outcome_measures() -> str:
    """Return the measures of a whole run, for studies."""
    rows = [(code(one.name), one.unit, one.meaning) for one in OUTCOME_MEASURES.values()]
    return table(("Measure", "Unit", "Meaning"), rows)


def bad_file() -> str:
    """Return a file with mistakes."""
    return f"```yaml\n{BAD_FILE}```"


def bad_file_messages() -> str:
    """Return what is said about that file.

    Raises:
        AssertionError: the file has become valid.
    """
    try:
        parse_scenario(BAD_FILE, "mine.yaml")
    except ScenarioError as error:
        return f"```text\n{error}\n```"
    raise AssertionError("the file that shows mistakes is valid")


def paths() -> str:
    """Return one path of each kind, for ``--set`` and ``Scenario.set``, that exists in the shipped scenario."""
    examples = {
        "months": "how long a run lasts",
        "start.fee_rate": "a starting condition",
        "residents.member_share": "who lives there, in every estate that does not say otherwise",
        "estates.main.fee_yuan_per_m2": "one estate",
        "timeline.activate.share": "an event, by its id (by default its kind)",
        "behaviour.fees.b_S": "a behaviour parameter",
        "mechanisms.visits": "a switch",
        "targets.fee-after.low": "a target, by its id",
    }
    rows = [(code(path), meaning) for path, meaning in examples.items()]
    return table(("Path", "What it changes"), rows)
