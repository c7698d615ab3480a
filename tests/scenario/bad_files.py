"""The bad scenario files in ``bad/*.txt``, read as cases.

A case begins with ``== name``. Lines with ``-`` stand in ``good.yaml`` and are replaced by those with ``+``; without
any ``-`` the ``+`` lines are the whole file, or the timeline if they begin with ``timeline:``. Lines with ``!`` are
all that must be said: ``line | path | what is wrong | what is allowed`` (a long list of names may end in ``...``).
"""

from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
GOOD = (HERE / "good.yaml").read_text(encoding="utf-8")


class Said(NamedTuple):
    line: int
    path: str
    message: str
    allowed: str

    def fits(self, problem):
        """Say whether a problem is what must be said."""
        begins = self.allowed.removesuffix("...")
        is_allowed = problem.allowed == self.allowed or (begins != self.allowed and problem.allowed.startswith(begins))
        return (problem.line, problem.path, problem.message) == self[:3] and is_allowed


class Case(NamedTuple):
    name: str
    text: str
    said: list[Said]


def _changed(old, new):
    """Return the text of a case: the good file with lines replaced, or a file or timeline of its own."""
    if old:
        piece = "\n" + "\n".join(old) + "\n"
        assert f"\n{GOOD}".count(piece) == 1, f"not once in good.yaml: {piece}"
        return f"\n{GOOD}".replace(piece, "\n" + "".join(f"{line}\n" for line in new))[1:]
    text = "".join(f"{line}\n" for line in new)
    if new[:1] == ["timeline:"]:
        return GOOD[: GOOD.index("timeline:")] + text + GOOD[GOOD.index("targets:") :]
    return text


def read_cases(text):
    """Return the cases of a text, in written order."""
    cases = []
    for block in text.split("\n== ")[1:]:
        name, *lines = block.splitlines()
        marked = {sign: [line[2:] for line in lines if line[:1] == sign] for sign in "-+!"}
        said = [line.split(" | ") for line in marked["!"]]
        cases.append(Case(name, _changed(marked["-"], marked["+"]), [Said(int(line), *rest) for line, *rest in said]))
    return cases


def bad_files():
    """Return all cases of the folder."""
    return [case for file in sorted((HERE / "bad").glob("*.txt")) for case in read_cases(file.read_text("utf-8"))]
