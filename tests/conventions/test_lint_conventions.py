"""Each lint rule finds what it forbids, leaves the right way alone, holds where it should, and can be excused."""

import subprocess
import textwrap
from pathlib import Path

import pytest

from lint_conventions import RULE_NAMES, lint, main

MODEL = "import mesa\nclass Estate(mesa.Model):\n"
AGENT = "import mesa\nclass Resident(mesa.Agent):\n"
RULES_FILE = "src/commsim/rules/fees.py"
MACHINE = "/" + "work" + "/main"
REGISTRY = "pypi" + ".org"

# rule, what breaks it (on the last line), the right way
SNIPPETS = [
    ("mesa-batch-run", "import mesa\nmesa.batch_run(1)", "from commsim.study import sweep\nsweep(1)"),
    ("mesa-batch-run", "from mesa import batch_run", "from mesa import Agent"),
    ("mesa-batch-run", "from mesa.batchrunner import anything", "from mesa.agent import AgentSet"),
    ("mesa-space", "import mesa.space", "import mesa.discrete_space"),
    ("mesa-space", "from mesa.space import NetworkGrid", "from mesa.discrete_space import Network"),
    ("mesa-space", "from mesa import space", "from mesa import discrete_space"),
    ("mesa-space", "import mesa\nmesa.space.NetworkGrid", "import mesa\nmesa.discrete_space.Network"),
    ("mesa-steps", "model.steps", "model.month"),
    ("mesa-steps", "agent.model.steps", "design.steps"),
    (
        "mesa-steps",
        MODEL + "    def month(self): return self.steps",
        "class Stair:\n    def up(self): return self.steps",
    ),
    ("mesa-seed", "import mesa\nmesa.Model(seed=1)", "import mesa\nmesa.Model(rng=1)"),
    ("mesa-seed", "from mesa import Model as M\nM(seed=1)", "from mesa import Model as M\nM(rng=1)"),
    (
        "mesa-seed",
        MODEL + "    def __init__(self): super().__init__(seed=1)",
        "class Draws(Base):\n    def __init__(self): super().__init__(seed=1)",
    ),
    ("mesa-agents-index", "first = model.agents[0]", "first = model.agents.to_list()"),
    ("mesa-agents-index", "some = agents[1:3]", "some = residents[1:3]"),
    ("mesa-agents-index", "model.agents_by_type[Resident][0]", "model.agents_by_type[Resident]"),
    ("mesa-random", "model.agents.shuffle_do('step')", "model.agents.do('step')"),
    ("mesa-random", "model.agents.shuffle()", "cards.shuffle()"),
    ("mesa-random", "self.model.random.choice(x)", "self.draws.choice(x)"),
    ("mesa-random", MODEL + "    def go(self): self.random.random()", MODEL + "    def go(self): self.luck()"),
    ("mesa-random", AGENT + "    def go(self): self.random.random()", "class Die:\n    def go(self): self.random()"),
    ("float-sum", "sum(fees)", "total = 0.0\nfor fee in fees: total += fee"),
    ("float-sum", "import math\nmath.fsum(fees)", "import math\nmath.floor(fee)"),
    ("float-sum", "from math import fsum as f\nf(fees)", "from math import floor as f\nf(fee)"),
    ("float-sum", "import numpy as np\nnp.sum(fees)", "import numpy as np\nnp.sort(fees)"),
    ("float-sum", "import numpy as np\nnp.mean(fees)", "import numpy as np\nnp.max(fees)"),
    ("float-sum", "import numpy as np\nnp.dot(a, b)", "import numpy as np\nnp.outer(a, b)"),
    ("float-sum", "from numpy import mean\nmean(fees)", "from commsim.rules.measures import mean\nmean(fees)"),
    ("float-sum", "fees.sum()", "fees.sort()"),
    ("float-power", "x ** 2", "x * x"),
    ("float-power", "x **= 2", "x *= 2"),
    ("float-power", "pow(x, 2)", "power(x, 2)"),
    ("float-power", "import math\nmath.hypot(x, y)", "import math\nmath.sqrt(x * x + y * y)"),
    ("float-round", "round(x, 2)", "round(x)"),
    ("float-round", "round(x, ndigits=2)", "int(x + 0.5)"),
    ("float-round", "import numpy as np\nnp.round(x)", "import numpy as np\nnp.floor(x)"),
    ("float-matmul", "a @ b", "a * b"),
    ("float-matmul", "a @= b", "@decorator\ndef f(): pass"),
    ("float-numpy", "import numpy as np\nnp.exp(x)", "import math\nmath.exp(x)"),
    ("float-numpy", "from numpy import log", "from math import log"),
    ("luck-outside-draws", "import random", "def f(random): return random"),
    ("luck-outside-draws", "from random import choice", "from commsim.draws import choice"),
    ("luck-outside-draws", "import secrets", "secrets = 1"),
    ("luck-outside-draws", "import numpy as np\nnp.random.rand()", "import numpy as np\nnp.zeros(1)"),
    ("luck-outside-draws", "from numpy.random import default_rng", "from numpy import zeros"),
    ("luck-outside-draws", "from uuid import uuid4", "from uuid import UUID"),
    ("luck-outside-draws", "import os\nos.urandom(8)", "import os\nos.replace(a, b)"),
    ("salted-hash", "hash('Tianhu')", "digest('Tianhu')"),
    ("wall-clock", "import time\ntime.time()", "model.time()"),
    ("wall-clock", "from time import perf_counter", "from time import struct_time"),
    (
        "wall-clock",
        "from datetime import datetime\ndatetime.now()",
        "from datetime import datetime\ndatetime(2026, 1, 1)",
    ),
    ("wall-clock", "import datetime as dt\ndt.date.today()", "import datetime as dt\ndt.date(2026, 1, 1)"),
    ("set-order", "for x in {1, 2}: pass", "for x in (1, 2): pass"),
    ("set-order", "for x in set(ids): pass", "for x in sorted(set(ids)): pass"),
    ("set-order", "[x for x in frozenset(ids)]", "[x for x in ids if x in frozenset(members)]"),
    ("set-order", "for x in set(a) - b: pass", "for x in a - b: pass"),
    ("set-order", "for x in {y for y in a}: pass", "for x in {y: 1 for y in a}: pass"),
    ("set-order", "for i, x in enumerate(set(a)): pass", "for i, x in enumerate(a): pass"),
    ("set-order", "ids = list(set(a))", "ids = sorted(set(a))"),
    ("set-order", "for x in members.union(guests): pass", "for x in members: pass"),
    ("seed-as-truth", "if seed: pass", "if seed is not None: pass"),
    ("seed-as-truth", "x = seed or 1", "x = 1 if seed is None else seed"),
    ("seed-as-truth", "x = run.world_seed or run.seed", "x = seed == 0 or late"),
    ("seed-as-truth", "x = 1 if not seed else 2", "x = 1 if not seeds else 2"),
    ("seed-as-truth", "x = options['seed'] or 1", "x = options['seed']"),
    ("seed-as-truth", "x = options.get('seed') or 1", "x = options.get('months') or 1"),
    ("seed-as-truth", "[1 for seed in seeds if seed]", "[1 for seed in seeds if seed > 3]"),
    ("seed-as-truth", "bool(seed)", "int(seed)"),
    ("machine-path", f"x = '{MACHINE}'", "x = 'https://example.org/network/'"),
    ("machine-path", f"# see {REGISTRY}", "# see the registry"),
]


