"""The verdict on ``hechuan.c1``: members' service lasts only with an institution behind it.

Concepts:
    supports: rota, service file, recognition, successors (places left are filled), each given or not.
    cell: an estate, who is asked (in service or retired) and how many.
    months served: months from the beginning until nobody serves or the company gives up; censored after 60.
    lasts: the effort goes on after 60 months and at least half as many serve as were asked.
    rule: see :func:`word`; it stands in words in the README.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from experiments.common import (
    DEPENDS,
    NOT,
    SUPPORTED,
    Experiment,
    Interval,
    contrast,
    mean_interval,
    share_interval,
    table,
)

SUPPORTS = ("rota", "service_file", "recognition", "successors")
SITES = ("vacuum", "company", "tianhu")
ASKED = ("in_service", "retired")
NONE, EVERY = "0000", "1111"
SHOWN = (NONE, "1000", "0100", "0010", "0110", "0001", "0111", EVERY)
"""Combinations of supports in the table of months served."""

HIGH, LOW, HALF = 0.8, 0.5, 0.5
CENSORED = 60
NOT_NEEDED, NOT_ENOUGH = "not needed", "not enough"
CELL = ["site", "asked", "members"]


def coded(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the combination of supports and whether the effort lasts as columns."""
    signs = [runs[name].isin([True, "recruited"]).astype(int).astype(str) for name in SUPPORTS]
    lasts = (runs["effort_ended"] == 0) & (runs["members_active_at_end"] >= HALF * runs["members"])
    return runs.assign(support=signs[0] + signs[1] + signs[2] + signs[3], lasts=lasts.astype(float))


def with_number_asked(runs: pd.DataFrame) -> pd.DataFrame:
    """Return rows of a share of members with the number asked as column ``members``.

    Under a rota nobody stops, so those who serve at the end of the first month are those who were asked; the same are
    asked in every run of one replicate.
    """
    cell = ["site", "share", "replicate"]
    asked = runs[runs["rota"]].groupby(cell)["members_active_first"].max()
    return runs.assign(members=runs.set_index(cell).index.map(asked.to_dict()))


def word(without: Interval, with_all: Interval) -> str:
    """Return what the claim is worth in one cell, by the README's rule.

    Args:
        without: share that lasts without any support.
        with_all: share that lasts with all of them.
    """
    if without.high < LOW and with_all.low > HIGH:
        return SUPPORTED
    if without.low > HIGH:
        return NOT_NEEDED
    return NOT_ENOUGH if with_all.high < LOW else "unclear"


def words(runs: pd.DataFrame) -> dict[tuple[str, str, int], str]:
    """Return the word of every cell of coded rows."""
    found = {}
    for (site, asked, members), cell in runs.groupby(CELL, sort=False):
        ends = [share_interval(cell.loc[cell["support"] == support, "lasts"]) for support in (NONE, EVERY)]
        found[str(site), str(asked), int(str(members))] = word(*ends)
    return found


def overall(found: Iterable[str]) -> str:
    """Return the verdict over cells: supported in all, in none, or that it depends."""
    kinds = {said == SUPPORTED for said in found}
    if kinds == {True}:
        return SUPPORTED
    return NOT if kinds == {False} else DEPENDS


def single_effects(runs: pd.DataFrame, measure: str) -> dict[str, Interval]:
    """Return each support's main effect in one estate, over the other supports, who is asked and how many."""
    points = runs.drop_duplicates("point").set_index("point")
    found = {}
    for place, name in enumerate(SUPPORTS):
        signs = points["support"].map(lambda support, place=place: 1.0 if support[place] == "1" else -1.0)
        found[name] = contrast(runs, measure, signs / (len(points) / 2))
    return found


def in_words(support: str) -> str:
    """Return a combination of supports in words."""
    given = [name.replace("_", " ") for name, sign in zip(SUPPORTS, support, strict=True) if sign == "1"]
    return {0: "none", 4: "all four"}.get(len(given), " + ".join(given))


# --- the page --------------------------------------------------------------------------------------------------------


def page(experiment: Experiment) -> str:
    """Return the verdict as Markdown."""
    runs = coded(experiment.runs())
    shipped = coded(with_number_asked(experiment.runs("shipped")))
    return "\n\n".join([_verdict(runs), _cells(runs), _months(runs), _effects(runs), _worth(runs), _shipped(shipped)])


def _verdict(runs: pd.DataFrame) -> str:
    found = words(runs)
    counts = pd.Series(list(found.values())).value_counts()
    told = ", ".join(f"{said} in {count}" for said, count in counts.items())
    light, heavy = _loads(runs, found)
    depends = ""
    if light and heavy:
        depends = (
            f" It depends on the load: where service lasts without support members were asked for {min(light):.1f} to "
            f"{max(light):.1f} times the hours they offer, where the claim is supported for {min(heavy):.1f} to "
            f"{max(heavy):.1f} times (mean over the months served without support)."
        )
    return f"**Verdict on `hechuan.c1`: {overall(found.values())}.** Of {len(found)} cells: {told}.{depends}"


