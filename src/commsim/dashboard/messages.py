"""What a visitor's page may say over its connection; anything else ends it before Solara sees a word.

Concepts:
    comm: a channel between an element on the page and its other half here; each has a name of its own.
    target: what a new comm is for. A page of ours opens one, to start itself; opening others would let a visitor make
        any element there is, as many as wanted, outside the page.

A message is JSON, as text, or in binary with files after it.
"""

from __future__ import annotations

import json
import struct
from typing import Any

TARGET = "solara.control"
MOST_PARTS = 64
KINDS = frozenset({"kernel_info_request", "comm_info_request", "comm_open", "comm_msg", "comm_close"})


def is_sound(message: str | bytes) -> bool:
    """Return whether a page of ours can have said this."""
    try:
        content = json.loads(message if isinstance(message, str) else _text_of(message).decode())
    except (ValueError, RecursionError, struct.error):
        return False
    return _is_known(content)


def _text_of(message: bytes) -> bytes:
    """Return the JSON of a binary message: a count, as many offsets, and what stands there, in network order.

    Raises:
        ValueError: it is not of that form.
        struct.error: it ends too early.
    """
    (count,) = struct.unpack_from("!I", message)
    if not 1 <= count <= MOST_PARTS:
        raise ValueError(f"{count} parts")
    offsets = struct.unpack_from(f"!{count}I", message, 4)
    ends = [*offsets[1:], len(message)]
    if any(start > end for start, end in zip(offsets, ends, strict=True)):
        raise ValueError("parts overlap")
    return message[offsets[0] : ends[0]]


def _is_known(message: Any) -> bool:
    if not isinstance(message, dict):
        return False
    header, content = message.get("header"), message.get("content")
    if not isinstance(header, dict) or not isinstance(content, dict) or not isinstance(message.get("channel"), str):
        return False
    kind = header.get("msg_type")
    if not isinstance(kind, str) or kind not in KINDS:
        return False
    if kind == "comm_open" and content.get("target_name") != TARGET:
        return False
    if kind in ("comm_open", "comm_msg") and not isinstance(content.get("data"), dict):
        return False
    return kind in ("kernel_info_request", "comm_info_request") or isinstance(content.get("comm_id"), str)
