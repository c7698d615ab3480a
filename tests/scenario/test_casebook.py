"""The packaged facts."""

from commsim.scenario import Fact, casebook


def test_a_fact_has_its_figure_and_its_source():
    assert casebook()["tianhu.fee_rate.before"] == Fact(
        id="tianhu.fee_rate.before",
        kind="observed",
        source="Chongqing Daily, 2024-11-05: seminar on party-led grassroots governance, Bishan district; "
        "Tianhu Garden estate",
        what="property-fee payment rate during the conflict with the property company",
        value=0.30,
        relation="below",
    )


def test_every_fact_says_what_it_is():
    for fact in casebook().values():
        assert fact.kind in ("observed", "input", "plan", "claim")
        assert fact.value is not None or fact.what
        assert len(fact.source) > 10


def test_no_claim_is_packaged_as_a_fact():
    assert "claim" not in {fact.kind for fact in casebook().values()}
