"""The small picture on a scenario's card, drawn from the scenario's own numbers and nothing else.

It is evening in the estate: one window a home and floor (of at most 16 buildings, 18 floors), as many of them lit as
households pay at the start; façades by what the fee is; sky by the service, trees by the condition; cars on the
parking spaces that are let. What the timeline will do stands in front: a red flag for a party branch, a notice board
for a committee (a tick if elected, a seal if decreed), a banner for a conflict with the payee, who serves or meets.

Lengths are pixels of a picture of 320 x 160, measured from its upper left corner.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from commsim.scenario.events import Activate, Appoint, CompanyEnters, Meeting
from commsim.scenario.schema import Estate, ScenarioData

WIDTH, HEIGHT = 320, 160
MOST_BUILDINGS, MOST_FLOORS, MOST_COLUMNS = 16, 18, 6
LIT, DARK, RED, GOLD = "#F6C445", "#2F3B4C", "#C8102E", "#F2B705"
_GROUND, _BACK, _ROAD = 131.0, 118.0, 139.0
_DULL_SKY = ("#39404d", "#4a505b", "#5e6168", "#77756f")
_CLEAR_SKY = ("#22375f", "#3d5a8c", "#8a80a6", "#eab088")
_FACADES = ((0.0, "#a3634d"), (0.8, "#c69a6b"), (1.5, "#d9cbb0"), (2.5, "#b9c7d6"))
_GRIME = "#6d675f"
_CARS = ("#c94f4f", "#4f7fc9", "#e8e8e8", "#5a5f66", "#d9b34a", "#5fa37c")
_COATS = ("#56B4E9", "#E69F00", "#CC79A7", "#0072B2", "#8fa3b5")


def scene(content: ScenarioData) -> Iterator[str]:
    """Yield the shapes of the picture of a scenario's first estate as SVG elements, back to front."""
    estate = next(iter(content.estates.values()))
    kinds: set[str] = {event.event for event in content.timeline}
    yield from _sky(content)
    blocks = _blocks(estate)
    for front in (False, True):
        row = [block for block in blocks if block.front is front]
        yield from _buildings(row, estate, content)
        if not front:
            yield _rect(0, _BACK, WIDTH, HEIGHT - _BACK, _mix("#6f6a5c", "#4d7a55", content.start.condition))
    if "conflict" in kinds:
        yield from _banner(blocks)
    yield from _trees(content.start.condition)
    yield _rect(0, _ROAD, WIDTH, HEIGHT - _ROAD, _mix("#4b4a4a", "#566070", content.start.condition))
    yield from _parking(estate)
    yield from _rubbish(content.start.service)
    yield from _gate(estate, content)
    yield from _signs(content, kinds)
    yield from _people(content, estate)


def _sky(content: ScenarioData) -> Iterator[str]:
    """Draw the evening: clear and warm where the service is good, dull where it is not; other estates far away."""
    bands = [_mix(dull, clear, content.start.service) for dull, clear in zip(_DULL_SKY, _CLEAR_SKY, strict=True)]
    steps = 12
    for step in range(steps):
        place = step / (steps - 1) * (len(bands) - 1)
        low = min(int(place), len(bands) - 2)
        yield _rect(0, step * _BACK / steps, WIDTH, _BACK / steps + 0.5, _mix(bands[low], bands[low + 1], place - low))
    if content.start.service >= 0.4:
        yield f'<circle cx="284" cy="22" r="8" fill="#fff3d6" opacity="{_number(content.start.service)}"/>'
    far = _mix(bands[1], bands[3], 0.5)
    for number in range(9 + min(len(content.estates) - 1, 9)):
        left, tall = _luck(number, 1) * WIDTH, 20 + 34 * _luck(number, 2)
        yield _rect(left, _BACK - tall, 16 + 12 * _luck(number, 3), tall, far)


@dataclass(frozen=True)
class _Block:
    """A building: its place (left, base, width, height in pixels) and its windows (columns, rows)."""

    left: float
    base: float
    width: float
    height: float
    columns: int
    rows: int
    front: bool
    number: int


