"""Fee choice: whether a household pays this month's bill.

Meaning: a discrete choice with social interactions. A household weighs what it believes others do, the service it
gets, its trust in whoever is paid, its bond to the place, what the payee does about arrears, money at stake, the word
of a visitor it trusts, an open quarrel with the payee, an unrepaired developer defect, and how hard the work unit that
employs it presses. A choice is revised when a bill first comes, after a visit, a new dispute or a change of payee, and
otherwise with a fixed chance a month; else it is repeated. Who pays also pays off arrears, oldest first.

Equation:
    P(pay) = sigma(a_tau + a_absent + eta_i + J_tau phi_tau(m_i) + r_tau (b_S S + b_c c_i + b_beta beta_i)
                   + b_E E_i + lambda (d_i - f_i) + b_v v_i - b_G G_i - b_L L_i + b_W W_i)
    phi = m, for the hump-shaped type min(m, 1 - m);  E_i = e min(1, A_i / 12);  v_i = visit (2 credibility - 1)
with tau the conditional-cooperation type, m the perceived norm, S service, c trust in the payee, beta belonging, e the
payee's effort, A months owed before this month's bill, d and f dividend at stake and fee over income, G an open
dispute, L a defect, W in [0, 1] the pressure of its work unit.

Sources: Brock & Durlauf 2001 (form); Fischbacher & Gächter 2010 (types; reading their last class as unconditional
payers is assumed); limitation of claims after three years, Civil Code art. 188; oldest debt first, art. 560. Values
are assumed unless a source is named, and are one set for all estates.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from commsim.rules.parameters import Parameter

CONDITIONAL, FREE_RIDER, HUMP, UNCONDITIONAL = 0, 1, 2, 3
LIMITATION_MONTHS = 36
IN_TIME_MONTHS = 3
YEAR = 12


class FeeParameters(NamedTuple):
    """Parameters of the fee choice."""

    a: Annotated[
        float, Parameter("logit", -20.0, 20.0, "intercept, conditional and hump-shaped", "calibrated: M1, M2, M11, M12")
    ] = -3.7
    a_free_rider: Annotated[
        float, Parameter("logit", -20.0, 20.0, "intercept, free riders", "calibrated: M1, M2, M11, M12")
    ] = -3.6
    a_unconditional: Annotated[
        float, Parameter("logit", -20.0, 20.0, "intercept, unconditional", "calibrated: M1, M2, M11, M12")
    ] = 3.0
    a_absent: Annotated[float, Parameter("logit", -20.0, 20.0, "added for owners of vacant homes", "assumed")] = -0.5
    taste_sd: Annotated[float, Parameter("logit", 0.0, 5.0, "spread of lasting tastes eta_i", "assumed")] = 0.6
    J: Annotated[
        float, Parameter("logit", -20.0, 20.0, "weight of the norm, conditional and hump-shaped", "assumed")
    ] = 4.2
    J_free_rider: Annotated[float, Parameter("logit", -20.0, 20.0, "weight of the norm, free riders", "assumed")] = 1.6
    J_unconditional: Annotated[
        float, Parameter("logit", -20.0, 20.0, "weight of the norm, unconditional", "assumed")
    ] = 0.0
    r_free_rider: Annotated[
        float, Parameter("ratio", 0.0, 1.0, "how far free riders answer good service and trust in kind", "assumed")
    ] = 0.75
    r_unconditional: Annotated[
        float, Parameter("ratio", 0.0, 1.0, "how far unconditional payers answer service and trust", "assumed")
    ] = 0.0
    b_S: Annotated[float, Parameter("logit", 0.0, 20.0, "weight of service", "assumed")] = 2.4
    b_c: Annotated[
        float, Parameter("logit", 0.0, 20.0, "weight of trust in the payee", "calibrated: M1, M2, M11, M12")
    ] = 2.6
    b_beta: Annotated[float, Parameter("logit", 0.0, 20.0, "weight of belonging", "calibrated: M1, M2, M11, M12")] = 3.6
    b_E: Annotated[
        float,
        Parameter("logit", 0.0, 20.0, "weight of enforcement", "calibrated: suits alone must be able to lift the rate"),
    ] = 2.4
    b_lambda: Annotated[
        float, Parameter("logit", 0.0, 200.0, "weight of money: dividend less fee, over income", "assumed")
    ] = 20.0
    b_v: Annotated[
        float, Parameter("logit", 0.0, 20.0, "weight of a trusted visitor's word", "calibrated: M1, M2, M11, M12")
    ] = 2.0
    b_G: Annotated[float, Parameter("logit", 0.0, 20.0, "weight of an open dispute with the payee", "assumed")] = 1.0
    b_L: Annotated[float, Parameter("logit", 0.0, 20.0, "weight of an unrepaired developer defect", "assumed")] = 0.8
    b_W: Annotated[
        float,
        Parameter("logit", 0.0, 20.0, "weight of pressure by one's work unit", "assumed: as of enforcement (b_E)"),
    ] = 2.4
    revise: Annotated[
        float,
        Parameter(
            "a month",
            0.0,
            1.0,
            "chance that a choice is revised without occasion",
            "prior 1/12 to 1; calibrated: M1, M2, M11, M12",
        ),
    ] = 0.33
    catch_up: Annotated[
        float,
        Parameter(
            "months",
            0.0,
            36.0,
            "months of arrears a paying household pays off each month",
            "calibrated: M1, M2, M11, M12",
        ),
    ] = 1.0


class Standing(NamedTuple):
    """What a household weighs when it decides about the fee.

    Attributes:
        kind: cooperation type (0 conditional, 1 free rider, 2 hump-shaped, 3 unconditional).
        absent: 1.0 for the owner of a vacant home, else 0.0.
        taste: lasting taste, in standard deviations.
        norm: perceived norm m in [0, 1].
        service: service S in [0, 1].
        trust: trust in the payee c in [0, 1].
        belonging: belonging beta in [0, 1].
        enforcement: E = e min(1, A / 12) in [0, 1].
        money: dividend at stake less fee, a month, over income.
        visit: v = visit (2 credibility - 1) in [-1, 1].
        dispute: 1.0 while a grievance with the payee is open.
        legacy: 1.0 while a developer defect is unrepaired.
        pressure: W in [0, 1], how hard the work unit that employs it presses it to pay; 0 where none does.
    """

    kind: int
    absent: float
    taste: float
    norm: float
    service: float
    trust: float
    belonging: float
    enforcement: float
    money: float
    visit: float
    dispute: float
    legacy: float
    pressure: float


class PaymentTerms(NamedTuple):
    """What each reason for or against paying adds to the log odds (logit), signs included.

    Attributes:
        intercept: a_tau, the type's own; absent: of the owner of a vacant home; taste: lasting taste.
        norm: what others are believed to do; service, trust, belonging: as far as the type answers in kind.
        enforcement: arrears pressed for; money: dividend at stake less fee; visit: a trusted visitor's word.
        dispute: quarrel with the payee, at most 0; legacy: developer defect, at most 0; pressure: of the work unit.
    """

    intercept: float
    absent: float
    taste: float
    norm: float
    service: float
    trust: float
    belonging: float
    enforcement: float
    money: float
    visit: float
    dispute: float
    legacy: float
    pressure: float


def intercept(kind: int, p: FeeParameters) -> float:
    """Return a_tau, the intercept of a cooperation type (logit)."""
    if kind == FREE_RIDER:
        return p.a_free_rider
    if kind == UNCONDITIONAL:
        return p.a_unconditional
    return p.a


def norm_response(kind: int, norm: float, p: FeeParameters) -> float:
    """Return J_tau phi_tau(m), the answer of a type to the perceived norm (logit)."""
    if kind == FREE_RIDER:
        return p.J_free_rider * norm
    if kind == UNCONDITIONAL:
        return p.J_unconditional * norm
    if kind == HUMP and norm > 0.5:
        return p.J * (1.0 - norm)
    return p.J * norm


def reciprocity(kind: int, p: FeeParameters) -> float:
    """Return r_tau in [0, 1], how far a type answers good service and trust in kind."""
    if kind == FREE_RIDER:
        return p.r_free_rider
    if kind == UNCONDITIONAL:
        return p.r_unconditional
    return 1.0


def payment_logit(s: Standing, p: FeeParameters) -> float:
    """Return the log odds that the household pays."""
    return (
        intercept(s.kind, p)
        + p.a_absent * s.absent
        + p.taste_sd * s.taste
        + norm_response(s.kind, s.norm, p)
        + reciprocity(s.kind, p) * (p.b_S * s.service + p.b_c * s.trust + p.b_beta * s.belonging)
        + p.b_E * s.enforcement
        + p.b_lambda * s.money
        + p.b_v * s.visit
        - p.b_G * s.dispute
        - p.b_L * s.legacy
        + p.b_W * s.pressure
    )


def payment_terms(s: Standing, p: FeeParameters) -> PaymentTerms:
    """Return the log odds that the household pays, reason by reason; they sum to them but for rounding.

    To be looked at: the choice itself is made by :func:`payment_logit`, whose order of a sum is part of the model.
    """
    answer = reciprocity(s.kind, p)
    return PaymentTerms(
        intercept=intercept(s.kind, p),
        absent=p.a_absent * s.absent,
        taste=p.taste_sd * s.taste,
        norm=norm_response(s.kind, s.norm, p),
        service=answer * (p.b_S * s.service),
        trust=answer * (p.b_c * s.trust),
        belonging=answer * (p.b_beta * s.belonging),
        enforcement=p.b_E * s.enforcement,
        money=p.b_lambda * s.money,
        visit=p.b_v * s.visit,
        dispute=0.0 - p.b_G * s.dispute,
        legacy=0.0 - p.b_L * s.legacy,
        pressure=p.b_W * s.pressure,
    )


def enforcement(effort: float, months_owed: float) -> float:
    """Return E = e min(1, A / 12) in [0, 1], from the effort e in [0, 1] and the months owed A >= 0."""
    if months_owed >= 12.0:
        return effort
    return effort * months_owed / 12.0


def money_at_stake(dividend_fen: float, fee_fen: float, income_fen: float) -> float:
    """Return d - f: monthly dividend at stake less monthly fee (fen), over monthly income (fen, above 0)."""
    return (dividend_fen - fee_fen) / income_fen
