"""What the conventions that keep both drivers' results equal look for, and where each of them holds (``RULES``).

A *finder* takes a parsed file and yields each offending expression with a message. Finders look at names, not types:
they find what is written plainly, which is how such mistakes come about.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Source:
    """A parsed Python file: its tree, and the full names behind the names it imported."""

    def __init__(self, text: str) -> None:
        self.tree = ast.parse(text)
        self.imported: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    bound = alias.asname or alias.name.partition(".")[0]
                    self.imported[bound] = alias.name if alias.asname else bound
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                for alias in node.names:
                    self.imported[alias.asname or alias.name] = f"{node.module}.{alias.name}"

    def full_name(self, node: ast.AST) -> str:
        """Return ``numpy.random.rand`` for ``np.random.rand``, the bare name for an unimported one, else ``""``."""
        if isinstance(node, ast.Name):
            return self.imported.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            owner = self.full_name(node.value)
            return f"{owner}.{node.attr}" if owner else ""
        return ""

    def mentions(self) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
        """Yield every import, and every use of an imported name, each with its full name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)
            elif isinstance(node, ast.Attribute | ast.Name) and self.root(node) in self.imported:
                yield node, self.full_name(node)

    def root(self, node: ast.expr) -> str:
        """Return the name a dotted name begins with, ``np`` of ``np.random.rand``, else ``""``."""
        while isinstance(node, ast.Attribute):
            node = node.value
        return node.id if isinstance(node, ast.Name) else ""

    def calls(self) -> Iterator[ast.Call]:
        """Yield every call."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def classes(self, ending: str) -> Iterator[ast.ClassDef]:
        """Yield the classes one of whose bases ends in ``ending`` (pydantic's BaseModel is none of ours)."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ClassDef):
                bases = [self.full_name(base).rpartition(".")[2] for base in node.bases]
                if any(base.endswith(ending) and base != "BaseModel" for base in bases):
                    yield node


Found = Iterator[tuple[ast.expr | ast.stmt, str]]


# --- Mesa ------------------------------------------------------------------------------------------------------------


def _is_model(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "model") or (
        isinstance(node, ast.Attribute) and node.attr == "model"
    )


def _attribute_of_model(source: Source, attribute: str, owners: tuple[str, ...]) -> Iterator[ast.Attribute]:
    """Yield ``model.attribute`` anywhere, and ``self.attribute`` in subclasses of Mesa's ``owners``."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr == attribute and _is_model(node.value):
            yield node
    for ending in owners:
        for family in source.classes(ending):
            for node in ast.walk(family):
                if isinstance(node, ast.Attribute) and node.attr == attribute and _last_name(node.value) == "self":
                    yield node


def mesa_batch_run(source: Source) -> Found:
    """Find Mesa's own sweep."""
    for node, name in source.mentions():
        if {"batch_run", "batchrunner"} & set(name.split(".")):
            yield node, "Mesa 4 removes batch_run, and it loses all runs when one fails: use commsim.study"


def mesa_space(source: Source) -> Found:
    """Find the old spaces."""
    for node, name in source.mentions():
        if name == "mesa.space" or name.startswith("mesa.space."):
            yield node, "Mesa 4 removes mesa.space: use mesa.discrete_space"


def mesa_steps(source: Source) -> Found:
    """Find Mesa's step counter."""
    for node in _attribute_of_model(source, "steps", ("Model",)):
        yield node, "Mesa 4 removes model.steps: count months ourselves"


def mesa_seed(source: Source) -> Found:
    """Find ``Model(seed=...)``, also as ``super().__init__(seed=...)`` in a model."""
    inits = {call for family in source.classes("Model") for call in ast.walk(family) if isinstance(call, ast.Call)}
    for call in source.calls():
        name = source.full_name(call.func)
        is_init = isinstance(call.func, ast.Attribute) and call.func.attr == "__init__" and call in inits
        seeded = any(keyword.arg == "seed" for keyword in call.keywords)
        if seeded and (is_init or name in {"mesa.Model", "mesa.model.Model"}):
            yield call, "Mesa 4 removes Model(seed=...): pass rng=..."


def mesa_agents_index(source: Source) -> Found:
    """Find an AgentSet used as a list."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Subscript):
            owner = node.value
            by_type = isinstance(owner, ast.Subscript) and _last_name(owner.value) == "agents_by_type"
            if by_type or _last_name(owner) == "agents":
                yield node, "Mesa 4 removes AgentSet[i]: keep a list in id order"


def mesa_random(source: Source) -> Found:
    """Find Mesa's own streams of luck, whose results depend on the order of calls and on Mesa's version."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Attribute):
            continue
        if node.attr == "shuffle_do" or (node.attr == "shuffle" and _last_name(node.value) == "agents"):
            yield node, "agents are visited in id order; luck comes from commsim.draws"
    for node in _attribute_of_model(source, "random", ("Model", "Agent")):
        yield node, "model.random changes with Mesa's version: luck comes from commsim.draws"


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


# --- Floats ----------------------------------------------------------------------------------------------------------

REDUCTIONS = {"sum", "mean", "dot", "prod", "std", "var", "cumsum", "nansum", "nanmean", "average", "vdot"}
REDUCTIONS |= {"inner", "einsum", "matmul", "tensordot", "trapezoid"}
SUMS = {"sum", "math.fsum", "math.sumprod", "statistics.mean", "statistics.fmean", "math.dist"}
UFUNCS = {
    "exp",
    "exp2",
    "expm1",
    "log",
    "log2",
    "log10",
    "log1p",
    "power",
    "float_power",
    "hypot",
    "tanh",
    "sin",
    "cos",
}


def float_sum(source: Source) -> Found:
    """Find sums in an order we do not choose."""
    for call in source.calls():
        name = source.full_name(call.func)
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        of_numpy = name.startswith("numpy.") and name.rpartition(".")[2] in REDUCTIONS
        if name in SUMS or method in REDUCTIONS or of_numpy:
            yield call, f"{name or method}() does not promise an order: write the loop in id order"


def float_power(source: Source) -> Found:
    """Find powers and hypotenuses, which Python and Numba round differently."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Pow):
            yield node, "** differs between Python and Numba: multiply, or use math.exp and math.log"
    for call in source.calls():
        if source.full_name(call.func) in {"pow", "math.hypot"}:
            yield call, "pow and hypot differ between Python and Numba: multiply, and use math.sqrt"


def float_round(source: Source) -> Found:
    """Find rounding to decimals."""
    for call in source.calls():
        name = source.full_name(call.func)
        is_builtin = name == "round" and len(call.args) + len(call.keywords) > 1
        is_method = isinstance(call.func, ast.Attribute) and call.func.attr in {"round", "around"}
        if is_builtin or is_method:
            yield call, "round(x, n) differs between Python and Numba: compute in whole units"


def float_matmul(source: Source) -> Found:
    """Find matrix products."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.MatMult):
            yield node, "@ does not promise an order of sums: write the loop in id order"


def float_numpy(source: Source) -> Found:
    """Find NumPy's transcendental functions."""
    for node, name in source.mentions():
        if name.startswith("numpy.") and name.removeprefix("numpy.") in UFUNCS:
            yield node, f"{name} differs from math in the last bits: use math, one number at a time"


# --- Luck, clocks and order ------------------------------------------------------------------------------------------

LUCK = ("random", "secrets", "numpy.random", "scipy.stats.qmc", "uuid.uuid1", "uuid.uuid4", "os.urandom")
CLOCKS = {f"time.{name}" for name in ("time", "time_ns", "perf_counter", "monotonic", "process_time", "localtime")}
CLOCKS |= {f"datetime.datetime.{name}" for name in ("now", "utcnow", "today")} | {"datetime.date.today"}


def luck_outside_draws(source: Source) -> Found:
    """Find any source of randomness beside the keyed draws."""
    for node, name in source.mentions():
        if any(name == module or name.startswith(module + ".") for module in LUCK):
            yield node, f"{name}: all luck comes from commsim.draws, keyed by agent, month and purpose"


def salted_hash(source: Source) -> Found:
    """Find the built-in ``hash``, which differs from process to process for text."""
    for call in source.calls():
        if source.full_name(call.func) == "hash":
            yield call, "hash() of text differs between processes: use a number the agent has"


def wall_clock(source: Source) -> Found:
    """Find the computer's clock."""
    for node, name in source.mentions():
        if name in CLOCKS:
            yield node, f"{name}: a run knows months, not the computer's clock"


SET_METHODS = {"union", "intersection", "difference", "symmetric_difference"}
ORDERED_BY_ARGUMENT = {"list", "tuple", "enumerate", "iter", "next", "zip", "map", "filter"}


def set_order(source: Source) -> Found:
    """Find loops over a set, and sets made into something with an order (by anything but ``sorted``)."""
    for node in ast.walk(source.tree):
        taken: list[ast.expr] = []
        if isinstance(node, ast.For | ast.comprehension):
            taken = [node.iter]
        elif isinstance(node, ast.Call) and source.full_name(node.func) in ORDERED_BY_ARGUMENT:
            taken = node.args
        for argument in taken:
            if _is_set(argument):
                yield argument, "the order of a set is not ours: loop over sorted(...) or over ids"


def _is_set(node: ast.expr) -> bool:
    if isinstance(node, ast.Set | ast.SetComp):
        return True
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.BitAnd | ast.Sub | ast.BitXor):
        return _is_set(node.left) or _is_set(node.right)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in SET_METHODS
    return isinstance(node, ast.Call) and _last_name(node.func) in {"set", "frozenset"}


