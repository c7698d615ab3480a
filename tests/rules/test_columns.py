from commsim.rules.columns import (
    DISPUTE_KINDS,
    HOUSEHOLD_FINAL,
    MONTHLY,
    MONTHLY_NAMES,
    NOT_THERE,
    RUNGS,
    SILENT_AGAINST,
    SILENT_FOR,
    SPOKE_AGAINST,
    SPOKE_FOR,
    VOICES,
)

WINDOWS = {"sum", "mean", "last", "max", "ratio"}


def test_no_column_is_named_twice():
    assert len(set(MONTHLY_NAMES)) == len(MONTHLY_NAMES) == len(MONTHLY)
    assert len(set(HOUSEHOLD_FINAL)) == len(HOUSEHOLD_FINAL)


def test_every_column_says_what_it_is():
    for column in MONTHLY:
        assert column.kind in ("int", "float")
        assert column.over in WINDOWS
        assert column.unit
        assert column.meaning
        assert column.name == column.name.lower()
        assert column.name.isidentifier()


def test_a_ratio_names_two_sums_and_nothing_else_does():
    by_name = {column.name: column for column in MONTHLY}
    ratios = [column for column in MONTHLY if column.over == "ratio"]
    assert {column.name for column in ratios} == {"fee_rate", "fee_rate_households"}
    for column in MONTHLY:
        assert (column.parts is not None) == (column.over == "ratio")
    for column in ratios:
        for part in column.parts:
            assert by_name[part].over == "sum"
            assert by_name[part].kind == "int"


def test_money_and_time_are_whole_numbers():
    for column in MONTHLY:
        if column.unit in ("fen", "minutes"):
            assert column.kind == "int", column.name


def test_every_kind_of_dispute_and_every_rung_has_its_columns():
    for kind in DISPUTE_KINDS:
        assert f"latent_{kind}" in MONTHLY_NAMES
        assert f"reported_{kind}" in MONTHLY_NAMES
    for rung in RUNGS:
        assert f"ended_{rung}" in MONTHLY_NAMES


def test_a_voice_is_the_place_of_its_words():
    named = [NOT_THERE, SILENT_FOR, SILENT_AGAINST, SPOKE_FOR, SPOKE_AGAINST]
    words = ("not there", "silently for", "silently against", "spoke for", "spoke against")
    assert tuple(VOICES[place] for place in named) == words == VOICES
