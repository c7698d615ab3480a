import io
import math

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commsim.errors import InputError, NetworkFileError
from commsim.scenario import Scenario
from commsim.world import build_world, to_networkx
from commsim.world import file as network_file
from commsim.world.file import read_pairs
from tests.world.small_estates import changed, plan, ties, world

GRAPHML = """<?xml version="1.0" encoding="utf-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="w" for="edge" attr.name="weight" attr.type="double"/>
  <graph edgedefault="undirected">
    {}
  </graph>
</graphml>
"""


def listed(text, file="ties.txt", households=10):
    """Return the ties of a file with their trust, None where it gives none."""
    pairs = read_pairs(text, file, households)
    trust = [None if math.isnan(given) else given for given in pairs.trust.tolist()]
    return dict(zip(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True), trust, strict=True))


def graphml(body):
    return listed(GRAPHML.format(body), "ties.graphml")


# --- good files -------------------------------------------------------------------------------------------------------


def test_an_edge_list_may_have_weights_comments_commas_and_names():
    text = "\ufeff# who knows whom\n0 1\n\nh2\t3 0.25  # neighbours\n4,5,1\nn9 n6 1e-1\n1 0\n"
    assert listed(text) == {(0, 1): None, (2, 3): 0.25, (4, 5): 1.0, (6, 9): 0.1}


def test_an_empty_edge_list_is_a_network_without_ties():
    assert listed("# nobody\n") == {}


def test_graphml_may_have_weights_names_and_parallel_edges():
    nodes = '<node id="h0"/><node id="n1"/><node id="2"/>'
    edges = '<edge source="h0" target="n1"><data key="w">0.5</data></edge><edge source="2" target="h0"/>'
    assert graphml(nodes + edges) == {(0, 1): 0.5, (0, 2): None}
    twice = '<edge id="a" source="0" target="1"/><edge id="b" source="1" target="0"/>'
    assert graphml(twice) == {(0, 1): None}


def test_graphml_may_give_a_default_weight():
    text = GRAPHML.format('<edge source="0" target="1"/>').replace("/>", "><default>0.4</default></key>", 1)
    assert listed(text, "ties.GraphML") == {(0, 1): 0.4}


def test_arrows_are_read_as_ties():
    text = GRAPHML.format('<edge source="3" target="1"><data key="w">1</data></edge>')
    assert listed(text.replace("undirected", "directed"), "a.xml") == {(1, 3): 1.0}


@pytest.mark.parametrize("kind", ["blocks", "erdos_renyi"])
def test_a_network_written_to_a_file_is_read_back(kind):
    built = world(network={"kind": kind}, start={"tie": 0.3})
    graph = to_networkx(built)
    text = "\n".join(nx.generate_graphml(graph))
    stream = io.BytesIO()
    nx.write_weighted_edgelist(graph, stream)
    files = {"a.graphml": text, "a.txt": stream.getvalue().decode()}
    for name in files:
        read = build_world(plan(files=files, network={"kind": "file", "file": name}, start={"tie": 0.3}), 0, 1)
        assert changed(built, read) == set()


def test_ties_without_trust_in_the_file_get_the_trust_of_generated_ones():
    built = world()
    text = "".join(f"{b} {a}\n" for a, b in sorted(ties(built), reverse=True))
    read = build_world(plan(files={"a.txt": text}, network={"kind": "file", "file": "a.txt"}), 0, 1)
    assert changed(built, read) == set()


def test_given_trust_is_kept_unless_a_household_would_hold_more_than_its_cap():
    star = "".join(f"0 {other} 0.8\n" for other in range(1, 11)) + "20 21 0.9\n22 23 1\n"
    read = build_world(plan(files={"a": star}, network={"kind": "file", "file": "a"}), 0, 1)
    weight = dict(zip(zip(read.edge_a.tolist(), read.edge_b.tolist(), strict=True), read.weight.tolist(), strict=True))
    assert [weight[0, other] for other in range(1, 11)] == pytest.approx([0.6] * 10)
    assert weight[20, 21] == 0.9
    assert weight[22, 23] == 1.0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19), st.floats(0, 1)), max_size=60))