def _blocks(estate: Estate) -> list[_Block]:
    """Return the buildings, those behind first: two rows where there are more than six."""
    there = min(estate.buildings, MOST_BUILDINGS)
    behind = there // 2 if there > 6 else 0
    rows = min(estate.floors, MOST_FLOORS)
    columns = max(1, min(MOST_COLUMNS, math.ceil(estate.homes / (estate.buildings * estate.floors) - 1e-9)))
    floor = min(8.0, 98 / (rows + 1))
    blocks: list[_Block] = []
    for front, many in ((False, behind), (True, there - behind)):
        scale = 1.0 if front else 0.86
        slot = (WIDTH - 12) / max(many, 1)
        for place in range(many):
            width = min(slot * 0.80, columns * 8.2 + 5) * scale
            shift = 0.0 if front else slot * 0.42
            left = 6 + place * slot + (slot - width) / 2 + shift - (0.0 if front else slot * 0.2)
            height = (rows * floor + 5) * scale * (1 - 0.05 * ((place + (not front)) % 3 == 1))
            base = _GROUND if front else _BACK + 4
            blocks.append(_Block(left, base, width, height, columns, rows, front, len(blocks)))
    return blocks


def _buildings(row: Sequence[_Block], estate: Estate, content: ScenarioData) -> Iterator[str]:
    """Draw buildings with a roof, windows (lit by lot until the share of payers is reached), doors and shops."""
    facade = _mix(_GRIME, _facade(estate), 0.35 + 0.65 * content.start.condition)
    for block in row:
        wall = facade if block.front else _mix(facade, "#4a5468", 0.42)
        yield from _roof(block, estate, wall)
        yield _rect(block.left, block.base - block.height, block.width, block.height, wall)
        yield _rect(
            block.left + block.width - 2, block.base - block.height, 2, block.height, _mix(wall, "#20242c", 0.25)
        )
        yield from _windows(block, content.start.fee_rate)
        if block.front:
            yield from _ground_floor(block, estate)


def _facade(estate: Estate) -> str:
    """Return the colour of façades: brick where nothing is paid a square metre, pale and cool where much is."""
    fee = estate.fee_yuan_per_m2
    for (low, first), (high, second) in pairwise(_FACADES):
        if fee <= high:
            return _mix(first, second, (fee - low) / (high - low))
    return _FACADES[-1][1]


def _roof(block: _Block, estate: Estate, wall: str) -> Iterator[str]:
    top, right, dark = block.base - block.height, block.left + block.width, _mix(wall, "#20242c", 0.4)
    if estate.floors <= 6:
        middle = block.left + block.width / 2
        yield _path(f"M{_pair(block.left - 2, top)}L{_pair(middle, top - 7)}L{_pair(right + 2, top)}z", dark)
        return
    yield _rect(block.left - 1, top - 2, block.width + 2, 2.5, dark)
    yield _rect(block.left + block.width * 0.3, top - 6, block.width * 0.28, 4.5, dark)
    if estate.floors >= 12:
        yield _rect(block.left + block.width * 0.75, top - 12, 1, 10, dark)


def _windows(block: _Block, share: float) -> Iterator[str]:
    wide, tall = (block.width - 4) / block.columns, (block.height - 4) / block.rows
    high = _number(tall * 0.58)
    places = [(column, row) for row in range(block.rows) for column in range(block.columns)]
    if block.front and block.rows > 1:
        places = [place for place in places if place[1] < block.rows - 1]  # the ground floor has doors and shops
    order = sorted(range(len(places)), key=lambda number: _luck(number, 17 + block.number))
    lit = set(order[: round(share * len(places))])
    for on, colour in ((False, DARK), (True, LIT)):
        drawn = [
            f"M{_pair(block.left + 2 + (column + 0.5) * wide, block.base - block.height + 3 + row * tall)}v{high}"
            for number, (column, row) in enumerate(places)
            if (number in lit) is on
        ]
        if drawn:
            shown = colour if block.front else _mix(colour, "#4a5468", 0.25)
            yield _lines("".join(drawn), shown, wide * 0.6)


