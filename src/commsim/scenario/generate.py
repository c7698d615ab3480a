"""Writes the files made from declarations: ``python -m commsim.scenario.generate``.

``behaviour/default.yaml`` shows every behaviour parameter with unit, range, meaning and source;
``scenario.schema.json`` lets an editor complete and check scenario files. A test fails when they are out of date.
"""

from __future__ import annotations

import copy
import json
import textwrap
from pathlib import Path
from typing import Any

from commsim.rules import GROUPS
from commsim.rules.parameters import declared
from commsim.scenario.fields import OWN_KEYS, json_schema

FOLDER = Path(__file__).parent
BEHAVIOUR_FILE = FOLDER / "behaviour" / "default.yaml"
SCHEMA_FILE = FOLDER / "scenario.schema.json"

_OWN_FIELDS: dict[str, Any] = {
    "extend": {"type": "string", "description": "scenario this one changes: a shipped name or a file relative to this"},
    "remove": {"type": "array", "items": {"type": "string"}, "description": "ids of inherited events to drop"},
    "keep_targets": {"type": "boolean", "description": "true: targets are inherited", "default": False},
}


def behaviour_yaml() -> str:
    """Return the default behaviour as a commented YAML file."""
    lines = [
        "# The default behaviour: every parameter with its unit, allowed range, meaning and source.",
        "# Generated from the declarations in commsim/rules by `python -m commsim.scenario.generate`; do not edit.",
        "# A scenario changes any of them under `behaviour:`.",
    ]
    for group, kind in GROUPS.items():
        lines += ["", f"{group}:"]
        for entry in declared(group, kind):
            parameter = entry.parameter
            about = f"{parameter.meaning}. Unit: {parameter.unit}. Range: {parameter.low:g} to {parameter.high:g}."
            source = f"Source: {parameter.source}."
            lines += textwrap.wrap(f"{about} {source}", 116, initial_indent="  # ", subsequent_indent="  # ")
            lines.append(f"  {entry.name}: {entry.default!r}")
    return "\n".join(lines) + "\n"


def _without_required(schema: dict[str, Any], name: str) -> str:
    """Add to ``$defs`` a version of a definition in which nothing is required, and return its reference."""
    changed = copy.deepcopy(schema["$defs"][name])
    changed.pop("required", None)
    schema["$defs"][f"Changed{name}"] = changed
    return f"#/$defs/Changed{name}"


def _extending(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the properties that are laxer in a file with ``extend``: it says only what differs."""
    event_fields: dict[str, Any] = {}
    for reference in schema["properties"]["timeline"]["items"]["discriminator"]["mapping"].values():
        definition = schema["$defs"][reference.rsplit("/", 1)[1]]
        event_fields |= {name: {} for name in definition["properties"]}
    changed_event = {
        "type": "object",
        "properties": event_fields,
        "additionalProperties": False,
        "anyOf": [{"required": ["id"]}, {"required": ["event"]}],
        "description": "changes the inherited event with this id (by default its kind)",
    }
    title = {"$ref": _without_required(schema, "Title")}
    estates = copy.deepcopy(schema["properties"]["estates"])
    estates["patternProperties"] = {
        pattern: {"$ref": _without_required(schema, "Estate")} for pattern in estates["patternProperties"]
    }
    timeline = copy.deepcopy(schema["properties"]["timeline"])
    timeline["items"] = {"anyOf": [timeline["items"], changed_event]}
    targets = copy.deepcopy(schema["properties"]["targets"])
    targets["items"] = {"$ref": _without_required(schema, "Target")}
    return {"title": title, "question": title, "estates": estates, "timeline": timeline, "targets": targets}


def without_titles(schema: Any) -> Any:
    """Drop the titles pydantic makes from field names: they say nothing an editor does not show anyway."""
    if isinstance(schema, dict):
        kept = {key: value for key, value in schema.items() if key != "title" or isinstance(value, dict)}
        return {key: without_titles(value) for key, value in kept.items()}
    return [without_titles(value) for value in schema] if isinstance(schema, list) else schema


def schema_json() -> str:
    """Return the JSON Schema of scenario files, ``extend`` included, as text."""
    schema = without_titles(json_schema())
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "commsim scenario"
    schema["properties"]["estates"]["additionalProperties"] = False
    laxer = _extending(schema)
    strict = {name: schema["properties"][name] for name in laxer}
    required = schema.pop("required")
    schema["properties"] = _OWN_FIELDS | schema["properties"] | {name: {} for name in laxer}
    schema["if"] = {"required": ["extend"]}
    schema["then"] = {"properties": laxer, "required": ["name"]}
    without_extend = dict.fromkeys(OWN_KEYS, False)
    schema["else"] = {"properties": strict | without_extend, "required": required}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write both files."""
    BEHAVIOUR_FILE.write_text(behaviour_yaml(), encoding="utf-8")
    SCHEMA_FILE.write_text(schema_json(), encoding="utf-8")


if __name__ == "__main__":
    main()