def test_no_household_of_a_file_holds_more_than_its_cap(lines):
    chosen = {(min(a, b), max(a, b)): trust for a, b, trust in lines if a != b}
    text = "".join(f"{a} {b} {trust!r}\n" for (a, b), trust in chosen.items())
    cap = {"ties": {"cap": 1.5}}
    read = build_world(plan(files={"a": text}, network={"kind": "file", "file": "a"}, behaviour=cap), 0, 1)
    assert ties(read) == set(chosen)
    for household in range(20):
        around = [w for a, b, w in zip(read.edge_a, read.edge_b, read.weight, strict=True) if household in (a, b)]
        assert sum(around) <= 1.5 + 1e-9


# --- bad files --------------------------------------------------------------------------------------------------------

ALLOWED_IDS = "allowed: 0 to 9, or h0 to h9"

BAD_EDGE_LISTS = {
    "0 1\n\n3 10": f"ties.txt:3: '10' is no household of the estate; {ALLOWED_IDS}",
    "-1 2": f"ties.txt:1: '-1' is no household of the estate; {ALLOWED_IDS}",
    "# x\nh2 household3": f"ties.txt:2: 'household3' is no household of the estate; {ALLOWED_IDS}",
    "1.0 2": f"ties.txt:1: '1.0' is no household of the estate; {ALLOWED_IDS}",
    "source target": f"ties.txt:1: 'source' is no household of the estate; {ALLOWED_IDS}",
    "1 99999999999999999999": f"ties.txt:1: '99999999999999999999' is no household of the estate; {ALLOWED_IDS}",
    "٣ 2": f"ties.txt:1: '٣' is no household of the estate; {ALLOWED_IDS}",
    "4 4": "ties.txt:1: household 4 is tied to itself; allowed: ties between two households",
    "4 h4": "ties.txt:1: household 4 is tied to itself; allowed: ties between two households",
    "1 2 1.5": "ties.txt:1: weight 1.5 of the tie 1 2 is out of range; allowed: 0 to 1, or no weight",
    "1 2 -0.1": "ties.txt:1: weight -0.1 of the tie 1 2 is out of range; allowed: 0 to 1, or no weight",
    "1 2 1e999": "ties.txt:1: weight inf of the tie 1 2 is out of range; allowed: 0 to 1, or no weight",
    "1 2 nan": "ties.txt:1: weight 'nan' is not a number; allowed: a number from 0 to 1, or no weight",
    "1 2 strong": "ties.txt:1: weight 'strong' is not a number; allowed: a number from 0 to 1, or no weight",
    "1 2 0_1": "ties.txt:1: weight '0_1' is not a number; allowed: a number from 0 to 1, or no weight",
    "1 2 0.5\n2 1 0.6": (
        "ties.txt:2: the tie 2 1 is listed twice, with weight 0.5 and weight 0.6; allowed: one weight a tie"
    ),
    "1 2\nh1 h2 0.6": (
        "ties.txt:2: the tie 1 2 is listed twice, with no weight and weight 0.6; allowed: one weight a tie"
    ),
    "1": "ties.txt:1: '1' has 1 fields; allowed: 'a b' or 'a b weight'",
    "1 2 {'weight': 0.5}": "ties.txt:1: \"1 2 {'weight': 0.5}\" has 4 fields; allowed: 'a b' or 'a b weight'",
    "1 2 3 4" + " x" * 100: f"ties.txt:1: '1 2 3 4{' x' * 26} …' has 104 fields; allowed: 'a b' or 'a b weight'",
    " <graphml/>": ("ties.txt: looks like XML; allowed: an edge list, or a GraphML file whose name ends in .graphml"),
}

BAD_GRAPHML = {
    '<node id="10"/>': f"ties.graphml: node: '10' is no household of the estate; {ALLOWED_IDS}",
    "<node/>": f"ties.graphml: node: 'None' is no household of the estate; {ALLOWED_IDS}",
    '<edge source="1" target="h77"/>': f"ties.graphml: node: 'h77' is no household of the estate; {ALLOWED_IDS}",
    '<edge source="1" target="1"/>': (
        "ties.graphml: edge '1' '1': household 1 is tied to itself; allowed: ties between two households"
    ),
    '<edge source="1" target="2"><data key="w">2</data></edge>': (
        "ties.graphml: edge '1' '2': weight 2.0 of the tie 1 2 is out of range; allowed: 0 to 1, or no weight"
    ),
    '<edge source="1" target="2"><data key="w">nan</data></edge>': (
        "ties.graphml: edge '1' '2': weight nan of the tie 1 2 is out of range; allowed: 0 to 1, or no weight"
    ),
    '<edge source="1" target="2"/><edge source="2" target="1"><data key="w">1</data></edge>': (
        "ties.graphml: edge '1' '2': the tie 1 2 is listed twice, with no weight and weight 1.0; "
        "allowed: one weight a tie"
    ),
}


