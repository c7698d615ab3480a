"""Changing one value of a scenario's plain data by its dotted path."""

from __future__ import annotations

from typing import Any

from commsim.errors import Problem, ScenarioError, ScenarioProblems, UnknownNameError
from commsim.scenario.fields import Node, allowed_words, children, entry_id, is_optional, nearest, node_at, resolve
from commsim.scenario.yaml_text import Path, brief, scalar

_ENTRY_WORDS = {"timeline": "event", "targets": "target", "estates": "estate"}


class UnknownPathError(UnknownNameError):
    """Nothing has this path.

    Attributes:
        path: the path as it was given.
        message: what is missing, and the nearest name.
        known: the names there are instead, in words.
    """

    def __init__(self, path: str, message: str, known: str) -> None:
        """Keep both parts; the error as text begins with the path."""
        self.path, self.message, self.known = path, message, known
        super().__init__(f"'{brief(path)}': {message}; {known}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Make it again from its parts in another process."""
        return type(self), (self.path, self.message, self.known)


def put(content: dict[str, Any], path: str, value: Any, name: str) -> None:
    """Change one value in place.

    Args:
        content: a scenario's plain data, changed in place.
        path: dotted path; list entries by id.
        value: the new value; text is read as a YAML value unless the path wants text.
        name: name of the scenario, for messages.

    Raises:
        UnknownPathError: nothing has this path.
        ScenarioError: the path leads to a group or list, not to a value.
    """
    holder, last, node = locate(content, path, name)
    holder[last] = _value(value, is_text=kind_of(node) == "string", optional=is_optional(node))


def kind_of(node: Node) -> str:
    """Return the kind of a value as JSON Schema names it, ``choice`` for one of several words."""
    node = resolve(node)
    return "choice" if "enum" in node else str(node.get("type"))


def locate(content: dict[str, Any], path: str, name: str) -> tuple[dict[str, Any], str, Node]:
    """Find the group that holds a value, or would hold it: groups that have only defaults so far are made.

    Args:
        content: a scenario's plain data, changed in place where a group is missing.
        path: dotted path; list entries by id.
        name: name of the scenario, for messages.

    Returns:
        The group, the value's key in it, and the schema of the value.

    Raises:
        UnknownPathError: nothing has this path.
        ScenarioError: the path leads to a group or list, not to a value.
    """
    steps = path.split(".")
    holder: Any = content
    taken: Path = ()
    for step in steps[:-1]:
        holder, taken = _enter(content, holder, taken, step, path, name)
    last = steps[-1]
    is_new_name = taken == ("estates",) and last not in holder
    if isinstance(holder, list) or is_new_name or node_at((*taken, last), content) is None:
        if isinstance(holder, list):
            holder, taken = _enter(content, holder, taken, last, path, name)
            _refuse_group(taken, content, path, name)
        raise _unknown(last, _names(content, holder, taken), taken, path, name)
    leaf = (*taken, last)
    node = node_at(leaf, content)
    assert node is not None
    if kind_of(node) in ("object", "array"):
        _refuse_group(leaf, content, path, name)
    return holder, last, node


def _value(value: Any, is_text: bool, optional: bool) -> Any:
    """Return a value as plain data: NumPy numbers as Python's, text from a command line as what it says."""
    if hasattr(value, "item") and not isinstance(value, str | bytes):
        value = value.item()
    if isinstance(value, str) and (not is_text or (optional and scalar(value) is None)):
        return scalar(value.strip())
    return value


def _enter(content: dict[str, Any], holder: Any, taken: Path, step: str, path: str, name: str) -> tuple[Any, Path]:
    """Go one step down, making a group that has only defaults so far."""
    if isinstance(holder, list):
        ids = [entry_id(entry) for entry in holder]
        if step in ids:
            position = ids.index(step)
            return holder[position], (*taken, position)
        raise _unknown(step, [str(known) for known in ids], taken, path, name)
    below = (*taken, step)
    node = node_at(below, content)
    is_new_name = taken == ("estates",) and step not in holder
    if node is None or is_new_name or resolve(node).get("type") not in ("object", "array"):
        raise _unknown(step, _names(content, holder, taken), taken, path, name)
    return holder.setdefault(step, {}), below


def _names(content: dict[str, Any], holder: Any, taken: Path) -> list[str]:
    node = node_at(taken, content)
    names = children(node) if node is not None else ()
    return list(names or (holder if isinstance(holder, dict) else ()))


def _unknown(step: str, names: list[str], taken: Path, path: str, name: str) -> UnknownPathError:
    """Return the error for a path that does not exist, with the nearest name and all there are."""
    where = str(taken[0]) if taken else ""
    what = _ENTRY_WORDS.get(where, "") if len(taken) == 1 else ""
    listed = ", ".join(names) if names else "none"
    message = f"no {what or 'field'} '{brief(step)}' in {name}{nearest(step, names)}"
    return UnknownPathError(path, message, f"{what or 'field'}s there: {listed}")


def _refuse_group(path: Path, content: dict[str, Any], written: str, name: str) -> None:
    """Raise the error for a path that leads to a group."""
    node = node_at(path, content)
    problem = Problem(0, written, "is no single value; set one below it", allowed_words(node))
    raise ScenarioError(ScenarioProblems(name, [problem]))
