"""The verdict on ``threequestions.c1``: who governs, with what money, and how: all three must be solved.

Concepts:
    combination: which of who, money and how are solved, written in this order: ``101`` is who and how without money.
    lasts: fee rate at least 0.80 and a company or committee serving in every month 49 to 60 after the start.
    rule: see :func:`word`; it stands in words in the README.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import combinations as combinations_of
from itertools import product
from typing import NamedTuple

import pandas as pd

from experiments.common import (
    DEPENDS,
    NOT,
    PARTLY,
    SUPPORTED,
    WORDS,
    Experiment,
    Interval,
    contrast,
    paired_interval,
    share_interval,
    table,
)

FACTORS = ("who", "money", "how")
ALL, NO_MONEY = "111", "101"
OLD_ESTATE = "yanxiqiao"
"""The old estate that ``money.c1`` is about."""

SINGLE_OUT = {"who": "011", "money": "101", "how": "110"}
"""The combination in which one factor alone is unsolved."""

MEMBERS, COSTS = ("as_reported", "fifth", "tenth"), ("as_set", "half_more", "double")
"""Levels of ``study-settings.yaml``; the first of each are those of ``study.yaml``."""

SITES = ("tianhu", "hongyun", "yanxiqiao")
HIGH, LOW = 0.8, 0.5
WORKING = 0.3
"""Quality from which a committee counts as working, as in the model's measures."""

EFFECTS: tuple[tuple[str, ...], ...] = (
    *((name,) for name in FACTORS),
    *combinations_of(FACTORS, 2),
    FACTORS,
)
"""Main effects and interactions."""


class Definition(NamedTuple):
    """One way to say that an estate lasts.

    Attributes:
        said: in words.
        holds: figures of 0 and 1 from the rows.
    """

    said: str
    holds: Callable[[pd.DataFrame], pd.Series]


def serves(runs: pd.DataFrame) -> pd.Series:
    """Say of each run whether a company serves all year or a committee works."""
    return (runs["company"] == 1) | (runs["committee_quality"] >= WORKING)


DEFINITIONS = (
    Definition("every month at least 0.80, company or committee (the rule's)", lambda runs: runs["lasts"] == 1),
    Definition("the same, with a committee that works (quality 0.3)", lambda runs: (runs["lasts"] == 1) & serves(runs)),
    Definition("at least 9 of the 12 months", lambda runs: runs["lasting_months"] >= 9),
    Definition("the year's fee rate at least 0.70", lambda runs: runs["fee_rate"] >= 0.7),
    Definition("the year's fee rate at least 0.90", lambda runs: runs["fee_rate"] >= 0.9),
    Definition("every month at least 0.90", lambda runs: runs["months_at_90"] == 12),
)


def combinations() -> list[str]:
    """Return the eight combinations, from none solved to all three."""
    return sorted(("".join(signs) for signs in product("01", repeat=3)), key=lambda name: (name.count("1"), name))


