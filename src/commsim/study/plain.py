"""A study from plain data, as a manifest holds it: needs no other file, and gives the same points, seeds and runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from commsim.errors import InputError
from commsim.scenario import Scenario, ScenarioData
from commsim.scenario.yaml_text import brief
from commsim.study.columns import Points, column_of
from commsim.study.definition import Study
from commsim.study.schema import StudyData


def frozen(content: Any) -> Any:
    """Return plain data with lists as tuples, which is what the schema takes."""
    if isinstance(content, Mapping):
        return {key: frozen(value) for key, value in content.items()}
    return tuple(frozen(value) for value in content) if isinstance(content, list) else content


def study_from_dict(content: Mapping[str, Any]) -> Study:
    """Return the study that :meth:`Study.to_dict` gave as plain data.

    Args:
        content: what ``to_dict`` returned, perhaps through JSON, which may have lost the order of its keys.

    Raises:
        InputError: it is not such data.
    """
    try:
        order = content["order"]
        study = _in_order(content["study"], order)
        bases = {name: _base(content["scenarios"][name], order["estates"][name]) for name in order["scenarios"]}
        given = None if content.get("points") is None else _points(_sorted(content["points"], order["factors"]))
        return Study(StudyData.model_validate(frozen(study)), bases, given=given, origin=str(study["name"]))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        why = "its values are not valid" if isinstance(error, ValidationError) else brief(str(error))
        raise InputError(f"this is no study as plain data ({why}); wanted what Study.to_dict gave") from error


def _sorted(group: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return a group with its keys in the order of ``names``, which are all of them."""
    return {name: group[name] for name in names}


def _in_order(study: Mapping[str, Any], order: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain data of a study file with factors, levels and measures in their order."""
    factors = _sorted(study["factors"], order["factors"])
    for name, levels in order["levels"].items():
        if levels:
            factors[name] = {**factors[name], "levels": _sorted(factors[name]["levels"], levels)}
    return {**study, "factors": factors, "measures": _sorted(study["measures"], order["measures"])}


def _base(entry: Mapping[str, Any], estates: Iterable[str]) -> Scenario:
    """Return a scenario from its resolved plain data."""
    plain = frozen({**entry["scenario"], "estates": _sorted(entry["scenario"]["estates"], estates)})
    return Scenario(ScenarioData.model_validate(plain), "study", texts=dict(entry["files"]))


def _points(columns: Mapping[str, Any]) -> Points:
    made = {name: column_of(entry["values"], entry["kind"]) for name, entry in columns.items()}
    return Points(made, {name: entry["kind"] for name, entry in columns.items()})