def _ground_floor(block: _Block, estate: Estate) -> Iterator[str]:
    """Draw shops under awnings, as many of the columns as shops share the buildings, and a door a stairwell."""
    tall = min(6.5, block.height / block.rows)
    wide = (block.width - 4) / block.columns
    shops = min(block.columns, math.ceil(estate.shops / estate.buildings - 0.25)) if estate.shops else 0
    for number in range(shops):
        left, colour = block.left + 2 + number * wide, ("#D55E00", "#009E73", "#0072B2")[(number + block.number) % 3]
        yield _rect(left + 0.4, block.base - tall, wide - 0.8, tall, "#fbe3a4")
        yield _rect(left, block.base - tall - 1.2, wide, 2.4, colour)
    doors = min(estate.stairwells_per_building, 4)
    for number in range(doors):
        left = block.left + block.width * (number + 0.5) / doors - 1.4
        if left > block.left + 2 + shops * wide - 1:
            yield _rect(left, block.base - tall, 2.8, tall, "#4a3b33")


def _trees(condition: float) -> Iterator[str]:
    """Draw trees: many and full where the grounds are kept, few and bare where they are not."""
    leaves, many = _mix("#8d7b4f", "#3f8a52", condition), 4 + round(7 * condition)
    for number in range(many):
        x = (number + 0.5) * WIDTH / many + 10 * (_luck(number, 5) - 0.5)
        y, size = _GROUND + 3 + 4 * _luck(number, 6), 3.4 + 4.6 * condition * (0.7 + 0.3 * _luck(number, 7))
        yield _rect(x - 0.8, y - 9, 1.6, 9, "#5b4636")
        if _luck(number, 8) < 0.5 - condition:
            branches = f"M{_pair(x, y - 6)}l-4-6M{_pair(x, y - 7)}l4-6M{_pair(x, y - 8)}l0-6"
            yield _lines(branches, "#5b4636", 1)
            continue
        for across, up, part in ((0.0, 12.0, 1.0), (-0.6, 9.5, 0.75), (0.6, 9.5, 0.75)):
            shade = _mix(leaves, "#ffffff", 0.10) if across < 0 else leaves
            yield _disc(x + across * size, y - up, size * part, shade)


def _parking(estate: Estate) -> Iterator[str]:
    """Draw a bay for every 30 spaces on common land and a car in those let; without spaces, cars on the lawn."""
    spaces, let = estate.common.parking_spaces, estate.common.parking_let
    if not spaces:
        for number, left in enumerate((58.0, 121.0, 262.0)):
            yield from _car(left, _ROAD - 5, _CARS[number])
        return
    bays = min(10, 1 + round(spaces / 30))
    taken = round(bays * let / spaces)
    for number in range(bays + 1):
        yield _rect(8 + number * 17, HEIGHT - 15, 0.8, 11, "#e9e9e2")
    for number in range(taken):
        yield from _car(10.5 + number * 17, HEIGHT - 11, _CARS[number % len(_CARS)])


def _car(left: float, top: float, colour: str) -> Iterator[str]:
    yield _path(f"M{_pair(left + 2.5, top)}l1.5-3h5l2 3z", _mix(colour, "#ffffff", 0.45))
    yield f'<rect x="{_number(left)}" y="{_number(top)}" width="13" height="4.4" rx="1.4" fill="{colour}"/>'
    for wheel in (3.0, 10.0):
        yield _disc(left + wheel, top + 4.4, 1.5, "#1c1f24")


def _rubbish(service: float) -> Iterator[str]:
    for number in range(round(12 * max(0.0, 0.6 - service))):
        x = 96 + 150 * _luck(number, 11)
        yield _disc(x, _ROAD + 1.5, 2.3, "#2b2b2e")
        yield _disc(x + 3, _ROAD + 2.2, 1.7, "#7c7f80")


