"""The core model in mesa-frames: agents are rows of a Polars data frame, decisions are expressions over columns.

mesa-frames 0.1.0a0 declares that it needs NumPy 1.26 and so cannot be installed beside commsim by a resolver; it does
run with the NumPy commsim needs. ``README.md`` says how to install it for the benchmark. Where it is missing the
benchmark says so and goes on without it.
"""

from __future__ import annotations

import warnings
from importlib.util import find_spec
from typing import Any

import numpy as np

from benchmarks.core_model import CoreInputs, CoreResult, standing_utility
from commsim.draws import Stream, uniforms

HUMP = 2
MISSING = "left out: mesa-frames is not installed (benchmarks/README.md says how)"


def is_installed() -> bool:
    """Return whether mesa-frames can be imported here."""
    return find_spec("mesa_frames") is not None


def _model(inputs: CoreInputs) -> Any:
    """Return the model; its classes need mesa-frames, so they are made when it is first asked for."""
    import polars as pl  # noqa: PLC0415 (not a dependency of commsim)
    from mesa_frames import AgentSetPolars, ModelDF  # noqa: PLC0415 (likewise)

    world, p, start = inputs.world, inputs.fees, inputs.start
    n, w0, shown = world.households, inputs.norms.w0, inputs.norms.disclosure_base
    place = (1.0 - shown) * (start.service + start.condition) / 2.0

    class Households(AgentSetPolars):
        def __init__(self, model: ModelDF) -> None:
            super().__init__(model)
            ends = np.concatenate((world.edge_a, world.edge_b))
            others = np.concatenate((world.edge_b, world.edge_a))
            trust = np.concatenate((world.weight, world.weight))
            self.ties = pl.DataFrame({"unique_id": ends, "other": others, "trust": trust}).cast(
                {"unique_id": pl.Int64, "other": pl.Int64}
            )
            holds = self.ties.group_by("unique_id").agg(holds=pl.col("trust").sum())
            people = pl.DataFrame(
                {
                    "unique_id": np.arange(n, dtype=np.int64),
                    "hump": world.kind == HUMP,
                    "weight": np.array([p.J, p.J_free_rider, p.J, p.J_unconditional])[world.kind],
                    "standing": standing_utility(inputs),
                    "fee": world.fee_fen,
                    "pays": world.pays,
                }
            )
            self += people.join(holds, on="unique_id", how="left").with_columns(pl.col("holds").fill_null(0.0))

        def step(self) -> None:
            paid = self.agents.select(pl.col("unique_id").alias("other"), "pays")
            seen = (
                self.ties.join(paid, on="other").filter("pays").group_by("unique_id").agg(paying=pl.col("trust").sum())
            )
            month = self.model.month
            paying = pl.col("paying").fill_null(0.0) + w0 * (shown * self.model.rate + place)
            shape = pl.when("hump").then(pl.min_horizontal("norm", 1.0 - pl.col("norm"))).otherwise("norm")
            chance = 1.0 / (1.0 + (-pl.col("standing") - pl.col("weight") * shape).exp())
            luck = pl.Series("luck", uniforms(inputs.seed, n, month, 0, Stream.PAY))
            self.agents = (
                self.agents.join(seen, on="unique_id", how="left", maintain_order="left")
                .with_columns(luck, norm=paying / (pl.col("holds") + w0))
                .with_columns(pays=pl.col("luck") < chance)
                .drop("paying", "luck", "norm")
            )

    class EstateModel(ModelDF):
        def __init__(self) -> None:
            super().__init__(inputs.seed)
            self.month = 0
            self.rate = start.fee_rate
            self.households = Households(self)
            self.agents += self.households
            self.households = self.get_agents_of_type(Households)

        def step(self) -> None:
            self.month += 1
            self.agents.do("step")
            self.rate = self.pays().sum() / n

        def pays(self) -> pl.Series:
            return self.households.agents["pays"]

    return EstateModel()


def run(inputs: CoreInputs, keep_who: bool = False) -> CoreResult:
    """Run the core model in mesa-frames.

    Raises:
        ImportError: mesa-frames is not installed.
    """
    if not is_installed():
        raise ImportError(MISSING)
    with warnings.catch_warnings():
        # mesa-frames calls a form of Polars' is_in that Polars has since given up.
        warnings.simplefilter("ignore", DeprecationWarning)
        return _lived(inputs, keep_who)


def _lived(inputs: CoreInputs, keep_who: bool) -> CoreResult:
    model = _model(inputs)
    billed = int(inputs.world.fee_fen.sum())
    payers, fee_rate, who = [], [], []
    for _ in range(inputs.months):
        model.step()
        pays = model.pays().to_numpy()
        payers.append(int(pays.sum()))
        fee_rate.append(int(inputs.world.fee_fen[pays].sum()) / billed)
        if keep_who:
            who.append(pays)
    return CoreResult(payers, fee_rate, np.array(who) if keep_who else None)
