"""The files made from declarations are up to date and say what the declarations say."""

import json

from commsim.rules import all_declared
from commsim.scenario import ScenarioData, generate
from commsim.scenario.yaml_text import parse

BEHAVIOUR = generate.behaviour_yaml()
SCHEMA = json.loads(generate.schema_json())


def test_the_behaviour_file_is_up_to_date():
    assert generate.BEHAVIOUR_FILE.read_text(encoding="utf-8") == BEHAVIOUR, "run python -m commsim.scenario.generate"


def test_the_schema_is_up_to_date():
    assert generate.SCHEMA_FILE.read_text(encoding="utf-8") == generate.schema_json(), (
        "run python -m commsim.scenario.generate"
    )


def test_both_are_written_by_one_call(tmp_path, monkeypatch):
    monkeypatch.setattr(generate, "BEHAVIOUR_FILE", tmp_path / "default.yaml")
    monkeypatch.setattr(generate, "SCHEMA_FILE", tmp_path / "schema.json")
    generate.main()
    assert (tmp_path / "default.yaml").read_text(encoding="utf-8") == BEHAVIOUR
    assert json.loads((tmp_path / "schema.json").read_text(encoding="utf-8")) == SCHEMA


def test_the_behaviour_file_has_every_parameter_with_its_default():
    content = parse(BEHAVIOUR).content
    written = {f"{group}.{name}": value for group, values in content.items() for name, value in values.items()}
    assert written == {f"{entry.group}.{entry.name}": entry.default for entry in all_declared()}


def test_every_parameter_has_its_range_and_meaning_in_the_schema():
    for entry in all_declared():
        group = SCHEMA["$defs"]["BehaviourOverrides"]["properties"][entry.group]["anyOf"][0]["$ref"].rsplit("/", 1)[1]
        field = SCHEMA["$defs"][group]["properties"][entry.name]
        parameter, bounds = entry.parameter, field["anyOf"][0]
        assert (bounds["minimum"], bounds["maximum"]) == (parameter.low, parameter.high), entry.path
        assert field["description"].startswith(f"{parameter.meaning} ({parameter.unit}); default "), entry.path
        assert field["description"].endswith(f"source: {parameter.source}"), entry.path


def test_every_field_says_what_it_is_in_the_schema():
    silent = [
        f"{group}.{name}"
        for group, definition in SCHEMA["$defs"].items()
        for name, field in definition.get("properties", {}).items()
        if name != "event" and "description" not in field and "$ref" not in field and "$ref" not in str(field)
    ]
    assert silent == []


def test_a_file_without_extend_needs_everything_a_scenario_needs():
    needed = {name for name, field in ScenarioData.model_fields.items() if field.is_required()}
    assert set(SCHEMA["else"]["required"]) == needed == {"name", "title", "months", "estates"}
    assert SCHEMA["if"] == {"required": ["extend"]}
    assert SCHEMA["else"]["properties"]["remove"] is False


def test_a_file_with_extend_says_only_what_differs():
    then = SCHEMA["then"]
    assert then["required"] == ["name"]
    (estate,) = then["properties"]["estates"]["patternProperties"].values()
    changed = SCHEMA["$defs"][estate["$ref"].rsplit("/", 1)[1]]
    assert "required" not in changed
    assert changed["properties"] == SCHEMA["$defs"]["Estate"]["properties"]
    assert {"id", "share", "month"} <= set(then["properties"]["timeline"]["items"]["anyOf"][1]["properties"])


def test_every_reference_of_the_schema_leads_somewhere():
    text = generate.schema_json()
    references = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
    assert references <= set(SCHEMA["$defs"])
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