def coded(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with their combination as a column."""
    solved = [(runs[factor] == "solved").astype(int).astype(str) for factor in FACTORS]
    return runs.assign(combination=solved[0] + solved[1] + solved[2])


def shares(runs: pd.DataFrame, definition: Definition = DEFINITIONS[0]) -> dict[str, Interval]:
    """Return the share that lasts in each combination.

    Args:
        runs: coded rows of one site and setting.
        definition: what lasting means.
    """
    holds = definition.holds(runs).astype(float)
    return {name: share_interval(holds[runs["combination"] == name]) for name in combinations()}


def drops(runs: pd.DataFrame, definition: Definition = DEFINITIONS[0]) -> dict[str, Interval]:
    """Return by how much the share that lasts falls when one factor is taken from all three, on paired runs."""
    holds = runs.assign(holds=definition.holds(runs).astype(float))
    wide = holds.pivot(index="replicate", columns="combination", values="holds")
    return {factor: paired_interval(wide[ALL], wide[without]) for factor, without in SINGLE_OUT.items()}


def word(found: dict[str, Interval], taken: dict[str, Interval]) -> str:
    """Return what the claim is worth in one estate, by the README's rule.

    Args:
        found: share that lasts, by combination.
        taken: fall of that share when one factor alone is taken away.
    """
    others = [share for name, share in found.items() if name != ALL]
    if found[ALL].low > HIGH and all(share.high < LOW for share in others):
        return SUPPORTED
    if any(share.low > HIGH for share in others) or found[ALL].high < LOW:
        return NOT
    return PARTLY if all(fall.low > 0 for fall in taken.values()) else NOT


def word_of(runs: pd.DataFrame, definition: Definition = DEFINITIONS[0]) -> str:
    """Return the word for the coded rows of one site and setting."""
    return word(shares(runs, definition), drops(runs, definition))


def money_word(without: Interval, with_all: Interval) -> str:
    """Return what ``money.c1`` is worth, by the README's rule.

    Args:
        without: share that lasts with who and how, without money.
        with_all: share that lasts with all three.
    """
    if without.high < LOW and with_all.low > HIGH:
        return SUPPORTED
    return NOT if without.low > HIGH or with_all.low <= without.high else PARTLY


def overall(words: list[str]) -> str:
    """Return the word over several estates: theirs if they agree, else that it depends on the estate."""
    return words[0] if len(set(words)) == 1 else DEPENDS


def part(runs: pd.DataFrame, **where: str) -> pd.DataFrame:
    """Return the rows in which some columns have these values."""
    for column, value in where.items():
        runs = runs[runs[column] == value]
    return runs


def effects(runs: pd.DataFrame, measure: str) -> dict[tuple[str, ...], Interval]:
    """Return main effects and interactions of one site and setting.

    An effect is the mean where a product of signs (+1 solved, -1 unsolved) is positive less the mean where it is
    negative; so an interaction is half the difference of one factor's effect with and without the other.
    """
    points = runs.drop_duplicates("point").set_index("point")
    found = {}
    for names in EFFECTS:
        signs = pd.Series(1.0, index=points.index)
        for name in names:
            signs = signs * points[name].map({"solved": 1.0, "unsolved": -1.0})
        found[names] = contrast(runs, measure, signs / 4)
    return found


# --- the page --------------------------------------------------------------------------------------------------------


def page(experiment: Experiment) -> str:
    """Return the verdict as Markdown, from the results of all parts."""
    main = coded(experiment.runs())
    settings = coded(experiment.runs("settings"))
    visits = coded(experiment.runs("visits"))
    variant = coded(experiment.runs("hongyun"))
    long = coded(experiment.runs("ten-years"))
    return "\n\n".join(
        [
            _verdict(main),
            _shares(main),
            _taken(main),
            _effects(main),
            _settings(settings),
            _visits(visits),
            _definitions(main),
            _before(main),
            _variants(variant, long),
        ]
    )


def _verdict(main: pd.DataFrame) -> str:
    words = {site: word_of(part(main, site=site)) for site in SITES}
    told = "; ".join(f"{site}: {said}{_counter(part(main, site=site))}" for site, said in words.items())
    old = part(main, site=OLD_ESTATE)
    without = shares(old)[NO_MONEY]
    return (
        f"**Verdict on `threequestions.c1` (M7): {overall(list(words.values()))}.** By estate: {told}.\n\n"
        f"**Verdict on `money.c1`, by {OLD_ESTATE}: {money_word(without, shares(old)[ALL])}.** With who and how solved "
        f"and no money that comes back, {without.text()} of the runs last."
    )


def _counter(runs: pd.DataFrame) -> str:
    """Say which combinations last although something is unsolved."""
    lasting = [name for name, share in shares(runs).items() if name != ALL and share.low > HIGH]
    return f" (lasts as well: {', '.join(map(solved_in_words, lasting))})" if lasting else ""


def solved_in_words(name: str) -> str:
    """Return a combination in words, such as ``who + how``."""
    return " + ".join(factor for factor, sign in zip(FACTORS, name, strict=True) if sign == "1") or "nothing"


def _shares(main: pd.DataFrame) -> str:
    rows = []
    for name in combinations():
        row: list[str] = [solved_in_words(name)]
        for site in SITES:
            runs = part(main, site=site)
            fee = float(runs.loc[runs["combination"] == name, "fee_rate"].mean())
            row.append(shares(runs)[name].text() + ("; no bills" if math.isnan(fee) else f"; {fee:.2f}"))
        rows.append(row)
    replicates = main["replicate"].nunique()
    said = f"Share of {replicates} runs that lasts (Wilson's 95 % interval); mean fee rate of months 49 to 60."
    return f"{said}\n\n" + table(("Solved", *SITES), rows)


def _taken(main: pd.DataFrame) -> str:
    rows = []
    for factor in FACTORS:
        found = [drops(part(main, site=site))[factor].text() for site in SITES]
        rows.append((f"without {factor}", *found))
    return "Fall of the share that lasts when one is taken from all three (paired runs).\n\n" + table(
        ("From all three", *SITES), rows
    )


def _effects(main: pd.DataFrame) -> str:
    blocks = []
    for measure, said in (("lasts", "the share that lasts"), ("fee_rate", "the fee rate of months 49 to 60")):
        found = {site: effects(part(main, site=site), measure) for site in SITES}
        rows = [(" × ".join(names), *(found[site][names].text(3) for site in SITES)) for names in EFFECTS]
        blocks.append(f"Main effects and interactions on {said}.\n\n" + table(("Effect", *SITES), rows))
    return "\n\n".join([*blocks, "A dash: undefined, since in some combinations nobody bills."])


def _settings(settings: pd.DataFrame) -> str:
    cases = [((members, cost), {"members": members, "cost": cost}) for members, cost in product(MEMBERS, COSTS)]
    rows, counts = _rows(settings, cases)
    headings = ("Members", "Cost", "Estate", *map(solved_in_words, combinations()), "Word")
    said = f"Share that lasts, and the rule's word, in other settings: {counts}. {_sufficient(settings, cases)}"
    return f"{said}\n\n" + table(headings, rows)


def _sufficient(settings: pd.DataFrame, cases: Sequence[tuple[tuple[str, ...], dict[str, str]]]) -> str:
    """Say where all three last, and what else lasts there."""
    found = [shares(part(settings, site=site, **where)) for (_, where), site in product(cases, SITES)]
    lasting = [one for one in found if one[ALL].low > HIGH]
    others = [name for name in combinations() if name != ALL]
    counts = {name: len([one for one in lasting if one[name].low > HIGH]) for name in others}
    told = ", ".join(f"{solved_in_words(name)} in {count}" for name, count in counts.items() if count)
    return f"All three last in {len(lasting)} of these {len(found)} rows (interval above {HIGH}); there so do: {told}."


def _visits(visits: pd.DataFrame) -> str:
    rows, counts = _rows(visits, [((cost,), {"cost": cost}) for cost in COSTS])
    headings = ("Cost", "Estate", *map(solved_in_words, combinations()), "Word")
    said = "The same if visits to households count as how, so that without how members visit nobody"
    return f"{said}: {counts}.\n\n" + table(headings, rows)


def _rows(runs: pd.DataFrame, cases: Sequence[tuple[tuple[str, ...], dict[str, str]]]) -> tuple[list[list[str]], str]:
    """Return a row for each case and estate, and how often the rule says which word."""
    rows = []
    for (shown, where), site in product(cases, SITES):
        one = part(runs, site=site, **where)
        found = shares(one)
        rows.append([*shown, site, *(f"{found[name].value:.2f}" for name in combinations()), word_of(one)])
    words = [row[-1] for row in rows]
    return rows, ", ".join(f"{said} in {words.count(said)}" for said in WORDS if said in words)


def _definitions(main: pd.DataFrame) -> str:
    rows = []
    for definition in DEFINITIONS:
        words = [word_of(part(main, site=site), definition) for site in SITES]
        rows.append((definition.said, *words, overall(words)))
    return "The rule's word under other definitions of lasting.\n\n" + table(("Lasts if", *SITES, "All"), rows)


def _variants(variant: pd.DataFrame, long: pd.DataFrame) -> str:
    cases = [
        ("hongyun, the old committee collects if nobody else does", part(variant, collects="anyway")),
        *((f"{site}, months 109 to 120 after the start", part(long, site=site)) for site in SITES),
    ]
    rows = []
    for said, runs in cases:
        found = shares(runs)
        rows.append((said, *(f"{found[name].value:.2f}" for name in combinations()), word_of(runs)))
    return "Share that lasts, and the rule's word, in two variants.\n\n" + table(
        ("Variant", *map(solved_in_words, combinations()), "Word"), rows
    )


def _before(main: pd.DataFrame) -> str:
    """Say how far the fee rate differs before anything starts: some levels hold for the whole run."""
    largest = 0.0
    for site in SITES:
        runs = part(main, site=site)
        if runs["fee_rate_before"].notna().all():
            largest = max(largest, *(abs(effect.value) for effect in effects(runs, "fee_rate_before").values()))
    return (
        "Before the start (fee rate of months 13 to 24, where there are bills) no main effect or interaction is larger "
        f"than {largest:.4f}."
    )
