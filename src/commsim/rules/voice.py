"""Voice: who speaks up at a residents' meeting, and who stays silent.

Meaning: everybody present is privately for or against a plan, and speaks once the climate for his own camp reaches
his threshold. Opponents with a private gain and outspoken members speak from the start. Rounds go on, all at once,
until nobody changes. Where silence reads as opposition, the climate before anybody speaks is low for the plan. The
plan is carried if more than half of those present speak for it.

Equation:
    pi = (sum of omega over the voices heard of the own camp + kappa0 pi0) / (sum of omega over all voices + kappa0)
    omega_ij = w_ij + 0.2;  speaks when pi >= threshold;  pi0 for opponents is 1 - pi0
With omega = 1, for supporters: A = s + n F((A + kappa0 pi0) / (A + O + kappa0)).
Rival (mechanism ``argument``): an expert plan turns opponents without a gain into supporters with a given chance.

Sources: Granovetter 1978; Noelle-Neumann 1974; Kuran 1995. Values assumed.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from commsim.rules.arithmetic import clip
from commsim.rules.parameters import Parameter


class VoiceParameters(NamedTuple):
    """Parameters of voice."""

    ground: Annotated[
        float, Parameter("ties", 0.0, 10.0, "weight of a voice that is not an acquaintance's", "assumed")
    ] = 0.2
    kappa0: Annotated[float, Parameter("voices", 0.0, 1000.0, "voices the first climate counts for", "assumed")] = 5.0
    pi0: Annotated[
        float, Parameter("share", 0.0, 1.0, "first climate for the plan: silence reads as opposition", "assumed")
    ] = 0.15
    threshold: Annotated[float, Parameter("share", -1.0, 2.0, "mean threshold for speaking up", "calibrated: M8")] = (
        0.22
    )
    threshold_sd: Annotated[float, Parameter("share", 0.0, 2.0, "spread of thresholds", "calibrated: M8")] = 0.04
    opposition: Annotated[
        float, Parameter("ratio", 0.0, 10.0, "threshold of opponents over that of supporters", "assumed")
    ] = 1.6
    attend: Annotated[
        float,
        Parameter("share", 0.0, 1.0, "invited households that come because the plan touches them", "calibrated: M8"),
    ] = 0.3
    convince: Annotated[float, Parameter("share", 0.0, 1.0, "rival: opponents an expert plan convinces", "assumed")] = (
        0.3
    )


def threshold_of(z: float, supporter: bool, p: VoiceParameters) -> float:
    """Return the climate from which somebody speaks, in [0.01, 1.01] (above 1: never), from a lasting normal draw."""
    value = p.threshold + p.threshold_sd * z
    if not supporter:
        value = value * p.opposition
    return clip(value, 0.01, 1.01)


def climate(own: float, all_voices: float, first: float, p: VoiceParameters) -> float:
    """Return pi in [0, 1].

    Args:
        own: sum of omega over the voices heard of the own camp.
        all_voices: sum of omega over all voices heard.
        first: the first climate for the own camp, in [0, 1].
        p: parameters of the group ``voice``.
    """
    heard = all_voices + p.kappa0
    if heard <= 0.0:
        return first
    return (own + p.kappa0 * first) / heard