def _gate(estate: Estate, content: ScenarioData) -> Iterator[str]:
    """Draw the gatehouse of the company: lit while it serves, dark and boarded up where it will leave."""
    left, top = 292.0, _ROAD - 12
    leaves = any(event.event == "company_leaves" for event in content.timeline)
    stays = estate.company.present and not leaves
    yield _rect(left, top, 18, 13, "#8d939b" if stays else "#66615c")
    yield _rect(left - 2, top - 2.5, 22, 3, "#0072B2" if stays else "#4c4843")
    yield _rect(left + 3, top + 3, 12, 5, "#ffe9ae" if stays else "#2a2a2c")
    if not stays:
        cross = f"M{_pair(left + 2, top + 2)}l14 8m0-8l-14 8"
        yield _lines(cross, "#b08a5a", 1.6)
    if any(isinstance(event, CompanyEnters) for event in content.timeline):
        yield _rect(left - 26, top + 4, 14, 8, "#f4f4f0")
        yield _rect(left - 12, top + 6.5, 6, 5.5, "#009E73")
        yield _disc(left - 22, top + 12.5, 1.8, "#1c1f24") + _disc(left - 9.5, top + 12.5, 1.8, "#1c1f24")


def _banner(blocks: Iterable[_Block]) -> Iterator[str]:
    """Hang a protest banner on the second building in front."""
    front = [block for block in blocks if block.front]
    block = front[min(1, len(front) - 1)]
    left, top, wide = block.left - 5, block.base - block.height * 0.62, block.width + 10
    yield f'<g transform="rotate(-4 {_number(left + wide / 2)} {_number(top)})">'
    yield _rect(left, top, wide, 9, "#fbfaf5")
    for number in range(4):
        x = left + wide * (number + 0.5) / 4
        yield _lines(f"M{_pair(x - 2.4, top + 2.5)}h4.8m-2.4-1v6m-2.4-2.4h4.8", "#1d1d1d", 1)
    yield "</g>"


def _signs(content: ScenarioData, kinds: set[str]) -> Iterator[str]:
    """Put up the flag of a branch, and a board with what a committee or a convention posts."""
    if "found_branch" in kinds:
        yield _rect(15, 76, 1.8, 63, "#e8e8e8")
        yield _disc(15.9, 75.5, 1.7, GOLD)
        yield _path("M16.8 78q7-3 13 0t13 0v16q-7 3-13 0t-13 0z", RED)
        yield _path(_star(25, 85.6, 4.6), GOLD)
    posters = [kind for kind in ("elect", "appoint", "convention") if kind in kinds]
    if not posters:
        return
    left, top, wide = 50.0, 115.0, 5 + 15.0 * len(posters)
    yield _rect(left + 2, top + 15, 1.6, 11, "#5b4636") + _rect(left + wide - 3.6, top + 15, 1.6, 11, "#5b4636")
    yield _rect(left - 1, top - 1, wide + 2, 18, "#6b4f3a") + _rect(left + 1, top + 1, wide - 2, 14, "#2f6f62")
    quality = max((event.hold_quality or 1.0 for event in content.timeline if isinstance(event, Appoint)), default=1.0)
    for number, kind in enumerate(posters):
        x = left + 4 + 15 * number
        yield _rect(x, top + 2.2, 12, 11.6, _mix("#b9b3a6", "#fffdf4", quality))
        if kind == "elect":
            yield _lines(f"M{_pair(x + 2.5, top + 8)}l2.6 3 4.4-6.4", "#009E73", 2)
        elif kind == "appoint":
            yield _ring(x + 6, top + 8, 3.6, RED)
            yield _path(_star(x + 6, top + 8, 2.2), RED)
        else:
            lines = "".join(f"M{_pair(x + 2, top + 4.8 + 2.4 * line)}h8" for line in range(4))
            yield _lines(lines, "#3d4a5c", 1)


def _people(content: ScenarioData, estate: Estate) -> Iterator[str]:
    """Draw members who will serve (red armband, gold ring) and, at a residents' meeting, who comes and who speaks."""
    for event in content.timeline:
        if isinstance(event, Activate):
            members = estate.homes * content.residents.member_share
            asked = event.count if event.count is not None else (event.share or 0.0) * members
            many = min(10, round(2 * math.sqrt(asked)))
            for number in range(many):
                hair = "#e4e4e4" if event.who == "retired" else "#2a2320"
                yield from _person(196 + 9.5 * number, HEIGHT - 3.5, "#3d6fa8", hair, serving=True)
        elif isinstance(event, Meeting):
            yield from _meeting(event, estate)


