"""``commsim validate``: is a scenario file usable?"""

from __future__ import annotations

from typing import Any

from commsim.cli.output import say, say_json
from commsim.errors import InputError, ScenarioError
from commsim.scenario import load_scenario


def validate_file(file: str, as_json: bool) -> int:
    """Print whether a scenario is usable.

    Returns:
        exit code: 0, or with JSON 2 where it is not usable.

    Raises:
        InputError: it is not usable, where no JSON is asked for.
    """
    try:
        scenario = load_scenario(file)
    except InputError as error:
        if not as_json:
            raise
        say_json({"file": file, "valid": False, "problems": _problems(error)})
        return error.exit_code
    content = scenario.data
    counts = {
        "estates": len(content.estates),
        "months": content.months,
        "events": len(content.timeline),
        "targets": len(content.targets),
    }
    if as_json:
        say_json({"file": file, "valid": True, "name": scenario.name, **counts, "problems": []})
    else:
        said = ", ".join(f"{what} {count}" for what, count in counts.items())
        say(f"{file}: valid ({scenario.name}: {said})")
    return 0


def _problems(error: InputError) -> list[dict[str, Any]]:
    if not isinstance(error, ScenarioError):
        return [{"line": 0, "path": "", "message": str(error), "allowed": ""}]
    return [
        {"line": problem.line, "path": problem.path, "message": problem.message, "allowed": problem.allowed}
        for problem in sorted(error.report.problems)
    ]
