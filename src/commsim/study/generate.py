"""Writes the JSON Schema of study files: ``python -m commsim.study.generate``.

``study.schema.json`` lets an editor complete and check study files. A test fails when it is out of date.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from commsim.scenario.generate import without_titles
from commsim.study.loading import json_schema

SCHEMA_FILE = Path(__file__).parent / "study.schema.json"


def _closed(node: Any) -> Any:
    """Refuse names of factors, levels and measures that are not of the form wanted."""
    if isinstance(node, dict):
        closed = {key: _closed(value) for key, value in node.items()}
        return closed | {"additionalProperties": False} if "patternProperties" in node else closed
    return [_closed(value) for value in node] if isinstance(node, list) else node


def schema_json() -> str:
    """Return the JSON Schema of study files as text."""
    schema = _closed(without_titles(json_schema()))
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "commsim study"
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the file."""
    SCHEMA_FILE.write_text(schema_json(), encoding="utf-8")


if __name__ == "__main__":
    main()
