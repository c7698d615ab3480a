"""Uploaded texts that are too long for a link, kept on this server."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock

from commsim.dashboard.settings import Source

MAX_KEPT, MAX_KEPT_BYTES = 64, 8 << 20


class Kept:
    """Uploaded texts that are too long for a link, kept by their SHA-256; the longest unused go first.

    The same for all visitors: a text is only found by who has its digest, which is to have the text or a link to it.
    """

    def __init__(self, most: int = MAX_KEPT, most_bytes: int = MAX_KEPT_BYTES) -> None:
        """Keep nothing yet.

        Args:
            most: texts kept at most.
            most_bytes: bytes kept at most, all texts together.
        """
        self._most, self._most_bytes = most, most_bytes
        self._sources: OrderedDict[str, tuple[Source, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def put(self, source: Source) -> str:
        """Keep an uploaded text and return the key it is found by."""
        raw = source.text.encode()
        key = hashlib.sha256(raw).hexdigest()
        with self._lock:
            if key not in self._sources:
                self._sources[key] = (source, len(raw))
                self._bytes += len(raw)
            self._sources.move_to_end(key)
            while len(self._sources) > self._most or self._bytes > self._most_bytes:
                _, (_, gone) = self._sources.popitem(last=False)
                self._bytes -= gone
        return key

    def get(self, key: str) -> Source | None:
        """Return the text with a key, or None if it is not kept (any longer)."""
        with self._lock:
            found = self._sources.get(key)
            if found is None:
                return None
            self._sources.move_to_end(key)
            return found[0]

    def __len__(self) -> int:
        """Return how many texts are kept."""
        with self._lock:
            return len(self._sources)


KEPT = Kept()
"""Long uploads of this server; what is in it is the same whoever asks, since the key is the content's digest."""