@pytest.mark.parametrize(("text", "message"), BAD_EDGE_LISTS.items())
def test_a_bad_edge_list_is_refused_with_line_and_what_is_allowed(text, message):
    with pytest.raises(NetworkFileError) as refused:
        listed(text)
    assert str(refused.value) == message
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(("body", "message"), BAD_GRAPHML.items())
def test_bad_graphml_is_refused_with_the_edge_and_what_is_allowed(body, message):
    with pytest.raises(NetworkFileError) as refused:
        graphml(body)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GRAPHML.format("<node>"), r"ties.graphml:6: is not well-formed XML \(mismatched tag.*\); allowed: GraphML"),
        ("", r"ties.graphml:1: is not well-formed XML \(no element found.*\); allowed: GraphML"),
        ("0 1 0.5", r"ties.graphml:1: is not well-formed XML \(syntax error.*\); allowed: GraphML"),
        ("<gexf/>", r"ties.graphml: cannot be read as GraphML \(NetworkXError: .*\); allowed: GraphML"),
        (
            GRAPHML.format('<edge source="0" target="1"><data key="v">1</data></edge>'),
            r"cannot be read as GraphML \(NetworkXError: Bad GraphML data: no key v\)",
        ),
        (
            GRAPHML.format('<edge source="0" target="1"><data key="w">much</data></edge>'),
            r"cannot be read as GraphML \(ValueError: could not convert string to float: 'much'\)",
        ),
        (GRAPHML.format("").replace('"double"', '"complex"'), r"cannot be read as GraphML \(KeyError: 'complex'\)"),
        (GRAPHML.format("<hyperedge/>"), "cannot be read as GraphML"),
        (
            GRAPHML.format('<edge source="0" target="1"><data key="w">1</data></edge>').replace("double", "string"),
            r"edge '0' '1': weight '1' is a str; allowed: attr.type int, float or double",
        ),
        (
            GRAPHML.format('<edge source="0" target="1"><data key="w">true</data></edge>').replace("double", "boolean"),
            r"edge '0' '1': weight 'True' is a bool; allowed: attr.type int, float or double",
        ),
        (
            '<!DOCTYPE g [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + GRAPHML.format("")[38:],
            "ties.graphml: declares a document type; allowed: GraphML without DOCTYPE",
        ),
    ],
)
def test_what_is_no_graphml_is_refused(text, message):
    with pytest.raises(NetworkFileError, match=message):
        listed(text, "ties.graphml")


def test_a_file_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr(network_file, "LIMIT_MB", 0)
    with pytest.raises(NetworkFileError, match=r"^ties.txt: has 0 MB; allowed: at most 0 MB$"):
        listed("0 1")
    monkeypatch.undo()
    with pytest.raises(NetworkFileError, match=r"^ties.txt: has 50 MB; allowed: at most 50 MB$"):
        listed("#" * 50_000_001)


def test_a_file_beside_the_scenario_is_read(tmp_path):
    (tmp_path / "ties.txt").write_text("0 1 0.5\n1 200\n", encoding="utf-8")
    data = plan(network={"kind": "file", "file": "ties.txt"}).data
    with pytest.raises(NetworkFileError, match=r"^ties.txt:2: '200' is no household of the estate; allowed: 0 to 199"):
        build_world(Scenario(data, folder=tmp_path), 0, 1)
    (tmp_path / "ties.txt").write_text("0 1 0.5\n", encoding="utf-8")
    assert ties(build_world(Scenario(data, folder=tmp_path), 0, 1)) == {(0, 1)}


def test_a_network_of_kind_file_needs_a_file():
    with pytest.raises(InputError, match=r"network\.file: missing"):
        world(network={"kind": "file"})
