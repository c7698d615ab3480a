"""The bad study files in ``bad/*.txt``, read as cases.

A case begins with ``== name``. Lines with ``-`` stand in ``good.yaml`` and are replaced by those with ``+``; without
any ``-`` the ``+`` lines are the whole file. Lines with ``,`` are a CSV file ``points.csv`` beside the study. Lines
with ``!`` are all that must be said: ``line | path | what is wrong | what is allowed`` (a long list of names may end in
``...``); those of a case whose name begins with ``csv:`` are lines of the CSV file.
"""

from pathlib import Path
from typing import NamedTuple

from tests.scenario.bad_files import Said

HERE = Path(__file__).parent
GOOD = (HERE / "good.yaml").read_text(encoding="utf-8")


class Case(NamedTuple):
    name: str
    text: str
    points: str
    said: list[Said]

    @property
    def file(self):
        """The file that is wrong."""
        return "points.csv" if self.name.startswith("csv:") else "study.yaml"


def changed(old, new):
    """Return the good file with lines replaced, or a file of its own."""
    if not old:
        return "".join(f"{line}\n" for line in new)
    piece = "\n" + "\n".join(old) + "\n"
    assert f"\n{GOOD}".count(piece) == 1, f"not once in good.yaml: {piece}"
    return f"\n{GOOD}".replace(piece, "\n" + "".join(f"{line}\n" for line in new))[1:]


def read_cases(text):
    """Return the cases of a text, in written order."""
    cases = []
    for block in text.split("\n== ")[1:]:
        name, *lines = block.splitlines()
        marked = {sign: [line[2:] for line in lines if line[:1] == sign] for sign in "-+!,"}
        said = [line.split(" | ") for line in marked["!"]]
        points = "".join(f"{line}\n" for line in marked[","])
        cases.append(
            Case(name, changed(marked["-"], marked["+"]), points, [Said(int(line), *rest) for line, *rest in said])
        )
    return cases


def bad_studies():
    """Return all cases of the folder."""
    return [case for file in sorted((HERE / "bad").glob("*.txt")) for case in read_cases(file.read_text("utf-8"))]
