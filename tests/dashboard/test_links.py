"""Links: what is written is read back, and what is broken falls back, part by part, with a sentence each."""

from __future__ import annotations

import base64
import time
import tracemalloc
import zlib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commsim.dashboard.levers import LEVERS
from commsim.dashboard.limits import MAX_LINK_CHARS, MAX_UPLOAD_BYTES
from commsim.dashboard.links import COLOURS, VIEWS, Place, place_of, query_of
from commsim.dashboard.settings import TWINS, Settings, Source, scenario_of
from commsim.dashboard.upload_kept import KEPT
from commsim.dashboard.uploads import read_scenario
from commsim.scenario import library_names
from tests.dashboard.two_estates import TWO_ESTATES
from tests.small_estate import SMALL

SMALL_SOURCE = Source("", SMALL, "small.yaml")
CHANGES = (
    ("behaviour.fees.b_S", "2"),
    ("start.fee_rate", "0.5"),
    ("mechanisms.norms", "false"),
    ("network.kind", "watts_strogatz"),
    ("notes", "a & b = c : d; 中文 + 100 %"),
)


def packed(content):
    return base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")


# --- round trips ----------------------------------------------------------------------------------------------------


def test_a_link_reads_as_the_contract_shows_it():
    place = Place(
        Settings(levers=(("activated", "0.3"),), changes=(("behaviour.fees.b_S", "2"),), seed=3),
        language="zh",
        view="estate",
    )
    query = "scenario=tianhu-garden&lever.activated=0.3&set=behaviour.fees.b_S%3A2&seed=3&lang=zh&view=estate"
    assert query_of(place) == query
    assert place_of(query) == (place, ())
    assert place_of("?" + query) == (place, ())


def test_no_link_is_the_first_place_in_the_visitors_language():
    assert place_of("") == (Place(), ())
    assert place_of("", "zh") == (Place(language="zh"), ())
    assert place_of("", "fr") == (Place(language="en"), ())


