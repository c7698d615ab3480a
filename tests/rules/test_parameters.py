"""Every parameter is declared fully, once, and read by somebody."""

import ast
from pathlib import Path
from typing import Annotated, NamedTuple

import pytest

import commsim
from commsim.rules import GROUPS, Behaviour, all_declared, default_behaviour
from commsim.rules.parameters import Parameter, declared

SOURCE = Path(commsim.__file__).parent
EVERY = all_declared()


def parameter_id(entry):
    return entry.path.removeprefix("behaviour.")


# --- what is declared -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", EVERY, ids=parameter_id)
def test_a_parameter_has_unit_range_meaning_and_source(entry):
    parameter = entry.parameter
    assert parameter.unit.strip()
    assert parameter.meaning.strip()
    assert parameter.source.strip()
    assert parameter.low < parameter.high
    assert parameter.low <= entry.default <= parameter.high
    assert isinstance(entry.default, float)


def test_a_path_names_one_parameter():
    paths = [entry.path for entry in EVERY]
    assert len(set(paths)) == len(paths)
    assert "behaviour.fees.b_S" in paths


def test_a_group_is_named_after_the_file_of_its_rule():
    for group, kind in GROUPS.items():
        assert kind.__module__ == f"commsim.rules.{group}"


def test_every_rule_file_with_parameters_is_in_the_index():
    declaring = {
        path.stem
        for path in (SOURCE / "rules").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name.endswith("Parameters")
    }
    assert declaring == set(GROUPS)


def test_the_default_behaviour_is_made_of_the_declared_defaults():
    behaviour = default_behaviour()
    assert behaviour == Behaviour()
    for entry in EVERY:
        assert getattr(getattr(behaviour, entry.group), entry.name) == entry.default


def test_a_parameter_without_a_declaration_is_refused():
    class Bare(NamedTuple):
        speed: float = 0.5

    with pytest.raises(TypeError, match=r"Bare\.speed is not declared with Parameter"):
        declared("bare", Bare)


def test_a_default_outside_its_own_range_is_refused():
    class Wild(NamedTuple):
        speed: Annotated[float, Parameter("a month", 0.0, 1.0, "speed", "assumed")] = 1.5

    with pytest.raises(TypeError, match=r"Wild\.speed: default 1\.5 outside 0\.0 to 1\.0"):
        declared("wild", Wild)


# --- who reads it -----------------------------------------------------------------------------------------------------


def reads_in_rule(tree):
    """Return the attributes read from a variable called ``p`` in the functions of a rule's own file."""
    return {
        node.attr
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "p"
    }


def group_of(node):
    """Return the group an expression such as ``estate.behaviour.fees`` stands for, or None."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "behaviour":
        return node.attr
    return None


def aliases(tree):
    """Return the groups each name stands for somewhere in a scope: ``p = estate.behaviour.fees``, also in pairs."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            targets, value = node.targets[0], node.value
            pairs = [(targets, value)]
            if isinstance(targets, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(targets.elts, value.elts, strict=True))
            for target, one in pairs:
                if group_of(one):
                    found.setdefault(ast.unparse(target), set()).add(group_of(one))
    return found


def reads_through_behaviour(tree):
    """Return the (group, name) pairs read through ``behaviour``, directly or by a name given to the group."""
    found = set()
    scopes = [(tree, {name: groups for name, groups in aliases(tree).items() if name.startswith("self.")})]
    scopes += [(node, aliases(node)) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for scope, names in scopes:
        for node in ast.walk(scope):
            if isinstance(node, ast.Attribute):
                groups = {group_of(node.value)} | names.get(ast.unparse(node.value), set())
                found |= {(group, node.attr) for group in groups if group}
    return found


def test_the_readers_are_found():
    rule = ast.parse("class P:\n    a = 1\ndef f(x, p):\n    return x * p.up + q.down")
    assert reads_in_rule(rule) == {"up"}
    agent = ast.parse(
        "class A:\n"
        "    def start(self): self.p = estate.behaviour.voice\n"
        "    def one(self):\n"
        "        estate, p = self.estate, self.estate.behaviour.company\n"
        "        return p.committed + estate.behaviour.fees.revise\n"
        "    def two(self): return self.p.ground\n"
        "    def three(self, p): return p.unseen\n"
    )
    assert reads_through_behaviour(agent) == {("company", "committed"), ("fees", "revise"), ("voice", "ground")}


def every_read():
    found = set()
    for group in GROUPS:
        tree = ast.parse((SOURCE / "rules" / f"{group}.py").read_text(encoding="utf-8"))
        found |= {(group, name) for name in reads_in_rule(tree)}
    for folder in ("agents", "world"):
        for path in (SOURCE / folder).glob("*.py"):
            found |= reads_through_behaviour(ast.parse(path.read_text(encoding="utf-8")))
    return found


READ = every_read()


@pytest.mark.parametrize("entry", EVERY, ids=parameter_id)
def test_a_parameter_is_read_by_its_rule_or_by_somebody_who_acts(entry):
    assert (entry.group, entry.name) in READ


def test_nobody_reads_a_parameter_that_is_not_declared():
    known = {(entry.group, entry.name) for entry in EVERY}
    made_by_namedtuple = {"_replace", "_asdict", "_fields"}
    assert {(group, name) for group, name in READ if name not in made_by_namedtuple} <= known
