"""How the value of a factor is distributed: a range, or a distribution, each with its quantile function.

A quantile function takes a number u of the unit interval to a value: designs are made in the unit cube and taken to
the values of the factors one by one, so that every design works with whole numbers, words and named levels too. A
distribution with ``from`` or ``to`` is *truncated*: what lies outside is left out and the rest counts as the whole.
"""

from __future__ import annotations

import math
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field
from scipy import special

from commsim.scenario.base import Strict

Floats = npt.NDArray[np.float64]

_ENDS = 2.0**-53
"""How near to 0 and 1 a number of the unit interval may come where the quantile there is infinite."""

LEAST_MASS = 1e-6
"""What a truncated distribution must keep of the whole."""


class _Between(Strict):
    """What lies between two numbers; ``from`` is a word of Python, hence the other name there."""

    low: float = Field(alias="from", description="least value")
    high: float = Field(alias="to", description="greatest value")


class Range(_Between):
    """Numbers from one to another: evenly spaced in grids, evenly distributed in designs that sample."""

    levels: int | None = Field(None, ge=2, le=10_000, description="how many evenly spaced values a grid takes")
    integer: bool = Field(False, description="whole numbers only")
    log: bool = Field(False, description="evenly spaced in the logarithm: each a fixed multiple of the one before")

    def spaced(self) -> list[float]:
        """Return the evenly spaced values, both ends included, rounded to 12 digits; ``levels`` of them."""
        assert self.levels is not None
        last = self.levels - 1
        if self.log:
            between = [self.low * (self.high / self.low) ** (step / last) for step in range(1, last)]
        else:
            between = [self.low + (self.high - self.low) * step / last for step in range(1, last)]
        if self.integer:
            return [int(self.low), *(math.floor(value + 0.5) for value in between), int(self.high)]
        return [self.low, *(float(f"{value:.12g}") for value in between), self.high]

    def quantile(self, u: Floats) -> Floats:
        """Return values for numbers of the unit interval, shape ``(points,)``; whole numbers as floats."""
        if self.integer and self.log:
            low, high = math.log(self.low - 0.5), math.log(self.high + 0.5)
            return np.clip(np.floor(np.exp(low + u * (high - low)) + 0.5), self.low, self.high)
        if self.integer:
            return np.minimum(np.floor(self.low + u * (self.high - self.low + 1)), self.high)
        if self.log:
            low, high = math.log(self.low), math.log(self.high)
            return np.clip(np.exp(low + u * (high - low)), self.low, self.high)
        return np.clip(self.low + u * (self.high - self.low), self.low, self.high)


class Uniform(_Between):
    """Every value between two equally likely."""

    kind: Literal["uniform"]

    def quantile(self, u: Floats) -> Floats:
        """Return values for numbers of the unit interval, shape ``(points,)``."""
        return np.clip(self.low + u * (self.high - self.low), self.low, self.high)


class LogUniform(_Between):
    """The logarithm is uniform: every doubling equally likely. Both ends are above 0."""

    kind: Literal["log_uniform"]

    def quantile(self, u: Floats) -> Floats:
        """Return values for numbers of the unit interval, shape ``(points,)``."""
        low, high = math.log(self.low), math.log(self.high)
        return np.clip(np.exp(low + u * (high - low)), self.low, self.high)


class WholeNumbers(_Between):
    """Every whole number between two, both included, equally likely."""

    kind: Literal["integer"]

    def quantile(self, u: Floats) -> Floats:
        """Return values for numbers of the unit interval, shape ``(points,)``; whole numbers as floats."""
        return np.minimum(np.floor(self.low + u * (self.high - self.low + 1)), self.high)


class Triangular(_Between):
    """Rises evenly from one end to the mode and falls evenly to the other end."""

    kind: Literal["triangular"]
    mode: float = Field(description="likeliest value")

    def quantile(self, u: Floats) -> Floats:
        """Return values for numbers of the unit interval, shape ``(points,)``."""
        width, left = self.high - self.low, self.mode - self.low
        rising = self.low + np.sqrt(u * width * left)
        falling = self.high - np.sqrt((1 - u) * width * (width - left))
        return np.clip(np.where(u * width < left, rising, falling), self.low, self.high)


