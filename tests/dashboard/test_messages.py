"""What a page may say over its connection."""

from __future__ import annotations

import json
import struct

import pytest

from commsim.dashboard.messages import MOST_PARTS, is_sound


def text(kind="comm_msg", channel="shell", **content):
    return json.dumps({"header": {"msg_type": kind}, "content": content, "channel": channel})


def binary(said, *files):
    parts = [said.encode(), *files]
    starts = [4 + 4 * len(parts)]
    for part in parts[:-1]:
        starts.append(starts[-1] + len(part))
    return struct.pack(f"!{len(parts) + 1}I", len(parts), *starts) + b"".join(parts)


PRESSED = {"comm_id": "a", "data": {"method": "custom"}}


@pytest.mark.parametrize(
    "said",
    [
        text("kernel_info_request"),
        text("comm_info_request", target_name="jupyter.widget"),
        text("comm_open", comm_id="a", target_name="solara.control", data={}),
        text(**PRESSED),
        text("comm_close", comm_id="a"),
        binary(text(**PRESSED), b"file", b""),
        binary(text(**PRESSED)),
    ],
)
def test_what_our_page_says_is_heard(said):
    assert is_sound(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "hello",
        "{}",
        "[]",
        "null",
        '{"header": 1, "content": {}, "channel": "shell"}',
        text("execute_request", code="1"),
        text("shutdown_request"),
        text(["comm_msg"]),
        text({"a": 1}),
        text(channel=None, **PRESSED),
        text(data={}),
        text(comm_id=["a"], data={}),
        text(comm_id="a"),
        text(comm_id="a", data=[1]),
        text("comm_close"),
        "[" * 400_000,
        '{"a": ' * 100_000,
        "9" * 10_000,
    ],
)
def test_what_our_page_cannot_say_is_not_heard(said):
    assert not is_sound(said)


@pytest.mark.parametrize("target", ["jupyter.widget", "jupyter.widget.control", "", None])
def test_no_element_can_be_made_from_outside_the_page(target):
    assert not is_sound(text("comm_open", comm_id="a", target_name=target, data={}))


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\0",
        struct.pack("!I", 0),
        struct.pack("!I", 2**32 - 1),
        struct.pack("!II", 1, 2**31),
        struct.pack("!III", 2, 12, 8) + text(**PRESSED).encode(),
        struct.pack("!I", MOST_PARTS + 1) + b"\0" * 4 * (MOST_PARTS + 1),
        binary("\x00\x01"),
        struct.pack("!II", 1, 8) + text(**PRESSED).encode("utf-16"),
        struct.pack("!II", 1, 8) + b"\xff\xfe",
        binary("hello", b"file"),
    ],
)
def test_a_broken_binary_message_is_not_heard(said):
    assert not is_sound(said)
