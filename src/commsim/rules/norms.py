"""Perceived norm: what a household believes others do.

Meaning: a household sees whether its acquaintances paid last month, each weighed by trust, and mixes this with a
public signal. Where accounts are disclosed, the signal is the true rate; who knows nothing judges others' conduct by
how the place looks.

Equation:
    m_i = (sum_j w_ij y_j + w0 n) / (sum_j w_ij + w0)
    n   = D Y + (1 - D) (S + K) / 2
with w_ij the trust on a tie, y_j whether j paid last month, Y the true rate, D the disclosure of accounts, S service
and K condition. The visitor assigned to a household counts as one more tie, once.

Sources: descriptive norms from those around, Cialdini, Reno & Kallgren 1990; conditional cooperation on beliefs about
others, Fischbacher & Gächter 2010; disorder read as a sign that norms are broken, Keizer, Lindenberg & Steg 2008. The
weight of the public signal is assumed.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from commsim.rules.parameters import Parameter


class NormParameters(NamedTuple):
    """Parameters of the perceived norm."""

    w0: Annotated[
        float, Parameter("ties", 0.01, 100.0, "weight of the public signal, in fully trusted ties", "assumed")
    ] = 1.0
    disclosure_base: Annotated[
        float, Parameter("share", 0.0, 1.0, "disclosure of accounts without a working committee", "assumed")
    ] = 0.15
    disclosure_quality: Annotated[
        float, Parameter("share", 0.0, 1.0, "disclosure added by a committee of full quality", "assumed")
    ] = 0.70


def disclosure(quality: float, p: NormParameters) -> float:
    """Return D, how far accounts are disclosed, in [0, 1], for a committee of the given quality in [0, 1]."""
    d = p.disclosure_base + p.disclosure_quality * quality
    return d if d < 1.0 else 1.0


def public_signal(disclosed: float, true_rate: float, service: float, condition: float) -> float:
    """Return n in [0, 1]: the disclosed rate, and for the rest how the place looks (all arguments in [0, 1])."""
    return disclosed * true_rate + (1.0 - disclosed) * (service + condition) * 0.5


def perceived_norm(paying_ties: float, tie_sum: float, signal: float, p: NormParameters) -> float:
    """Return m_i in [0, 1].

    Args:
        paying_ties: sum of the trust on ties to those who paid last month.
        tie_sum: sum of the trust on all ties of the household.
        signal: the public signal n in [0, 1].
        p: parameters of the group ``norms``.
    """
    return (paying_ties + p.w0 * signal) / (tie_sum + p.w0)