def broken(path: str, text: str) -> list[tuple[str, int]]:
    """Return the name and line of each hit."""
    return [(hit.rule, hit.line) for hit in lint(path, text + "\n")]


@pytest.mark.parametrize(("rule", "bad", "good"), SNIPPETS)
def test_a_rule_finds_what_it_forbids_and_only_that(rule, bad, good):
    assert broken(RULES_FILE, bad) == [(rule, bad.count("\n") + 1)]
    assert broken(RULES_FILE, good) == []


def test_every_rule_has_a_snippet():
    assert {rule for rule, _, _ in SNIPPETS} == RULE_NAMES


@pytest.mark.parametrize(
    ("snippet", "free", "bound"),
    [
        ("sum(x)", "src/commsim/results/tables.py", "src/commsim/rules/measures.py"),
        ("x ** 2", "src/commsim/figures/plot.py", "src/commsim/engine/month.py"),
        ("import random", "src/commsim/draws.py", "src/commsim/study/design.py"),
        ("import random", "tests/test_draws.py", "src/commsim/world/network.py"),
        ("import time\ntime.time()", "src/commsim/results/manifest.py", "src/commsim/agents/model.py"),
        ("import mesa.space", "benchmarks/plain_mesa.py", "src/commsim/agents/model.py"),
        ("if seed: pass", "README.md", "tests/test_api.py"),
    ],
)
def test_a_rule_holds_in_its_own_places(snippet, free, bound):
    assert broken(free, snippet) == []
    assert len(broken(bound, snippet)) == 1