def seed_as_truth(source: Source) -> Found:
    """Find seeds asked whether they are true: seed 0 is a seed."""
    for node in ast.walk(source.tree):
        asked: list[ast.expr] = []
        if isinstance(node, ast.If | ast.IfExp | ast.While | ast.Assert):
            asked = [node.test]
        elif isinstance(node, ast.BoolOp):
            asked = node.values
        elif isinstance(node, ast.comprehension):
            asked = node.ifs
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            asked = [node.operand]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "bool":
            asked = node.args
        for question in asked:
            if _is_seed(question):
                yield question, "seed 0 is a seed: ask `is None`"


def _is_seed(node: ast.expr) -> bool:
    """Tell whether the expression is ``seed``, ``x.world_seed``, ``x["seed"]`` or ``x.get("seed")``."""
    name = _last_name(node)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        name = str(node.slice.value)
    if isinstance(node, ast.Call) and _last_name(node.func) == "get" and node.args:
        name = str(node.args[0].value) if isinstance(node.args[0], ast.Constant) else ""
    return name == "seed" or name.endswith("_seed")


# --- The rules -------------------------------------------------------------------------------------------------------


class Rule(NamedTuple):
    """What a rule looks for, and the paths (from the repository's root) where it holds and where it does not."""

    find: Callable[[Source], Found]
    where: tuple[str, ...]
    except_in: tuple[str, ...] = ()