LEVER_VALUES = st.fixed_dictionaries(
    {},
    optional={
        one.name: st.sampled_from([choice for choice, _ in one.choices])
        if one.choices
        else st.sampled_from(["0", "0.25", "1"])
        for one in LEVERS
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from(library_names()),
    levers=LEVER_VALUES,
    changes=st.lists(st.sampled_from(CHANGES), unique=True),
    seed=st.integers(0, 2**64 - 1),
    months=st.none() | st.integers(1, 600),
    language=st.sampled_from(["en", "zh"]),
    view=st.sampled_from(VIEWS),
    estate=st.sampled_from(["", "main"]),
    twin=st.sampled_from(TWINS),
    lesson=st.integers(0, 99),
    colour=st.sampled_from(COLOURS),
)
def test_every_place_is_read_back_from_its_link(name, levers, changes, seed, months, **seen):
    chosen = Settings(Source(name), changes=tuple(changes), seed=seed, months=months)
    for lever, value in levers.items():
        chosen = chosen.with_lever(lever, value)
    place = Place(chosen, **seen)
    assert place_of(query_of(place), "en") == (place, ())


def test_events_left_out_are_read_back_together():
    place = Place(Settings(without=("found_branch", "activate")))
    assert place_of(query_of(place)) == (place, ())
    alone, problems = place_of(query_of(Place(Settings(without=("found_branch",)))))
    assert alone == Place()
    assert len(problems) == 1
    assert "without: not used" in problems[0]


def test_changes_that_only_fit_together_are_read_back():
    tenure = (("residents.tenure.owner", "0.7"), ("residents.tenure.tenant", "0.22"))
    place = Place(Settings(changes=tenure))
    assert place_of(query_of(place)) == (place, ())
    broken, problems = place_of(query_of(replace(place, settings=Settings(changes=(*tenure, ("start.zzz", "1"))))))
    assert broken == place
    assert len(problems) == 1
    assert "start.zzz" in problems[0]


@pytest.mark.parametrize("text", [SMALL, TWO_ESTATES])
def test_an_upload_travels_in_its_link(text):
    place = Place(
        Settings(Source("", text, "my file.yaml")), estate=scenario_of(Settings(Source("", text))).estate_names[-1]
    )
    query = query_of(place)
    assert len(query) <= MAX_LINK_CHARS
    assert "u=" in query
    assert place_of(query) == (place, ())


def long_text():
    noise = "".join(
        f"# {base64.b64encode(bytes([n % 251, n % 13, n % 7] * 20)).decode()}{n * n}\n" for n in range(1500)
    )
    return SMALL + noise


def test_a_long_upload_is_kept_on_this_server_and_named_by_its_digest():
    place = Place(Settings(read_scenario("long.yaml", long_text().encode())))
    query = query_of(place)
    assert query.startswith("u_key=")
    assert len(query) < 200
    assert place_of(query) == (place, ())


def test_a_long_upload_that_is_kept_no_longer_falls_back_with_a_sentence():
    key = "0" * 64
    assert KEPT.get(key) is None
    found, problems = place_of(f"u_key={key}&seed=4&view=estate")
    assert found == Place(Settings(seed=4), view="estate")
    assert problems == ("The scenario that was uploaded is no longer kept on this server; please open it again.",)


def test_a_link_in_chinese_tells_its_problems_in_chinese():
    found, problems = place_of("lang=zh&view=nowhere")
    assert found == Place(language="zh")
    assert "未采用" in problems[0]


# --- broken links ---------------------------------------------------------------------------------------------------

ZLIB_BOMB = packed(b"a" * 200_000_000)

BROKEN = {
    "scenario=tianhu": "scenario: 'tianhu' was not used; allowed: committee-by-decree",
    "scenario=../../etc/passwd": "scenario: '../../etc/passwd' was not used",
    "scenario=/etc/passwd": "scenario: '/etc/passwd' was not used",
    "scenario=tianhu-garden.yaml": "scenario: 'tianhu-garden.yaml' was not used",
    "scenario=": "scenario: '' was not used",
    "scenario=%00": "scenario: control characters",
    "scenario=hongyun%0d%0aSet-Cookie:x": "scenario: control characters",
    "scenario=tianhu-garden&scenario=hongyun": "scenario: given twice; the first one counts",
    "seed=NaN": "seed: 'NaN' was not used; allowed: a whole number from 0 to 18446744073709551615",
    "seed=1e309": "seed: '1e309' was not used",
    "seed=-1": "seed: '-1' was not used",
    "seed=18446744073709551616": "seed: '18446744073709551616' was not used",
    "seed=" + "9" * 5000: "seed: '999999",
    "seed=٣": "seed: '٣' was not used",
    "months=0": "months: '0' was not used; allowed: a whole number from 1 to 600",
    "months=601": "months: '601' was not used",
    "months=1.5": "months: '1.5' was not used",
    "lever.activated=2": "lever.activated: not used: Members activated: 2 is out of range",
    "lever.activated=NaN": "lever.activated: not used: Members activated: 'NaN' is no number",
    "lever.activated=1e309": "lever.activated: not used: Members activated: '1e309' is no number",
    "lever.revenue=1e308": "lever.revenue: not used: Income of the common parts: 1e308 is out of range",
    "lever.who=%3Cscript%3E": "lever.who: not used: Who is asked: '<script>' is no choice",
    "lever.__class__=1": "lever: '__class__' was not used; allowed: activated",
    "lever.=1": "lever: '' was not used",
    "set=": "set: '' was not used; allowed: a path and a value",
    "set=start.fee_rate": "set: 'start.fee_rate' was not used",
    "set=start.fee_rate:": "set: 'start.fee_rate:' was not used",
    "set=:1": "set: ':1' was not used",
    "set=start.fee_rate:2": "set start.fee_rate: not used: tianhu-garden: start.fee_rate: 2 is too large",
    "set=start.fee_rate:.nan": "set start.fee_rate: not used",
    "set=start.fee_rate:1e309": "set start.fee_rate: not used",
    "set=start.fee_rate:{a: [1, 2]}": "set start.fee_rate: not used",
    "set=start.fee_rate:!!python/object:os.system": "set start.fee_rate: not used",
    "set=start:{fee_rate: 1}": "set start: not used",
    "set=timeline.0.share:1": "set timeline.0.share: not used",
    "set=__class__.__init__:1": "set __class__.__init__: not used",
    "set=network.file:/etc/passwd": "set network.file: not used",
    "set=network.kind:file&set=network.file:../../etc/passwd": "set network.kind: not used",
    "set=network.kind:file&set=network.file:ties.graphml": "set network.kind: not used",
    "set=estates.main.homes:99999999999999999999999999": "set estates.main.homes: not used",
    "set=estates.main.homes:100000": "set: not used: tianhu-garden: 100,020 homes and shops",
    "set=months:100000": "set months: not used",
    "set=start.fee_rate:0.5&set=start.fee_rate:0.6": "start.fee_rate: given twice; the first one counts",
    "without=nothing": "without: not used: no event 'nothing'; events: activate, conflict",
    "without=found_branch": "without: not used: ",
    "u=!!!": "The scenario in the link cannot be used: u: the packed text is damaged",
    "u=": "The scenario in the link cannot be used: u: the packed text is cut off",
    "u=QUJD": "The scenario in the link cannot be used: u: the packed text is damaged",
    "u=" + packed(SMALL.encode())[:-9]: "The scenario in the link cannot be used: u: the packed text is cut off",
    "u="
    + packed(b"name: [a"): "The scenario in the link cannot be used: scenario.yaml:1: a bracket that is never closed",
    "u=" + packed(b"\xff\xfea\0"): "The scenario in the link cannot be used: scenario.yaml:1: the file is in UTF-16",
    "u=" + packed(b"extend: ../../x.yaml") + "&file=../../y.yaml": "The scenario in the link cannot be used: y.yaml:1",
    "u_key=../../etc/passwd": "The scenario that was uploaded is no longer kept",
    "lang=fr": "lang: 'fr' was not used; allowed: en, zh",
    "view=admin": "view: 'admin' was not used; allowed: pick, estate",
    "view=%3Cimg%20src=x%20onerror=alert(1)%3E": "view: '<img src=x onerror=alert(1)>' was not used",
    "estate=west": "estate: 'west' was not used; allowed: main",
    "twin=evil": "twin: 'evil' was not used; allowed: shipped, untreated, original",
    "lesson=100": "lesson: '100' was not used; allowed: a whole number from 0 to 99",
    "colour=%1b[31m": "colour: control characters",
    "colour=red": "colour: 'red' was not used",
    "%ff%fe=%ff&seed=x%E2%80%AE": "seed: control characters",
}


@pytest.mark.parametrize(("query", "said"), BROKEN.items(), ids=[query[:40] for query in BROKEN])
def test_what_is_broken_falls_back_to_its_default_with_a_sentence(query, said):
    found, problems = place_of(query)
    assert any(problem.startswith(said) for problem in problems), problems
    kept = found if "start.fee_rate:0.5" not in query else replace(found, settings=Settings())
    assert kept == Place()


@pytest.mark.parametrize(("query", "said"), BROKEN.items(), ids=[query[:40] for query in BROKEN])
def test_what_is_broken_leaves_all_other_parts_as_the_link_says(query, said):
    names = [part.partition("=")[0] for part in query.split("&")]
    good = {"lang": "en", "twin": "untreated", "lever.mediation": "20", "view": "twin", "seed": "7", "colour": "trust"}
    rest = {name: value for name, value in good.items() if name not in names}
    found, _ = place_of("&".join([query, *(f"{name}={value}" for name, value in rest.items())]))
    assert found.twin == ("untreated" if "twin" in rest else "shipped")
    assert found.settings.seed == (7 if "seed" in rest else 1)
    assert found.settings.levers == (("mediation", "20"),)
    assert found.view == ("twin" if "view" in rest else "pick")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("seed=1&x=" + "a" * 1_000_000, "The link has 1000009 characters; at most 8000 are read"),
        ("&".join(["a=1"] * 1000), "The link has more than 300 parts"),
        ("u=" + ZLIB_BOMB, "The link has"),
    ],
)
def test_a_link_that_is_no_link_is_not_read_at_all(query, said):
    begun = time.perf_counter()
    found, problems = place_of(query, "en")
    assert time.perf_counter() - begun < 2
    assert found == Place()
    assert len(problems) == 1
    assert problems[0].startswith(said)


