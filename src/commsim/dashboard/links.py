"""A link says everything: which scenario, what was changed, the luck, the view and the language.

``query_of`` writes the query string of an address, ``place_of`` reads one. A link comes from anywhere, so reading never
fails: what is broken falls back to its default, part by part, with one sentence for each.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode

from commsim.dashboard.levers import LEVER_NAMES
from commsim.dashboard.limits import MAX_LINK_CHARS, MAX_MONTHS, MAX_UPLOAD_BYTES
from commsim.dashboard.link_repair import runnable
from commsim.dashboard.settings import TWINS, Settings, Source, scenario_of
from commsim.dashboard.upload_kept import KEPT
from commsim.dashboard.upload_text import read_scenario
from commsim.dashboard.words import LANGUAGES, Say
from commsim.errors import InputError
from commsim.scenario import library_names
from commsim.scenario.yaml_text import brief

VIEWS = ("pick", "estate", "twin", "seeds", "take", "tour")
COLOURS = ("pays", "dispute", "speaks", "trust", "self", "belonging", "norm", "arrears")
MAX_LESSON = 99
MAX_PARTS = 300
"""Most parts (``name=value``) a link may have."""

_LONGEST_NUMBER = 20
_DEFAULT = Settings()
_REPEATED = ("set", "without")


@dataclass(frozen=True)
class Place:
    """Where a visitor is: what is run, and how it is looked at.

    Attributes:
        settings: all that decides the run.
        language: ``en`` or ``zh``.
        view: one of :data:`VIEWS`.
        estate: name of the estate shown; empty for the first.
        twin: the other world, one of ``settings.TWINS``.
        lesson: lesson of the guided tour, counted from 1; 0 outside of it.
        colour: what the windows show, one of :data:`COLOURS`.
    """

    settings: Settings = _DEFAULT
    language: str = "en"
    view: str = "pick"
    estate: str = ""
    twin: str = "shipped"
    lesson: int = 0
    colour: str = "pays"


def query_of(place: Place) -> str:
    """Return a place as the query string of a link, without ``?``.

    An upload is packed into the link if it is short enough; else it is kept on this server and named by its digest.
    """
    settings = place.settings
    pairs = [(f"lever.{name}", value) for name, value in settings.levers]
    pairs += [("set", f"{path}:{value}") for path, value in settings.changes]
    pairs += [("without", name) for name in settings.without]
    pairs.append(("seed", str(settings.seed)))
    if settings.months is not None:
        pairs.append(("months", str(settings.months)))
    pairs += [("lang", place.language), ("view", place.view)]
    default = Place()
    for name in ("estate", "twin", "lesson", "colour"):
        if getattr(place, name) != getattr(default, name):
            pairs.append((name, str(getattr(place, name))))
    rest = _encoded(pairs)
    if not settings.source.text:
        return f"{_encoded([('scenario', settings.source.name)])}&{rest}"
    return f"{_encoded(_packed(settings.source, MAX_LINK_CHARS - len(rest) - 1))}&{rest}"


def place_of(query: str, language: str = "en") -> tuple[Place, tuple[str, ...]]:
    """Return the place that a link names, and a sentence on each part of it that could not be used.

    Args:
        query: the query string, with or without ``?``; anything at all.
        language: language where the link names none.

    Returns:
        A place whose settings can be run, and the problems, in the language of the place.
    """
    language = language if language in LANGUAGES else LANGUAGES[0]
    try:
        reader = _Reader(query, language)
        return reader.place(), tuple(reader.problems)
    except InputError as error:
        return Place(language=language), (str(error),)


def _encoded(pairs: list[tuple[str, str]]) -> str:
    return urlencode(pairs, quote_via=quote, safe="")


def _packed(source: Source, room: int) -> list[tuple[str, str]]:
    """Return an upload as parts of a link: the whole text if there is room for it, else the key it is kept by."""
    name = [("file", source.shown)]
    text = base64.urlsafe_b64encode(zlib.compress(source.text.encode(), 9)).decode().rstrip("=")
    whole = [("u", text), *name]
    return whole if len(_encoded(whole)) <= room else [("u_key", KEPT.put(source)), *name]


def _unpacked(packed: str) -> bytes:
    """Return the bytes of a packed upload; never more than an upload may have.

    Raises:
        InputError: they are damaged or too many.
    """
    try:
        raw = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(raw, MAX_UPLOAD_BYTES + 1)
    except (ValueError, binascii.Error, zlib.error) as error:
        raise InputError(f"u: the packed text is damaged: {brief(str(error))}") from error
    if len(content) > MAX_UPLOAD_BYTES:
        raise InputError(f"u: the packed text has more than {MAX_UPLOAD_BYTES} bytes")
    if not unpacking.eof or unpacking.unused_data:
        raise InputError("u: the packed text is cut off or has something behind it")
    return content


class _Reader:
    """Reads one link, part by part, and collects what could not be used."""

    def __init__(self, query: str, language: str) -> None:
        """Take the link apart.

        Raises:
            InputError: it is far too long, or has far too many parts.
        """
        say = Say(language)
        query = query.removeprefix("?")
        if len(query) > MAX_LINK_CHARS:
            raise InputError(
                say(
                    "The link has {n} characters; at most {most} are read. It was not used.",
                    n=len(query),
                    most=MAX_LINK_CHARS,
                )
            )
        try:
            pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MAX_PARTS)
        except ValueError as error:
            raise InputError(say("The link has more than {most} parts. It was not used.", most=MAX_PARTS)) from error
        self.pairs = pairs
        self.problems: list[str] = []
        self.say = say
        self.language = self._choice("lang", LANGUAGES, language)
        self.say = Say(self.language)

    def place(self) -> Place:
        """Return the place; what is broken is its default."""
        self._tell_repeated_and_unprintable()
        settings = self._settings()
        return Place(
            settings=settings,
            language=self.language,
            view=self._choice("view", VIEWS, "pick"),
            estate=self._choice("estate", ("", *scenario_of(settings).estate_names), ""),
            twin=self._choice("twin", TWINS, TWINS[0]),
            lesson=self._whole("lesson", 0, MAX_LESSON) or 0,
            colour=self._choice("colour", COLOURS, COLOURS[0]),
        )

    def _tell_repeated_and_unprintable(self) -> None:
        seen = set()
        for name, value in self.pairs:
            if not (name + value).isprintable():
                self.problems.append(self.say("{part}: control characters; it was not used.", part=brief(name)))
            elif name in seen and name not in _REPEATED:
                self.problems.append(self.say("{part}: given twice; the first one counts.", part=brief(name)))
            seen.add(name)
        self.pairs = [(name, value) for name, value in self.pairs if (name + value).isprintable()]

    def _first(self, name: str) -> str | None:
        return next((value for known, value in self.pairs if known == name), None)

    def _unused(self, name: str, value: str, allowed: str) -> None:
        self.problems.append(
            self.say(
                "{part}: '{value}' was not used; allowed: {allowed}.", part=name, value=brief(value), allowed=allowed
            )
        )

    def _choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self._first(name)
        if value is None or value in allowed:
            return default if value is None else value
        if value.isprintable():
            self._unused(name, value, ", ".join(word for word in allowed if word))
        return default

    def _whole(self, name: str, low: int, high: int) -> int | None:
        value = self._first(name)
        if value is None:
            return None
        if value.isascii() and value.isdecimal() and len(value) <= _LONGEST_NUMBER and low <= int(value) <= high:
            return int(value)
        self._unused(name, value, self.say("a whole number from {low} to {high}", low=low, high=high))
        return None

    def _settings(self) -> Settings:
        wanted = Settings(
            source=self._source(),
            levers=self._levers(),
            changes=self._changes(),
            without=tuple(dict.fromkeys(value for name, value in self.pairs if name == "without")),
            seed=self._seed(),
            months=self._whole("months", 1, MAX_MONTHS),
        )
        settings, refused = runnable(wanted)
        self.problems += [self.say("{part}: not used: {reason}", part=part, reason=why) for part, why in refused]
        return settings

    def _seed(self) -> int:
        seed = self._whole("seed", 0, 2**64 - 1)
        return Settings().seed if seed is None else seed

    def _source(self) -> Source:
        packed, key, name = self._first("u"), self._first("u_key"), self._first("scenario")
        shown = self._first("file") or ""
        if packed is not None:
            try:
                return read_scenario(shown, _unpacked(packed))
            except InputError as error:
                self.problems.append(self.say("The scenario in the link cannot be used: {reason}", reason=str(error)))
                return Source()
        if key is not None:
            kept = KEPT.get(key)
            if kept is None:
                self.problems.append(
                    self.say("The scenario that was uploaded is no longer kept on this server; please open it again.")
                )
            return Source() if kept is None else kept
        if name is None or name in library_names():
            return Source() if name is None else Source(name=name)
        self._unused("scenario", name, ", ".join(library_names()))
        return Source()

    def _levers(self) -> tuple[tuple[str, str], ...]:
        settings = Settings()
        seen = set()
        for name, value in self.pairs:
            prefix, dot, lever = name.partition(".")
            if prefix != "lever" or not dot or lever in seen:
                continue
            seen.add(lever)
            if lever not in LEVER_NAMES:
                self._unused("lever", lever, ", ".join(LEVER_NAMES))
            else:
                settings = settings.with_lever(lever, value)
        return settings.levers

    def _changes(self) -> tuple[tuple[str, str], ...]:
        settings = Settings()
        for name, change in self.pairs:
            if name == "set":
                path, colon, value = change.partition(":")
                if not colon or not path.strip() or not value.strip():
                    self._unused("set", change, self.say("a path and a value, such as behaviour.fees.b_S:2"))
                elif path.strip() in dict(settings.changes):
                    self.problems.append(self.say("{part}: given twice; the first one counts.", part=brief(path)))
                else:
                    settings = settings.with_change(path, value)
        return settings.changes


__all__ = ["COLOURS", "VIEWS", "Place", "place_of", "query_of"]