def _meeting(event: Meeting, estate: Estate) -> Iterator[str]:
    if event.expert_plan:
        yield _rect(140, 118, 34, 24, "#f7f5ec") + _rect(140, 118, 34, 3, "#0072B2")
        bays = "".join(f"M{_pair(144 + 6.5 * bay, 126)}v10" for bay in range(5))
        yield _lines(f"{bays}M144 131h26", "#3d4a5c", 1)
    come = max(4, min(16, round(estate.homes * event.invited_share / 10)))
    for number in range(come):
        x, y = 92 + 136 * (number + 0.5) / come, HEIGHT - 3.0 - 3 * (number % 2)
        yield from _person(x, y, _COATS[number % len(_COATS)], "#2a2320")
    for number in range(min(event.speakers, 5)):
        x, y = 104 + 29 * number, HEIGHT - 30.0 - 5 * (number % 2)
        yield _path(f"M{_pair(x, y)}h15v9h-9l-4 4v-4h-2z", "#009E73")
        yield _lines(f"M{_pair(x + 2.5, y + 3)}h10m-10 3h7", "#ffffff", 1.1)


def _person(x: float, foot: float, coat: str, hair: str, *, serving: bool = False) -> Iterator[str]:
    if serving:
        yield _ring(x, foot - 10.5, 3.9, GOLD)
    yield _path(f"M{_pair(x - 2.6, foot)}v-5q0-3 2.6-3t2.6 3v5z", coat)
    yield _disc(x, foot - 10.3, 2.3, "#f0c9a0")
    yield _path(f"M{_pair(x - 2.4, foot - 10.4)}a2.4 2.4 0 0 1 4.8 0z", hair)
    if serving:
        yield _rect(x - 2.6, foot - 5.6, 2, 2.2, RED)


# --- shapes and colours
# ----------------------------------------------------------------------------------------------------------------------


def _luck(number: int, stream: int) -> float:
    """Return a fixed number in [0, 1) that looks random (a hash of two whole numbers)."""
    mixed = (number * 0x9E3779B1 + stream * 0x85EBCA77 + 0x27D4EB2F) & 0xFFFFFFFF
    for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39)):
        mixed = ((mixed ^ (mixed >> shift)) * factor) & 0xFFFFFFFF
    return (mixed ^ (mixed >> 15)) / 2**32


def _mix(first: str, second: str, share: float) -> str:
    """Return the colour ``share`` of the way from one to another."""
    part = min(1.0, max(0.0, share))
    pairs = ((int(first[at : at + 2], 16), int(second[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _pair(x: float, y: float) -> str:
    return f"{_number(x)} {_number(y)}"


def _rect(left: float, top: float, width: float, height: float, colour: str) -> str:
    place = f'x="{_number(left)}" y="{_number(top)}" width="{_number(width)}" height="{_number(height)}"'
    return f'<rect {place} fill="{colour}"/>'


def _disc(x: float, y: float, radius: float, colour: str) -> str:
    return f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}" fill="{colour}"/>'


def _path(drawn: str, colour: str) -> str:
    return f'<path d="{drawn}" fill="{colour}"/>'


def _lines(drawn: str, colour: str, width: float) -> str:
    return f'<path d="{drawn}" stroke="{colour}" stroke-width="{_number(width)}" fill="none"/>'


def _ring(x: float, y: float, radius: float, colour: str) -> str:
    place = f'cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}"'
    return f'<circle {place} stroke="{colour}" stroke-width="1.2" fill="none"/>'


def _star(x: float, y: float, radius: float) -> str:
    """Return the outline of a five-pointed star."""
    points = []
    for number in range(10):
        reach, turn = radius if number % 2 == 0 else radius * 0.4, math.pi * number / 5
        points.append(_pair(x + reach * math.sin(turn), y - reach * math.cos(turn)))
    return "M" + "L".join(points) + "z"