def _loads(runs: pd.DataFrame, found: dict[tuple[str, str, int], str]) -> tuple[list[float], list[float]]:
    """Return the mean load without support in the cells where none is needed, and where the claim is supported."""
    means = runs[runs["support"] == NONE].groupby(CELL)["load"].mean()
    light = [means[key] for key, said in found.items() if said == NOT_NEEDED]
    heavy = [means[key] for key, said in found.items() if said == SUPPORTED]
    return light, heavy


def _cells(runs: pd.DataFrame) -> str:
    rows = []
    for key, said in words(runs).items():
        cell = _cell(runs, key)
        without, with_all = cell[cell["support"] == NONE], cell[cell["support"] == EVERY]
        ended = [f"{way} {without[f'effort_ended_by_{way}'].mean():.2f}" for way in ("burnout", "cash", "mandate")]
        ended = [text for text in ended if not text.endswith(" 0.00")]
        rows.append(
            (
                *(str(part).replace("_", " ") for part in key),
                f"{without['load'].mean():.1f}",
                share_interval(without["lasts"]).text(),
                share_interval(with_all["lasts"]).text(),
                ", ".join(ended) or "–",
                said,
            )
        )
    headings = ("Estate", "Asked", "Members", "Load", "Lasts with none", "Lasts with all", "Ended with none by", "Word")
    replicates = runs["replicate"].nunique()
    return f"Share of {replicates} runs in which service lasts.\n\n" + table(headings, rows)


def _cell(runs: pd.DataFrame, key: tuple[str, str, int]) -> pd.DataFrame:
    site, asked, members = key
    return runs[(runs["site"] == site) & (runs["asked"] == asked) & (runs["members"] == members)]


def _months(runs: pd.DataFrame) -> str:
    rows = []
    for key in words(runs):
        cell = _cell(runs, key)
        served = [mean_interval(cell.loc[cell["support"] == support, "effort_months"]) for support in SHOWN]
        rows.append((*(str(part).replace("_", " ") for part in key), *(f"{one.value:.1f}" for one in served)))
    said = f"Months served, mean; an effort that goes on counts {CENSORED} (censored)."
    return f"{said}\n\n" + table(("Estate", "Asked", "Members", *map(in_words, SHOWN)), rows)


def _effects(runs: pd.DataFrame) -> str:
    rows = []
    for site in SITES:
        found = single_effects(runs[runs["site"] == site], "effort_months")
        rows.append((site, *(found[name].text(1) for name in SUPPORTS)))
    said = "Main effect of each support on months served, over the other supports, who is asked and how many."
    return f"{said}\n\n" + table(("Estate", *(name.replace("_", " ") for name in SUPPORTS)), rows)


def _worth(runs: pd.DataFrame) -> str:
    """Show what service that lasts is worth: hours, service of the estate, fee rate."""
    rows = []
    for site in SITES:
        for support in (NONE, "1000", "0111", EVERY):
            part = runs[(runs["site"] == site) & (runs["support"] == support)]
            hours = part["hours_done"] / part["members"] / CENSORED
            rows.append(
                (
                    site,
                    in_words(support),
                    f"{hours.mean():.1f}",
                    f"{part['service'].mean():.2f}",
                    _fee(part["fee_rate"]),
                )
            )
    said = (
        "What it is worth: hours done a month for each member asked, service and fee rate in the last 12 months, mean "
        "over all cells of an estate."
    )
    return f"{said}\n\n" + table(("Estate", "Supports", "Hours", "Service", "Fee rate"), rows)


def _shipped(runs: pd.DataFrame) -> str:
    """Show the shipped cases with all their steps, by the share of members asked."""
    rows = []
    for (site, share), part in runs.groupby(["site", "share"], sort=False):
        without, with_all = part[part["support"] == NONE], part[part["support"] == EVERY]
        rows.append(
            (
                site,
                f"{share}, {part['members'].mean():.0f} members",
                f"{without['load'].mean():.1f}",
                *(share_interval(side["lasts"]).text() for side in (without, with_all)),
                *(_fee(side["fee_rate"]) for side in (without, with_all)),
            )
        )
    said = (
        "The shipped cases with all their steps: a branch with 16 hours of its own, members in service and retired as "
        "they come (Hongyun: in service)."
    )
    headings = (
        "Estate",
        "Asked",
        "Load",
        "Lasts with none",
        "Lasts with all",
        "Fee rate with none",
        "Fee rate with all",
    )
    return f"{said}\n\n" + table(headings, rows)


def _fee(rates: pd.Series) -> str:
    """Return the mean fee rate, and how many runs have bills where not all do."""
    billed = rates.dropna()
    if billed.empty:
        return "no bills"
    missing = "" if len(billed) == len(rates) else f" (bills in {len(billed)} of {len(rates)} runs)"
    return f"{float(billed.mean()):.2f}{missing}"
