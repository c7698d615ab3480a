"""What a household weighed when it decided about the fee: each term of the choice, with the number behind it in words.

The terms are those of ``rules/fees.py``, in log odds; they add up to the log odds that it pays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from commsim.dashboard.words import Say, note
from commsim.rules.fees import CONDITIONAL, FREE_RIDER, HUMP, UNCONDITIONAL, FeeParameters, Standing, payment_terms

KINDS: dict[int, str] = {
    CONDITIONAL: note("pays if others pay"),
    FREE_RIDER: note("free rider"),
    HUMP: note("pays with others up to half of them"),
    UNCONDITIONAL: note("pays whatever others do"),
}
"""Types of cooperation."""

LABELS: dict[str, str] = {
    "intercept": note("Its type"),
    "absent": note("Nobody lives here"),
    "taste": note("Its own leaning"),
    "norm": note("Others"),
    "service": note("Service"),
    "trust": note("Trust in the payee"),
    "belonging": note("Belonging"),
    "enforcement": note("Steps against arrears"),
    "money": note("Money at stake"),
    "visit": note("A visitor's word"),
    "dispute": note("Quarrel with the payee"),
    "legacy": note("Defect left by the developer"),
    "pressure": note("Pressure by the work unit"),
}
"""Terms of the choice, by their names in ``PaymentTerms``."""


@dataclass(frozen=True)
class Around:
    """What a household sees of its acquaintances.

    Attributes:
        acquaintances: how many it has; paid: of these, how many paid last month.
        counts: whether it takes its belief from them at all (mechanism ``norms``).
    """

    acquaintances: int
    paid: int
    counts: bool = True


@dataclass(frozen=True)
class Term:
    """One term of a choice.

    Attributes:
        name: its name in ``PaymentTerms``.
        label: what it is called.
        logit: what it adds to the log odds.
        sentence: the number behind it, in words.
    """

    name: str
    label: str
    logit: float
    sentence: str


def terms_of(standing: Standing, around: Around, p: FeeParameters, say: Say) -> tuple[Term, ...]:
    """Return the terms of a choice in the order of ``PaymentTerms``.

    Args:
        standing: what the household weighed.
        around: what it saw of its acquaintances.
        p: parameters of the group ``fees``.
        say: the language.
    """
    terms = payment_terms(standing, p)._asdict()  # 0.0 is added below, so that nothing is told as -0
    return tuple(
        Term(name, say(LABELS[name]), float(logit) + 0.0, _SENTENCES[name](standing, around, say))
        for name, logit in terms.items()
    )


def percent(share: float) -> str:
    """Return a share in per cent, with three digits."""
    return f"{share * 100:.3g} %"


def _intercept(standing: Standing, _around: Around, say: Say) -> str:
    return say("Where a household of its type ({type}) starts from.", type=say(KINDS[standing.kind]))


def _absent(standing: Standing, _around: Around, say: Say) -> str:
    if standing.absent:
        return say("The home is vacant; its owner is far away.")
    return say("Somebody lives or works here.")


def _taste(standing: Standing, _around: Around, say: Say) -> str:
    size = f"{abs(standing.taste):.2f}"
    if standing.taste >= 0:
        return say("By its own lasting leaning it is {z} standard deviations more willing than the mean.", z=size)
    return say("By its own lasting leaning it is {z} standard deviations less willing than the mean.", z=size)


def _norm(standing: Standing, around: Around, say: Say) -> str:
    believed = percent(standing.norm)
    if not around.counts:
        return say("What others do moves nobody in this world; as at the start it takes it that {m} pay.", m=believed)
    if around.acquaintances == 0:
        return say("It has no acquaintances; by the public signal it takes it that {m} pay.", m=believed)
    return say(
        "{paid} of its {n} acquaintances paid last month; weighed by trust, and with the public signal, it takes it "
        "that {m} of all pay.",
        paid=around.paid,
        n=around.acquaintances,
        m=believed,
    )


def _service(standing: Standing, _around: Around, say: Say) -> str:
    return say("The service it gets is at {x} of what is promised.", x=percent(standing.service))


def _trust(standing: Standing, _around: Around, say: Say) -> str:
    return say("Its trust in whoever is paid: {x}.", x=percent(standing.trust))


def _belonging(standing: Standing, _around: Around, say: Say) -> str:
    return say("Its bond to the place: {x}.", x=percent(standing.belonging))


def _enforcement(standing: Standing, _around: Around, say: Say) -> str:
    if standing.enforcement == 0:
        return say("It owes nothing from before, or nobody presses it for what it owes.")
    return say("The payee presses it for what it owes: {x} of the hardest.", x=percent(standing.enforcement))


def _money(standing: Standing, _around: Around, say: Say) -> str:
    share = percent(abs(standing.money))
    if standing.money > 0:
        return say("The dividend at stake is above the fee, by {x} of its income.", x=share)
    return say("The fee is above any dividend at stake, by {x} of its income.", x=share)


def _visit(standing: Standing, _around: Around, say: Say) -> str:
    if standing.visit == 0:
        return say("No visitor whose word counts came lately.")
    share = percent(abs(standing.visit))
    if standing.visit > 0:
        return say("Somebody it trusts came and spoke for paying: {x}.", x=share)
    return say("Somebody it does not trust came to speak for paying, which put it off: {x}.", x=share)


def _dispute(standing: Standing, _around: Around, say: Say) -> str:
    if standing.dispute:
        return say("It has an open quarrel with whoever is paid.")
    return say("It has no open quarrel with whoever is paid.")


def _legacy(standing: Standing, _around: Around, say: Say) -> str:
    if standing.legacy:
        return say("A defect that the developer left is not mended.")
    return say("It has no defect left by the developer.")


def _pressure(standing: Standing, _around: Around, say: Say) -> str:
    if standing.pressure == 0:
        return say("No work unit presses it to pay.")
    return say("The work unit that employs it presses it to pay: {x}.", x=percent(standing.pressure))


_SENTENCES: dict[str, Callable[[Standing, Around, Say], str]] = {
    "intercept": _intercept,
    "absent": _absent,
    "taste": _taste,
    "norm": _norm,
    "service": _service,
    "trust": _trust,
    "belonging": _belonging,
    "enforcement": _enforcement,
    "money": _money,
    "visit": _visit,
    "dispute": _dispute,
    "legacy": _legacy,
    "pressure": _pressure,
}
