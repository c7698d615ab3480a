"""The keyed luck, for one agent or a whole month at once, same bits.

Concepts:
    key: the seed of a run, 64 bits, as two words of 32.
    counter: who, when, where and what for: ``(agent, index, estate, stream // 4)``, four words of 32 bits. The index
        is the month for draws of the month, and 0 or the number of the attempt while the world is built.
    stream: the purpose of a draw, one number a decision (`Stream`). Philox answers each counter with four words; the
        word ``stream % 4`` is the stream's own, so four neighbouring streams share one computation, a *block*.
    uniform: ``u = (word + 0.5) * 2**-32``, exact in a double and strictly inside (0, 1).

A draw belongs to an agent, a month and a purpose, never to an order of calls. Two scenarios under one seed are
therefore twins: the same household has the same luck in both, and a decision more changes only its own consequences.
Everything that is not uniform (normal, choice) is a scalar function of such a uniform, written with ``+ - * /``,
``math.log``, ``math.sqrt`` and ``math.exp`` only, so that plain Python and Numba agree to the bit.

Source: Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC'11; Random123.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import IntEnum, unique
from operator import index as plain
from typing import NoReturn, cast

import numpy as np
import numpy.typing as npt

from commsim.errors import SeedError

Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.uint64]

MASK = 0xFFFFFFFF
MULTIPLIER_0, MULTIPLIER_1 = 0xD2511F53, 0xCD9E8D57
WEYL_0, WEYL_1 = 0x9E3779B9, 0xBB67AE85
ROUNDS = 10

STEP = 2.3283064365386963e-10  # 2**-32, exactly
SMALLEST = 1.1641532182693481e-10  # 2**-33, the uniform of word 0
LARGEST = 1.0 - SMALLEST  # the uniform of the highest word

EXPONENT_LIMIT = 700.0  # exp(800) raises in Python and gives inf in Numba: neither is ever asked
DERIVE_TAG = 0xFFFFFFFF  # last counter word of derive_seed, out of reach of every block of streams


@unique
class Stream(IntEnum):
    """What a draw is for.

    Append only, never renumber, never reuse: a number is part of every result ever published with it.
    """

    # while the world is built; index = 0 or the attempt
    TENURE = 0
    AGE = 1
    MEMBER = 2
    RETIRED = 3
    TYPE = 4
    INCOME = 5
    GAIN = 6
    THRESHOLD = 7
    TASTE = 8
    AREA = 9
    TRUST_PAYEE = 10
    TRUST_SELF = 11
    BELONGING = 12
    PAYS = 13
    MOTIVATION = 14
    HOURS = 15
    LEGACY = 16
    TIE_BREAK = 17
    TIE_STAIRWELL = 18
    TIE_BUILDING = 19
    TIE_FAR = 20
    TIE_COUNT = 21
    TIE_WEIGHT = 22
    REWIRE = 23
    ATTACH = 24
    ACTIVATE = 25
    OUTSPOKEN = 26
    OPINION = 27
    # in a month; index = the month
    REVISE = 28
    PAY = 29
    TAKE_PART = 30
    CONTACT = 31
    BALLOT = 32
    VOTE = 33
    ATTEND = 34
    GRIEVE_PAYEE = 35
    GRIEVE_NEIGHBOUR = 36
    GRIEVE_COMMITTEE = 37
    GRIEVE_OTHER = 38
    REPORT_PAYEE = 39
    REPORT_NEIGHBOUR = 40
    REPORT_COMMITTEE = 41
    REPORT_OTHER = 42
    OPPONENT = 43
    MEDIATE = 44
    CONFLICT = 45
    RECRUIT = 46
    SUE = 47
    REFUSE = 48
    ORDER = 49
    CAPTURE = 50
    PAPERWORK = 51
    # lasting, drawn when first asked for; index = 0
    EMPLOYER = 52


# --- seeds -----------------------------------------------------------------------------------------------------------


def check_seed(seed: object) -> int:
    """Return the seed if it is one.

    Args:
        seed: what the user gave; a whole number from 0 to 2**64 - 1. Seed 0 is a seed like any other.

    Raises:
        SeedError: it is not an ``int`` (``True`` is not), or out of range.
    """
    if isinstance(seed, bool) or not isinstance(seed, int):
        raise SeedError(f"seed: {seed!r} is a {type(seed).__name__}; give a whole number from 0 to 2**64 - 1")
    if seed < 0 or seed >> 64:
        raise SeedError(f"seed: {seed} is out of range; give a whole number from 0 to 2**64 - 1")
    return seed


def derive_seed(master: int, *words: int) -> int:
    """Return a seed of its own for one place in a plan, such as ``derive_seed(master, point, repetition)``.

    The number of words and then each word in turn is the counter of a Philox call under the seed reached so far, so
    ``(1,)``, ``(1, 0)`` and ``(0, 1)`` lead to different seeds.

    Args:
        master: the seed of the plan, 0 to 2**64 - 1.
        words: any number of whole numbers, each 0 to 2**64 - 1.

    Returns:
        A seed, 0 to 2**64 - 1.

    Raises:
        SeedError: the master or a word is not such a number.
    """
    derived = check_seed(master)
    for position, given in enumerate((len(words), *words)):
        word = check_seed(given)
        low, high, _, _ = philox4x32(word & MASK, word >> 32, position, DERIVE_TAG, derived & MASK, derived >> 32)
        derived = low | high << 32
    return derived


# --- uniforms --------------------------------------------------------------------------------------------------------


def philox4x32(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int, rounds: int = ROUNDS) -> tuple[int, int, int, int]:
    """Return the four words Philox 4x32 makes of a counter and a key.

    Not to be compiled as it stands: a product fills 64 bits, and in Numba a signed product that overflows is
    undefined (``mul nsw``), so masking afterwards does not mend it. A compiled twin needs ``np.uint64`` throughout.

    Args:
        c0, c1, c2, c3: the counter, words of 32 bits, 0 to 2**32 - 1, not checked here.
        k0, k1: the key, likewise.
        rounds: 10 everywhere in commsim; 7 has published answers too, which tests use.

    Returns:
        Four words of 32 bits.

    Source: Salmon et al. (2011); Random123. A round is
    ``(hi(M1*c2) ^ c1 ^ k0, lo(M1*c2), hi(M0*c0) ^ c3 ^ k1, lo(M0*c0))``; the key moves on between rounds.
    """
    for _ in range(rounds):
        even = MULTIPLIER_0 * c0
        odd = MULTIPLIER_1 * c2
        c0, c2 = odd >> 32 ^ c1 ^ k0, even >> 32 ^ c3 ^ k1
        c1, c3 = odd & MASK, even & MASK
        k0, k1 = (k0 + WEYL_0) & MASK, (k1 + WEYL_1) & MASK
    return c0, c1, c2, c3


def uniform(seed: int, agent: int, index: int, estate: int, stream: int) -> float:
    """Return the draw of one agent.

    Args:
        seed: 0 to 2**64 - 1.
        agent: id of the agent, 0 to 2**32 - 1.
        index: the month, or 0 or the attempt while the world is built, 0 to 2**32 - 1.
        estate: number of the estate, 0 to 2**32 - 1.
        stream: what the draw is for, a `Stream`.

    Returns:
        A multiple of 2**-33 from 2**-33 to 1 - 2**-33.

    Raises:
        TypeError: a number is not whole.
        ValueError: a number is out of range.
    """
    # Plain numbers first: ids may come from NumPy, whose products overflow in silence.
    seed, agent, index, estate, stream = plain(seed), plain(agent), plain(index), plain(estate), plain(stream)
    # A negative number leaves -1 after the shift, so one look finds both ends.
    if seed >> 64 or (agent | index | estate | stream) >> 32:
        _refuse(seed, agent=agent, index=index, estate=estate, stream=stream)
    words = philox4x32(agent, index, estate, stream >> 2, seed & MASK, seed >> 32)
    return (words[stream & 3] + 0.5) * STEP


def uniforms(seed: int, count: int, index: int, estate: int, stream: int) -> Floats:
    """Return the draws of agents 0 to count - 1.

    Args:
        seed, index, estate, stream: as in `uniform`.
        count: number of agents, 0 to 2**32.

    Returns:
        float64 of shape ``(count,)``; entry ``a`` has the bits of ``uniform(seed, a, index, estate, stream)``.

    Raises:
        ValueError: a number is out of range.
    """
    rows = block(seed, count, index, estate, stream >> 2)
    return cast(Floats, rows[stream & 3].copy())  # a view would keep four columns alive


def uniforms_at(seed: int, agents: npt.ArrayLike, index: npt.ArrayLike, estate: int, stream: int) -> Floats:
    """Return the draws of some agents, each at the same index or at an index of its own.

    Args:
        seed, estate, stream: as in `uniform`.
        agents: whole numbers, 0 to 2**32 - 1, any shape.
        index: one whole number or an array of them, 0 to 2**32 - 1; its shape must broadcast against ``agents``.

    Returns:
        float64 of the broadcast shape, with the bits of `uniform`.

    Raises:
        TypeError: an array does not hold whole numbers.
        ValueError: a number is out of range, or the shapes do not broadcast.
    """
    seed, estate, stream = plain(seed), plain(estate), plain(stream)
    if seed >> 64 or (estate | stream) >> 32:
        _refuse(seed, estate=estate, stream=stream)
    who, when = np.broadcast_arrays(_whole("agents", agents), _whole("index", index))
    rows = _block(seed, who.ravel(), when.ravel(), estate, stream >> 2)
    return cast(Floats, rows[stream & 3].reshape(who.shape).copy())


def block(seed: int, count: int, index: int, estate: int, block_number: int) -> Floats:
    """Return the draws of agents 0 to count - 1 for four streams at the price of one.

    Args:
        seed, index, estate: as in `uniform`.
        count: number of agents, 0 to 2**32.
        block_number: ``stream // 4``.

    Returns:
        float64 of shape ``(4, count)``; row ``w`` is the stream ``4 * block_number + w``.

    Raises:
        ValueError: a number is out of range.
    """
    seed, index, estate, block_number = plain(seed), plain(index), plain(estate), plain(block_number)
    if seed >> 64 or (index | estate | block_number) >> 32 or not 0 <= count <= MASK + 1:
        _refuse(seed, count=count, index=index, estate=estate, block_number=block_number)
    return _block(seed, np.arange(count, dtype=np.uint64), index, estate, block_number)


def _block(seed: int, agents: Words, index: Words | int, estate: int, block_number: int) -> Floats:
    """Return the four uniforms of every agent; Philox on two columns at a time.

    Args:
        seed: 0 to 2**64 - 1.
        agents: uint64 of shape ``(n,)``, below 2**32.
        index: uint64 of shape ``(n,)`` or one number, below 2**32.
        estate, block_number: below 2**32.

    Returns:
        float64 of shape ``(4, n)``.
    """
    count = agents.shape[0]
    even = np.empty((2, count), np.uint64)  # c0 and c2, which are multiplied
    odd = np.empty((2, count), np.uint64)  # c1 and c3, which are not
    even[0], even[1], odd[0], odd[1] = agents, estate, index, block_number
    product = np.empty((2, count), np.uint64)
    crossed = product[::-1]  # the product of c0 goes to c2 and c3, that of c2 to c0 and c1
    multiplier = np.array([[MULTIPLIER_0], [MULTIPLIER_1]], np.uint64)
    key = np.array([[seed & MASK], [seed >> 32]], np.uint64)
    weyl = np.array([[WEYL_0], [WEYL_1]], np.uint64)
    for _ in range(ROUNDS):
        np.multiply(even, multiplier, out=product)
        np.right_shift(crossed, 32, out=even)
        even ^= odd
        even ^= key
        np.bitwise_and(crossed, MASK, out=odd)
        key += weyl
        key &= MASK
    draws = np.empty((4, count))
    np.add(even, 0.5, out=draws[0::2])
    np.add(odd, 0.5, out=draws[1::2])
    draws *= STEP
    return draws


def _whole(name: str, values: npt.ArrayLike) -> Words:
    """Return whole numbers of 32 bits as uint64, of the same shape; anything else is an error."""
    given = np.asarray(values)
    if given.size == 0:
        return given.astype(np.uint64)
    if given.dtype.kind not in "iu":
        raise TypeError(f"{name}: got {given.dtype} values; a draw is keyed by whole numbers from 0 to 2**32 - 1")
    if given.min() < 0 or given.max() > MASK:
        raise ValueError(f"{name}: got {given.min()} to {given.max()}; a draw is keyed by 0 to 2**32 - 1")
    return given.astype(np.uint64)


def _refuse(seed: int, **words: int) -> NoReturn:
    """Raise the ValueError of a number that no draw can be keyed by."""
    came = ", ".join(f"{name}={value}" for name, value in words.items())
    raise ValueError(f"draw: got seed={seed}, {came}; a seed is 0 to 2**64 - 1, the rest is 0 to 2**32 - 1")


class MonthLuck:
    """The draws of one estate, a month at a time, each block computed once a month.

    Attributes:
        seed: 0 to 2**64 - 1.
        count: number of agents.
        estate: number of the estate.
    """

    def __init__(self, seed: int, count: int, estate: int) -> None:
        """Remember whose luck it is; nothing is drawn yet.

        Raises:
            SeedError: the seed is not one.
        """
        self.seed = check_seed(seed)
        self.count = count
        self.estate = estate
        self._month = -1
        self._blocks: dict[int, list[list[float]]] = {}

    def at(self, month: int, stream: int) -> list[float]:
        """Return the draws of all agents for one purpose in one month.

        Args:
            month: 0 to 2**32 - 1; asking for another month forgets the one before, which costs time, not bits.
            stream: a `Stream`.

        Returns:
            ``count`` floats; entry ``a`` has the bits of ``uniform(seed, a, month, estate, stream)``. The list is
            kept for the next caller: read it, do not change it.

        Raises:
            ValueError: the month, the stream, the count or the estate is out of range.
        """
        if month != self._month:
            self._blocks = {}
            self._month = month
        number = stream >> 2
        if number not in self._blocks:
            self._blocks[number] = block(self.seed, self.count, month, self.estate, number).tolist()
        return self._blocks[number][stream & 3]


# --- functions of a uniform ------------------------------------------------------------------------------------------


def bernoulli(u: float, p: float) -> bool:
    """Return whether an event of probability p happens: never at ``p <= 0``, always at ``p >= 1``."""
    return u < p


def below(u: float, n: int) -> int:
    """Return a whole number from 0 to n - 1, each as likely as the others.

    Args:
        u: a uniform, 0 < u < 1.
        n: how many numbers there are, 1 or more; up to 2**20 each one's chance is exact to 2**-32.

    Raises:
        ValueError: n is below 1.
    """
    if n < 1:
        raise ValueError("below: nothing to choose from, n must be 1 or more")
    return min(int(u * n), n - 1)


def category(u: float, shares: tuple[float, ...]) -> int:
    """Return the place of the category in which u falls when the shares are laid end to end, in order.

    Args:
        u: a uniform, 0 < u < 1.
        shares: probabilities, 0 to 1. They should add to 1; the last category takes whatever rest rounding leaves,
            so it is the one share that is never read.

    Returns:
        0 to ``len(shares) - 1``; a category of share 0 is never chosen when the shares add to 1.

    Raises:
        ValueError: there is no category.
    """
    last = len(shares) - 1
    if last < 0:
        raise ValueError("category: nothing to choose from, shares must hold at least one number")
    reached = 0.0
    for place in range(last):
        reached += shares[place]
        if u < reached:
            return place
    return last


def normal(u: float) -> float:
    """Return the standard normal deviate whose distribution function is u.

    The absolute error is below 6e-9 over every uniform of this module, and ``normal(1 - u) == -normal(u)`` to the bit.

    Args:
        u: a uniform; anything outside is taken as the nearest of 2**-33 and 1 - 2**-33.

    Returns:
        -6.3 to 6.3.

    Source: P. J. Acklam (2003), "An algorithm for computing the inverse normal cumulative distribution function",
    relative error 1.15e-9, without the refinement step.
    """
    if u < 0.02425:
        return _normal_tail(max(u, SMALLEST))
    if u > 0.97575:
        return -_normal_tail(1.0 - min(u, LARGEST))
    q = u - 0.5
    r = q * q
    above = -3.969683028665376e01 * r + 2.209460984245205e02
    above = (above * r - 2.759285104469687e02) * r + 1.383577518672690e02
    above = (above * r - 3.066479806614716e01) * r + 2.506628277459239e00
    under = -5.447609879822406e01 * r + 1.615858368580409e02
    under = (under * r - 1.556989798598866e02) * r + 6.680131188771972e01
    under = (under * r - 1.328068155288572e01) * r + 1.0
    return q * above / under


def _normal_tail(u: float) -> float:
    """Return the normal deviate of a u from 2**-33 to 0.02425."""
    q = math.sqrt(-2.0 * math.log(u))
    above = -7.784894002430293e-03 * q - 3.223964580411365e-01
    above = (above * q - 2.400758277161838e00) * q - 2.549732539343734e00
    above = (above * q + 4.374664141464968e00) * q + 2.938163982698783e00
    under = 7.784695709041462e-03 * q + 3.224671290700398e-01
    under = ((under * q + 2.445134137142996e00) * q + 3.754408661907416e00) * q + 1.0
    return above / under


def lognormal(u: float, median: float, sigma: float) -> float:
    """Return the deviate ``median * exp(sigma * normal(u))``.

    Args:
        u: a uniform, 0 < u < 1.
        median: in any unit, above 0; the result has the same unit.
        sigma: standard deviation of the logarithm, 0 or more; 0 gives the median itself. The exponent is held within
            -700 to 700, which no sigma up to 100 reaches.
    """
    exponent = sigma * normal(u)
    return median * math.exp(min(max(exponent, -EXPONENT_LIMIT), EXPONENT_LIMIT))


# --- choosing some of all --------------------------------------------------------------------------------------------


def share_to_count(share: float, n: int) -> int:
    """Return how many of n a share is: ``int(share * n + 0.5)``, halves up; share 0 to 1, n 0 or more."""
    return int(share * n + 0.5)


def lowest(keys: Sequence[float], count: int) -> list[int]:
    """Return who has the lowest keys; with keyed draws as keys, bigger shares contain smaller ones.

    Args:
        keys: one number an id, ids from 0 on; equal keys are told apart by id, the lower id first.
        count: how many to choose, 0 or more; all are chosen where there are fewer keys.

    Returns:
        The chosen ids, ascending.

    Raises:
        ValueError: the count is negative.
    """
    if count < 0:
        raise ValueError(f"lowest: got count={count}; the count must be 0 or more")
    return sorted(sorted(range(len(keys)), key=keys.__getitem__)[:count])
