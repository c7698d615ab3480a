import subprocess
import sys

import pytest

import commsim


def test_every_public_name_is_there() -> None:
    for name in commsim.__all__:
        assert getattr(commsim, name) is not None
    assert set(commsim.__all__) == set(dir(commsim))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'simulat'"):
        commsim.simulat  # noqa: B018


def loaded_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.smoke
def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = {"pandas", "numpy", "numba", "mesa", "pydantic", "matplotlib", "pyarrow", "networkx", "rich", "typer"}
    assert loaded_after("import commsim") & heavy == set()
    assert "pandas" in loaded_after("import commsim; commsim.simulate")
    assert {"matplotlib.figure", "numba", "llvmlite"} & loaded_after("import commsim; commsim.simulate") == set()


def test_running_the_package_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "commsim", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"commsim {commsim.__version__}\n"
