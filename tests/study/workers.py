"""Residents that misbehave, importable by worker processes."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from commsim.agents import Resident
from commsim.errors import InputError

FLAG = "COMMSIM_TEST_FLAG"


class Objector(Resident):
    """Raises in every run of seed 2."""

    def decides_to_pay(self) -> bool:
        if self.model.luck_seed == 2:
            raise InputError("seed 2 objects")
        return True


class Killer(Resident):
    """Kills its process in every run of seed 2, as a machine short of memory does."""

    def decides_to_pay(self) -> bool:
        if self.model.luck_seed == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return True


class KillerOnce(Resident):
    """Kills its process the first time any of its kind decides; a file remembers it."""

    def decides_to_pay(self) -> bool:
        flag = Path(os.environ[FLAG])
        if not flag.exists():
            flag.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().decides_to_pay()


class AlwaysPays(Resident):
    """Pays every bill."""

    def decides_to_pay(self) -> bool:
        return True
