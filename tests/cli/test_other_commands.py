import inspect
import json
from importlib import import_module

import pytest

from commsim.results import MEASURES
from commsim.results.outcomes import OUTCOME_MEASURES
from commsim.rules import GROUPS, all_declared
from commsim.scenario import library_names, library_text, load_scenario
from tests.cli.conftest import names
from tests.small_estate import SMALL


def squeezed(text: str) -> str:
    """Return a text without any white space, as tables break lines anywhere."""
    return "".join(text.split())


def test_names_are_listed_one_a_line(command) -> None:
    assert command("scenarios", "list", "--names").out.splitlines() == list(library_names())


def test_the_list_tells_what_each_scenario_is(command) -> None:
    answer = command("scenarios", "list")
    for name in library_names():
        assert name in answer.out
        assert squeezed(load_scenario(name).data.title.en) in squeezed(answer.out)


def test_the_list_is_json_where_asked_for(command) -> None:
    entries = json.loads(command("scenarios", "list", "--json").out)
    assert [entry["name"] for entry in entries] == list(library_names())
    assert entries[0].keys() >= {"title", "months", "estates", "targets", "twin", "sources"}
    assert json.loads(command("scenarios", "list", "--json", "--names").out) == list(library_names())


@pytest.mark.parametrize("name", library_names())
def test_a_shipped_scenario_is_shown_as_it_is_written(command, name: str) -> None:
    assert command("scenarios", "show", name).out == library_text(name).rstrip("\n") + "\n"


def test_a_scenario_is_shown_with_every_value_where_asked_for(command, here) -> None:
    resolved = command("scenarios", "show", "tianhu-garden-without", "--resolved").out
    (here / "resolved.yaml").write_text(resolved, encoding="utf-8")
    assert load_scenario(here / "resolved.yaml").digest() == load_scenario("tianhu-garden-without").digest()
    content = json.loads(command("scenarios", "show", "tianhu-garden", "--json").out)
    assert content == load_scenario("tianhu-garden").to_dict()


@pytest.mark.parametrize("name", library_names())
def test_a_copied_scenario_is_a_file_that_loads_to_the_same(command, here, name: str) -> None:
    answer = command("scenarios", "copy", name, "mine.yaml")
    assert answer.code == 0
    assert "commsim run mine.yaml" in answer.out
    assert load_scenario(here / "mine.yaml").digest() == load_scenario(name).digest()


def test_a_copy_never_replaces_a_file_without_force(command, here) -> None:
    answer = command("scenarios", "copy", "hongyun", "small.yaml")
    assert answer.code == 3
    assert answer.err == "error: small.yaml exists already; choose another name, or add --force\n"
    assert (here / "small.yaml").read_text() == SMALL
    assert command("scenarios", "copy", "hongyun", "small.yaml", "--force").code == 0
    shipped = library_text("hongyun")
    assert (here / "small.yaml").read_text() == shipped.replace("$schema=../scenario", "$schema=scenario")


@pytest.mark.parametrize(("target", "said"), [("missing/x.yaml", "cannot write"), (".", "is a folder; name a file")])
def test_a_copy_that_cannot_be_written_says_so(command, here, target: str, said: str) -> None:
    answer = command("scenarios", "copy", "hongyun", target)
    assert answer.code == 3
    assert said in answer.err
    assert names(here) == ["small.yaml"]


def test_the_schema_is_json_for_editors(command) -> None:
    schema = json.loads(command("scenarios", "schema").out)
    assert {"estates", "timeline", "targets"} <= set(schema["properties"])
    schema = json.loads(command("scenarios", "schema", "--study").out)
    assert {"factors", "design", "measures"} <= set(schema["properties"])


@pytest.mark.parametrize("words", [("show", "hongyung"), ("copy", "hongyung", "x.yaml")])
def test_an_unknown_scenario_is_refused_with_the_nearest_and_the_list(command, here, words) -> None:
    answer = command("scenarios", *words)
    assert answer.code == 2
    assert "no shipped scenario 'hongyung'; did you mean 'hongyun'?; there are: committee-by-decree" in answer.err
    assert names(here) == ["small.yaml"]


