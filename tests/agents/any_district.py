"""Any district a scenario can describe: estates, people, networks, behaviour, mechanisms, events of every kind.

Single values come from the schema itself, so that a new field or event is tried from the day it is written. What
contradicts the rest of the scenario is left out as the scenario's own checks say. Since much that can happen seldom
does by chance, short stories that make it happen may be told in the district as well (``tests.support.stories``).
"""

from __future__ import annotations

from hypothesis import assume
from hypothesis import strategies as st

from commsim.rules import all_declared
from commsim.scenario import MECHANISMS, Scenario, ScenarioData
from commsim.scenario.validation import validate
from tests.support.stories import STORIES, told

SHARE = st.floats(0.0, 1.0) | st.sampled_from([0.0, 0.5, 1.0])
MOST_WHOLE, MOST_REAL, MOST_PEOPLE = 40, 1e6, 4
NAMES = ("one", "two", "three", "four", "five")
DEFINITIONS = ScenarioData.model_json_schema()["$defs"]
EVENT_KINDS = {
    definition["properties"]["event"]["const"]: definition["properties"]
    for definition in DEFINITIONS.values()
    if "const" in definition.get("properties", {}).get("event", {})
}
NETWORKS = ("blocks", "watts_strogatz", "barabasi_albert", "erdos_renyi", "complete", "empty")
PLAUSIBLE = ("found_branch", "activate", "elect", "appoint", "company_enters", "conflict", "run_revenue")


def values(schema):
    """Return a strategy for the values a node of the schema allows, kept to a size a small estate can feel."""
    for option in schema.get("anyOf", ()):
        if option.get("type") != "null":
            return values(option)
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    low, high = schema.get("minimum", 0), schema.get("maximum", MOST_REAL)
    if schema["type"] == "boolean":
        return st.booleans()
    if schema["type"] == "integer":
        return st.integers(low, min(high, MOST_WHOLE))
    if (low, high) == (0, 1):
        return SHARE
    return st.floats(low, min(high, MOST_REAL)) | st.floats(low, min(high, 100.0))


def fields(properties, *left_out):
    """Return a strategy for some of the fields of a part of a scenario; a field left out keeps its default."""
    return {
        name: values(schema) for name, schema in properties.items() if name not in left_out and "$ref" not in schema
    }


def part(name, *left_out):
    """Return a strategy for a part of the schema, any of its fields given or not."""
    return st.fixed_dictionaries({}, optional=fields(DEFINITIONS[name]["properties"], *left_out))


@st.composite
def shares(draw, *names):
    """Return shares of a whole by name."""
    rest, found = 1.0, {}
    for name in names[:-1]:
        found[name] = rest * draw(SHARE)
        rest -= found[name]
    return found | {names[-1]: rest}


@st.composite
def event(draw, months, kinds, names=NAMES[:2]):
    """Return an event of some kind in some month, in one of the estates named or in all."""
    kind = draw(kinds)
    properties = EVENT_KINDS[kind]
    needed = {"month": st.integers(1, months), "event": st.just(kind)}
    free = fields(properties, "event", "month", "id", "estate", "name")
    needed |= {name: free.pop(name) for name in list(free) if "default" not in properties[name]}
    people = st.integers(0, MOST_PEOPLE)
    if kind == "activate":
        needed |= draw(st.sampled_from([{"share": SHARE}, {"count": people}]))
        del free["share"], free["count"]
    if kind == "meeting":
        free["speakers"] = people
    if kind == "mechanism":
        needed |= {"name": st.sampled_from(MECHANISMS)}
    return draw(st.fixed_dictionaries(needed, optional=free | {"estate": st.sampled_from(["all", *names])}))


@st.composite
def estates(draw, most_homes):
    """Return one estate of so many homes at most."""
    homes = draw(st.integers(1, most_homes))
    buildings = draw(st.integers(1, min(homes, 4)))
    spaces = draw(st.integers(0, 60))
    return {
        "homes": homes,
        "shops": draw(st.integers(0, 5)),
        "buildings": buildings,
        "stairwells_per_building": draw(st.integers(1, homes // buildings)),
        "floors": draw(st.integers(1, 20)),
        "maintenance_fund_yuan": draw(st.floats(0.0, 1e6)),
        **draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "fee_yuan_per_m2": st.floats(0.0, 5.0),
                    "shop_fee_yuan_per_m2": st.floats(0.0, 5.0),
                    "fee_yuan_per_household": st.floats(0.0, 50.0),
                    "home_area_m2": st.floats(10.0, 300.0),
                    "residents": part("EstateResidents", "tenure", "ages", "types", "income_yuan"),
                    "company": part("Company", "cash_yuan"),
                    "committee": part("Committee"),
                    "street": part("Street"),
                    "common": part("CommonParts", "parking_spaces", "parking_let").map(
                        lambda common: common | {"parking_spaces": spaces, "parking_let": spaces // 2}
                    ),
                },
            )
        ),
    }


