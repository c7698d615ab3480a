"""Regions about study files: fields, designs, distributions, a file with mistakes and what is said about it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from commsim.errors import ScenarioError
from commsim.scenario.fields import allowed_words, resolve
from commsim.study.designs import points_in
from commsim.study.loading import json_schema, parse_study
from commsim.study.schema import RESERVED
from doc_tables import code, inline, table

Node = Mapping[str, Any]
REPOSITORY = Path(__file__).resolve().parent.parent

BAD_STUDY = """\
schema_version: 1
name: my-study
title: {en: My study, zh: 我的研究}
scenario: tianhu-garden
factors:
  share:
    path: timeline.activte.share
    values: [0, 0.3, 0.6]
  J:
    path: behaviour.fees.J
    range: {from: 3, to: 50}
design: {kind: grid}
measures:
  fee_rte: {}
  late: {measure: fee_rate, window: month 140..150}
"""
"""A file with mistakes, to show what the messages look like."""

_PARTS = {
    "Factor": "factors.<name>",
    "Level": "factors.<name>.levels.<level>",
    "Range": "factors.<name>.range",
    "Change": "twin",
    "Seeds": "seeds",
    "MeasureWanted": "measures.<name>",
}
"""Parts of a file in the order in which they are described: definition in the schema, and path."""

_ELSEWHERE = {
    "factors": "what differs between points, see below",
    "measures": "the figures kept of each run, see below",
    "design": "which combinations are run, see [Designs](#designs); by default a grid",
    "seeds": "seeds of the runs, see below",
    "twin": "what makes a point's untreated twin, see below",
    "add": "events added to all points, as in [a timeline](scenarios.md#events)",
}

_SIZES = """\
name: x
title: {en: x, zh: x}
scenario: tianhu-garden
factors:
  a: {path: behaviour.fees.J, range: {from: 3, to: 5, levels: 2}}
  b: {path: behaviour.fees.b_S, range: {from: 2, to: 3, levels: 2}}
  c: {path: behaviour.fees.b_c, range: {from: 2, to: 3, levels: 2}}
measures: {fee_rate: {}}
"""
_EXAMPLES = {
    "grid": "{kind: grid}",
    "factorial": "{kind: factorial}",
    "latin_hypercube": "{kind: latin_hypercube, points: 200}",
    "sobol": "{kind: sobol, points: 256}",
    "morris": "{kind: morris, trajectories: 50}",
    "saltelli": "{kind: saltelli, points: 256}",
}
"""An example of each design that makes its own points."""


def study_fields() -> str:
    """Return the fields of a study file, part by part."""
    schema = json_schema()
    parts = ["### The file itself\n\n" + _fields_table(schema, _ELSEWHERE)]
    for definition, path in _PARTS.items():
        node = schema["$defs"][definition]
        parts.append(f"### `{path}`\n\n{inline(node['description'])}\n\n{_fields_table(node)}")
    return "\n\n".join(parts)


def _fields_table(node: Node, instead: Mapping[str, str] | None = None, leave_out: tuple[str, ...] = ()) -> str:
    rows = []
    for name, field in node["properties"].items():
        if name in leave_out:
            continue
        resolved = resolve(field, json_schema())
        is_elsewhere = instead is not None and name in instead
        about = (instead or {}).get(name) or field.get("description") or resolved.get("description", "")
        allowed = "" if is_elsewhere or "discriminator" in resolved else allowed_words(field, json_schema())
        rows.append((code(name), _default(name, field, node), allowed, inline(about)))
    return table(("Field", "Default", "Allowed", "Meaning"), rows)


def _default(name: str, field: Node, node: Node) -> str:
    if name in node.get("required", ()):
        return "required"
    default = field.get("default")
    if default is None or default in ("", [], {}) or isinstance(default, dict):
        return "–"
    return code(str(default).lower() if isinstance(default, bool) else default)


def study_designs() -> str:
    """Return each design with its fields, and how many points an example of it has with three factors."""
    schema = json_schema()
    mapping = schema["properties"]["design"]["discriminator"]["mapping"]
    order = [*_EXAMPLES, *(kind for kind in mapping if kind not in _EXAMPLES)]
    parts = []
    for kind in order:
        node = schema["$defs"][mapping[kind].rsplit("/", 1)[1]]
        text = f"### `{kind}`\n\n{inline(node['description'])}"
        if kind in _EXAMPLES:
            study = parse_study(f"{_SIZES}design: {_EXAMPLES[kind]}\n").data
            text += f"\n\n`design: {_EXAMPLES[kind]}` with three factors of two levels: {points_in(study):,} points."
        if len(node["properties"]) > 1:
            text += "\n\n" + _fields_table(node, leave_out=("kind",))
        parts.append(text)
    return "\n\n".join(parts)


def study_distributions() -> str:
    """Return each distribution with its parameters."""
    schema = json_schema()
    mapping = resolve(schema["$defs"]["Factor"]["properties"]["distribution"], schema)["discriminator"]["mapping"]
    rows = []
    for kind, reference in mapping.items():
        node = schema["$defs"][reference.rsplit("/", 1)[1]]
        needed = [name for name in node["properties"] if name != "kind" and name in node["required"]]
        others = [name for name in node["properties"] if name not in (*needed, "kind")]
        rows.append((code(kind), ", ".join(map(code, needed)), ", ".join(map(code, others)), node["description"]))
    return table(("Kind", "Needs", "May have", "Meaning"), rows)


def study_reserved() -> str:
    """Return the names that no factor or measure may have."""
    return "No factor or measure may be called " + ", ".join(code(name) for name in RESERVED) + "."


def bad_study() -> str:
    """Return a study file with mistakes."""
    return f"```yaml\n{BAD_STUDY}```"


def bad_study_messages() -> str:
    """Return what is said about that file.

    Raises:
        AssertionError: the file has become valid.
    """
    try:
        parse_study(BAD_STUDY, "study.yaml")
    except ScenarioError as error:
        return f"```text\n{error}\n```"
    raise AssertionError("the study file that shows mistakes is valid")


def experiments() -> str:
    """Return the experiments with the verdicts their results give, as a table."""
    rows = []
    for page in sorted((REPOSITORY / "results").glob("*/verdict.md")):
        name = page.parent.name
        found = _verdicts(page.read_text(encoding="utf-8"))
        if not found:
            raise ValueError(f"{page.name} of {name} has no verdict")
        rows.append((f"[{name}](experiments/{name}/README.md)", "; ".join(found)))
    return table(("Experiment", "Verdicts"), rows)


def _verdicts(page: str) -> list[str]:
    """Return the verdicts on a page of results: what stands in bold and says what it is about before a colon."""
    bold = page.split("**")[1::2]
    return [words.removeprefix("Verdict on ").rstrip(".") for words in bold if ": " in words]
