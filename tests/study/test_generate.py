"""The schema of study files is up to date and says what the declarations say."""

import json

from commsim.study import generate
from commsim.study.schema import StudyData

SCHEMA = json.loads(generate.schema_json())


def test_the_schema_is_up_to_date():
    assert generate.SCHEMA_FILE.read_text(encoding="utf-8") == generate.schema_json(), (
        "run python -m commsim.study.generate"
    )


def test_it_is_written_by_one_call(tmp_path, monkeypatch):
    monkeypatch.setattr(generate, "SCHEMA_FILE", tmp_path / "schema.json")
    generate.main()
    assert json.loads((tmp_path / "schema.json").read_text(encoding="utf-8")) == SCHEMA


def test_every_field_says_what_it_is():
    silent = [
        f"{group}.{name}"
        for group, definition in [("", SCHEMA), *SCHEMA["$defs"].items()]
        for name, field in definition.get("properties", {}).items()
        if name not in ("event", "kind", "title", "factors", "measures")
        and "description" not in field
        and "$ref" not in str(field)
    ]
    assert silent == []


def test_a_file_needs_what_a_study_needs():
    needed = {name for name, field in StudyData.model_fields.items() if field.is_required()}
    assert set(SCHEMA["required"]) == needed == {"name", "title", "factors", "measures"}


def test_names_of_another_form_are_marked_by_an_editor():
    for name in ("factors", "measures"):
        assert SCHEMA["properties"][name]["additionalProperties"] is False
        assert list(SCHEMA["properties"][name]["patternProperties"]) == ["^[A-Za-z][A-Za-z0-9_]{0,59}$"]


def test_every_reference_leads_somewhere():
    references = {part.split('"')[0] for part in generate.schema_json().split("#/$defs/")[1:]}
    assert references <= set(SCHEMA["$defs"])
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_numbers_words_and_truth_values_may_be_values():
    values = SCHEMA["$defs"]["Factor"]["properties"]["values"]["anyOf"][0]
    assert values["items"]["type"] == ["number", "string", "boolean"]