def test_an_exception_with_a_reason_is_allowed():
    assert broken(RULES_FILE, "sum(x)  # lint: allow float-sum because x holds whole minutes") == []


def test_an_exception_may_stand_on_the_last_line_of_an_expression():
    assert broken(RULES_FILE, "sum(\n    x\n)  # lint: allow float-sum because x holds whole minutes") == []


def test_one_comment_may_allow_two_rules():
    assert broken(RULES_FILE, "sum(x ** 2)  # lint: allow float-sum, float-power because they are whole") == []


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("lint: allow float-sum", "without `because` and a reason"),
        ("lint: allow float-round because x is whole", "which nothing here breaks"),
        ("lint: allow float-summ because x is whole", "no rule is called 'float-summ'"),
    ],
)
def test_a_bad_exception_excuses_nothing_and_is_reported(comment, expected):
    hits = lint(RULES_FILE, f"sum(x)  # {comment}\n")
    assert [hit.rule for hit in hits] == ["allowance", "float-sum"]
    assert expected in hits[0].message


def test_an_exception_in_a_string_is_no_exception():
    assert broken(RULES_FILE, "sum('# lint: allow float-sum because no')") == [("float-sum", 1)]


def test_text_files_are_read_for_machine_paths_and_may_be_excused():
    assert broken("docs/guide.md", f"cd {MACHINE}") == [("machine-path", 1)]
    assert broken("docs/guide.md", f"cd {MACHINE} <!-- lint: allow machine-path because it is an example -->") == []


def test_a_file_that_does_not_parse_is_a_hit():
    assert broken(RULES_FILE, "def (:") == [("syntax", 1)]


@pytest.fixture
def checkout(tmp_path):
    """A git checkout with one file that breaks a rule and one that git ignores."""
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text("/runs/\n")
    for name in ("src/commsim/rules/fees.py", "runs/left_over.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(
            textwrap.dedent("""\
            import math
            if seed:
                pass
        """)
        )
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff")
    return tmp_path


def test_the_command_names_file_and_line_and_fails(checkout: Path, capsys):
    assert main([], root=checkout) == 1
    output = capsys.readouterr()
    assert output.out == "src/commsim/rules/fees.py:2: seed-as-truth: seed 0 is a seed: ask `is None`\n"
    assert output.err == "3 files, 1 broken conventions\n"


def test_the_command_passes_a_checkout_that_holds_the_conventions(checkout: Path, capsys):
    (checkout / "src/commsim/rules/fees.py").write_text("import math\n")
    assert main([], root=checkout) == 0
    assert capsys.readouterr().out == ""


def test_the_command_takes_files(checkout: Path, capsys):
    assert main([str(checkout / "runs/left_over.py")], root=checkout) == 1
    assert "runs/left_over.py:2: seed-as-truth" in capsys.readouterr().out