def test_a_valid_file_is_called_valid(command) -> None:
    answer = command("validate", "small.yaml")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "small.yaml: valid (small-estate: estates 1, months 26, events 4, targets 3)\n"
    assert json.loads(command("validate", "small.yaml", "--json").out)["valid"] is True


def test_an_invalid_file_is_reported_and_exit_code_2(command, here) -> None:
    (here / "bad.yaml").write_text(SMALL.replace("homes: 40", "homes: 0"))
    answer = command("validate", "bad.yaml")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("bad.yaml:9: estates.main.homes: 0 is too small")
    as_json = command("validate", "bad.yaml", "--json")
    assert (as_json.code, as_json.err) == (2, "")
    content = json.loads(as_json.out)
    assert content["valid"] is False
    assert (content["problems"][0]["line"], content["problems"][0]["path"]) == (9, "estates.main.homes")


def test_an_unknown_name_is_no_valid_file(command) -> None:
    assert json.loads(command("validate", "hongyung", "--json").out)["problems"][0]["message"].startswith("no scenario")
    assert command("validate", "hongyung").code == 2


def test_every_parameter_is_listed_with_all_that_is_declared(command) -> None:
    entries = json.loads(command("parameters", "--json").out)
    assert [entry["path"] for entry in entries] == [one.path for one in all_declared()]
    for entry, one in zip(entries, all_declared(), strict=True):
        parameter = one.parameter
        assert entry["default"] == one.default
        assert (entry["low"], entry["high"]) == (parameter.low, parameter.high)
        assert (entry["unit"], entry["meaning"], entry["source"]) == (
            parameter.unit,
            parameter.meaning,
            parameter.source,
        )


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_is_printed_with_meaning_and_source(command, group: str) -> None:
    out = squeezed(command("parameters", group).out)
    own = [one for one in all_declared() if one.group == group]
    assert own
    for one in own:
        assert squeezed(f"{one.name}{one.default:g}{one.parameter.low:g}to{one.parameter.high:g}") in out, one.path


def test_measures_are_listed(command) -> None:
    entries = json.loads(command("parameters", "measures", "--json").out)
    assert [entry["name"] for entry in entries] == [*MEASURES, *OUTCOME_MEASURES]
    of_targets, of_studies = command("parameters", "measures").out.split("For studies only")
    assert all(name in of_targets for name in MEASURES)
    assert all(name in of_studies for name in OUTCOME_MEASURES)


@pytest.mark.parametrize("words", [("parameters", "fee"), ("explain", "fee")])
def test_an_unknown_rule_is_refused_with_the_nearest(command, words) -> None:
    answer = command(*words)
    assert answer.code == 2
    assert answer.err.startswith("error: no rule 'fee'; did you mean 'fees'?; there are: norms, fees")


@pytest.mark.parametrize("group", GROUPS)
def test_a_rule_is_explained_from_its_own_file(command, group: str) -> None:
    text = inspect.cleandoc(import_module(GROUPS[group].__module__).__doc__ or "")
    answer = command("explain", group.upper())
    assert answer.out.startswith(text)
    assert all(one.name in answer.out for one in all_declared() if one.group == group)
    content = json.loads(command("explain", group, "--json").out)
    assert content["text"] == text
    assert content["parameters"] == json.loads(command("parameters", group, "--json").out)


def test_rules_are_listed(command) -> None:
    listed = [line.split()[0] for line in command("explain").out.splitlines()]
    assert listed[: len(GROUPS)] == list(GROUPS)
    assert [entry["rule"] for entry in json.loads(command("explain", "--json").out)] == list(GROUPS)


def test_help_and_version_are_no_mistakes(command) -> None:
    for words in ((), ("--help",), ("-h",), ("run", "--help"), ("scenarios", "--help")):
        answer = command(*words)
        assert (answer.code, answer.err) == (0, ""), words
        assert "Usage" in answer.out
    assert command("--version").out == "commsim 0.1.0\n"
    for name in ("run", "scenarios", "validate", "parameters", "explain"):
        assert name in command().out