PACKAGE = ("src/",)
SIMULATION = tuple(f"src/commsim/{layer}/" for layer in ("rules", "world", "agents", "engine"))
EVERYWHERE = ("",)

RULES: dict[str, Rule] = {
    "mesa-batch-run": Rule(mesa_batch_run, PACKAGE),
    "mesa-space": Rule(mesa_space, PACKAGE),
    "mesa-steps": Rule(mesa_steps, PACKAGE),
    "mesa-seed": Rule(mesa_seed, PACKAGE),
    "mesa-agents-index": Rule(mesa_agents_index, PACKAGE),
    "mesa-random": Rule(mesa_random, PACKAGE),
    "float-sum": Rule(float_sum, SIMULATION),
    "float-power": Rule(float_power, SIMULATION),
    "float-round": Rule(float_round, SIMULATION),
    "float-matmul": Rule(float_matmul, SIMULATION),
    "float-numpy": Rule(float_numpy, SIMULATION),
    # Where the points of a design lie is no luck of a run: SciPy's and SALib's samplers, each with a seed of its own.
    "luck-outside-draws": Rule(
        luck_outside_draws, PACKAGE, except_in=("src/commsim/draws", "src/commsim/study/designs")
    ),
    "salted-hash": Rule(salted_hash, SIMULATION),
    "wall-clock": Rule(wall_clock, SIMULATION),
    "set-order": Rule(set_order, SIMULATION),
    "seed-as-truth": Rule(seed_as_truth, EVERYWHERE),
}