def test_a_bomb_that_fits_into_a_link_is_unpacked_no_further_than_an_upload_may_be():
    bomb = packed(b"#" * 5_000_000)
    assert len(bomb) < MAX_LINK_CHARS
    place_of("seed=2")
    tracemalloc.start()
    found, problems = place_of(f"u={bomb}")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10 * MAX_UPLOAD_BYTES
    assert found == Place()
    assert problems == (
        f"The scenario in the link cannot be used: u: the packed text has more than {MAX_UPLOAD_BYTES} bytes",
    )


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet="=&?%.:seduwithonlvrag0123456789", max_size=200))
def test_no_text_at_all_makes_reading_a_link_fail(query):
    found, problems = place_of(query)
    assert isinstance(found, Place)
    assert all(isinstance(problem, str) for problem in problems)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["scenario", "seed", "months", "u", "u_key", "set", "without", "lever.who", "lang", "view"]
            ),
            st.text(max_size=30) | st.sampled_from([*library_names(), "1", "who:1", "start.fee_rate:0.1", "elect"]),
        ),
        max_size=8,
    )
)
def test_whatever_a_link_holds_its_place_can_be_run(pairs):
    found, _ = place_of("&".join(f"{name}={value}" for name, value in pairs))
    scenario_of(found.settings)
    assert place_of(query_of(found), found.language) == (found, ())


def test_many_broken_parts_are_read_in_little_time():
    query = "&".join(f"set=start.fee_rat{place}:0.5" for place in range(290))
    begun = time.perf_counter()
    found, problems = place_of(query)
    assert time.perf_counter() - begun < 10
    assert found == Place()
    assert len(problems) == 290