@st.composite
def residents(draw):
    """Return who lives there."""
    return {
        **draw(part("Residents", "tenure", "ages", "types", "income_yuan")),
        "income_yuan": draw(st.floats(500.0, 50_000.0)),
        "tenure": draw(shares("owner", "tenant", "absent")),
        "types": draw(shares("conditional", "free_rider", "hump", "unconditional")),
        "ages": draw(shares("young", "middle", "old")),
    }


@st.composite
def behaviours(draw):
    """Return up to five behaviour parameters anywhere in their ranges."""
    changed = {}
    for entry in draw(st.lists(st.sampled_from(all_declared()), max_size=5)):
        value = draw(st.floats(entry.parameter.low, entry.parameter.high))
        changed.setdefault(entry.group, {})[entry.name] = value
    return changed


def mended(network, field):
    """Return a network without what a field says, or with fewer acquaintances."""
    if field == "mean_degree" and network[field] > 0.5:
        return network | {field: network[field] / 2}
    kept = {key: value for key, value in network.items() if key not in (field, "kind")}
    return {"kind": "empty"} if field in ("kind", "mean_degree") else kept | {"kind": network["kind"]}


def keep_what_can_be(content):
    """Return the scenario without the events and settings that contradict the rest, or None if it cannot be mended."""
    for _ in range(60):
        data, found = validate(content)
        if data is not None:
            return Scenario(data)
        path = max((one.path for one in found), key=len)
        if path[0] == "timeline":
            content = content | {"timeline": [e for i, e in enumerate(content["timeline"]) if i != path[1]]}
        elif path[0] == "estates" and len(path) > 2:
            settings = {key: value for key, value in content["estates"][path[1]].items() if key != path[2]}
            content = content | {"estates": content["estates"] | {path[1]: settings}}
        elif path[0] == "network":
            content = content | {"network": mended(content["network"], path[1])}
        else:
            return None
    return None


@st.composite
def mechanisms(draw):
    """Return switches: none, one or two the other way round, or any of them either way."""
    any_way = st.fixed_dictionaries({}, optional={name: st.booleans() for name in MECHANISMS})
    few = st.dictionaries(st.sampled_from(MECHANISMS), st.booleans(), max_size=2)
    return draw(st.just({}) | few | any_way)


@st.composite
def networks(draw):
    """Return the network of a district."""
    kind = draw(st.sampled_from(NETWORKS))
    if kind in NETWORKS[4:]:
        return {"kind": kind}
    return {
        "kind": kind,
        "mean_degree": draw(st.floats(0.0, 12.0)),
        **draw(part("Network", "kind", "mean_degree", "file")),
    }


@st.composite
def timelines(draw, months, names):
    """Return events of every kind in any month, often with members who serve from the first on."""
    kinds = st.sampled_from([*sorted(EVENT_KINDS), *PLAUSIBLE])
    timeline = draw(st.lists(event(months, kinds, names), max_size=14))
    if draw(st.booleans()):
        activate = {"event": "activate", "month": 1, "share": draw(SHARE), "visits": True}
        timeline = [{"event": "found_branch", "month": 1}, activate, *timeline]
    return timeline


def later(story, months):
    """Return a story that begins some months later."""
    events = [event | {"month": event["month"] + months} for event in story.get("timeline", ())]
    return {key: value for key, value in story.items() if key != "months"} | {"timeline": events}


@st.composite
def any_district(draw, most_months=18, most_estates=2, most_homes=40, most_stories=0):
    """Return a scenario of 1 to so many months, estates, homes an estate, and with so many stories told in it."""
    months = draw(st.integers(1, most_months))
    names = NAMES[: draw(st.integers(1, most_estates))]
    content = {
        "name": "any",
        "title": {"en": "Any", "zh": "任意"},
        "months": months,
        "first_year": draw(st.integers(2008, 2030)),
        "world_seed": draw(st.none() | st.integers(0, 2**64 - 1)),
        "estates": {name: draw(estates(most_homes)) for name in names},
        "residents": draw(residents()),
        "network": draw(networks()),
        "start": draw(part("Start")),
        "mechanisms": draw(mechanisms()),
        "behaviour": draw(behaviours()),
        "record": {"households": draw(st.booleans())},
        "timeline": draw(timelines(months, NAMES[:most_estates])),
    }
    for name in draw(st.lists(st.sampled_from(sorted(STORIES)), max_size=most_stories, unique=True)):
        content = told(content, later(STORIES[name], draw(st.integers(0, 6))))
    scenario = keep_what_can_be(told(content, {}))
    assume(scenario is not None)
    return scenario