class Beta(_Between):
    """Beta distribution, stretched from 0..1 to from..to."""

    kind: Literal["beta"]
    alpha: float = Field(gt=0, le=10_000, description="first shape; the mean is at alpha / (alpha + beta)")
    beta: float = Field(gt=0, le=10_000, description="second shape")
    low: float = Field(0.0, alias="from", description="least value")
    high: float = Field(1.0, alias="to", description="greatest value")

    def quantile(self, u: Floats) -> Floats:
        """Return values for numbers of the unit interval, shape ``(points,)``."""
        within: Floats = special.betaincinv(self.alpha, self.beta, u)
        return np.clip(self.low + within * (self.high - self.low), self.low, self.high)


class _Truncated(Strict):
    """A distribution without ends of its own, cut at ``from`` and ``to`` where they are given."""

    low: float | None = Field(None, alias="from", description="least value; without it there is none")
    high: float | None = Field(None, alias="to", description="greatest value; without it there is none")

    def ends(self) -> tuple[float, float]:
        """Return both ends in standard deviations from the mean."""
        raise NotImplementedError

    def mass(self) -> float:
        """Return how much of the whole lies between the ends (share)."""
        low, high = self.ends()
        return float(special.ndtr(high) - special.ndtr(low))

    def _standard(self, u: Floats) -> Floats:
        """Return quantiles in standard deviations from the mean."""
        low, high = self.ends()
        below, above = float(special.ndtr(low)), float(special.ndtr(high))
        share = np.clip(below + u * (above - below), _ENDS, 1 - _ENDS)
        return np.asarray(np.clip(special.ndtri(share), low, high), dtype=np.float64)

    def _cut(self, values: Floats) -> Floats:
        """Return values without what rounding has put beyond the ends."""
        low = -math.inf if self.low is None else self.low
        return np.asarray(np.clip(values, low, math.inf if self.high is None else self.high), dtype=np.float64)


class Normal(_Truncated):
    """Normal distribution, truncated to from..to."""

    kind: Literal["normal"]
    mean: float = Field(description="mean before truncation")
    sd: float = Field(gt=0, description="standard deviation before truncation")

    def ends(self) -> tuple[float, float]:
        """Return both ends in standard deviations from the mean."""
        low = -math.inf if self.low is None else (self.low - self.mean) / self.sd
        return low, math.inf if self.high is None else (self.high - self.mean) / self.sd

    def quantile(self, u: Floats) -> Floats:
        """Return values for numbers of the unit interval, shape ``(points,)``."""
        return self._cut(self.mean + self.sd * self._standard(u))


class LogNormal(_Truncated):
    """The logarithm is normal; truncated to from..to. All values are above 0."""

    kind: Literal["log_normal"]
    median: float = Field(gt=0, description="median before truncation")
    sigma: float = Field(gt=0, le=20, description="standard deviation of the logarithm before truncation")

    def ends(self) -> tuple[float, float]:
        """Return both ends in standard deviations of the logarithm from its mean."""
        low = -math.inf if self.low is None or self.low <= 0 else math.log(self.low / self.median) / self.sigma
        if self.high is None:
            return low, math.inf
        return low, -math.inf if self.high <= 0 else math.log(self.high / self.median) / self.sigma

    def quantile(self, u: Floats) -> Floats:
        """Return values for numbers of the unit interval, shape ``(points,)``."""
        return self._cut(self.median * np.exp(self.sigma * self._standard(u)))


Distribution = Annotated[
    Uniform | LogUniform | Normal | LogNormal | Triangular | Beta | WholeNumbers, Field(discriminator="kind")
]
AnyDistribution = Uniform | LogUniform | Normal | LogNormal | Triangular | Beta | WholeNumbers
