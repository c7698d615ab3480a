"""How a text is said in a language.

Concepts:
    text: an English sentence or name as it stands in the code, which is the key of the catalogue.
    placeholder: a name in braces in a text, filled in after translating, as ``str.format`` does.
    note: a text that stands in a table, marked so that the tests find it and ask for its translation.
"""

from __future__ import annotations

from dataclasses import dataclass

from commsim.dashboard.words.chinese import CHINESE

LANGUAGES = ("en", "zh")
"""Languages of the dashboard; the first is that of the code and the one fallen back to."""

MOST_HEADER_CHARS = 1_000


@dataclass(frozen=True, slots=True)
class Say:
    """A language, called with a text to have it in that language.

    A text without a translation is returned as it is, so that names that came from a user can be passed too;
    they are never taken as a text with placeholders unless values are given.

    Attributes:
        language: ``en`` or ``zh``; anything else is taken as ``en``.
    """

    language: str = "en"

    def __post_init__(self) -> None:
        """Take an unknown language as English."""
        if self.language not in LANGUAGES:
            object.__setattr__(self, "language", LANGUAGES[0])

    def __call__(self, text: str, /, **values: object) -> str:
        """Return a text in this language, with its placeholders filled in if values are given.

        Args:
            text: the English text, as written in the code.
            **values: a value for every placeholder.

        Raises:
            KeyError: values are given, but not for every placeholder.
        """
        said = self.plain(text)
        return said.format(**values) if values else said

    def plain(self, text: str) -> str:
        """Return a text in this language with its placeholders left in, for labels filled in later."""
        return CHINESE.get(text, text) if self.language == "zh" else text


def note(text: str) -> str:
    """Mark a text that stands in a table for translation; it is returned as it is."""
    return text


def language_of(accept_language: str) -> str:
    """Return the language a browser asks for: ``zh`` if it prefers Chinese to English, else ``en``.

    Args:
        accept_language: the header ``Accept-Language``, such as ``zh-CN,zh;q=0.9,en;q=0.8``; whatever is broken in
            it is passed over.
    """
    wanted = {"en": 0.0, "zh": 0.0}
    for part in accept_language[:MOST_HEADER_CHARS].split(","):
        tag, _, weight = part.partition(";")
        name = tag.strip().lower().replace("_", "-").partition("-")[0]
        if name in wanted:
            wanted[name] = max(wanted[name], quality(weight))
    return "zh" if wanted["zh"] > wanted["en"] else "en"


def quality(weight: str) -> float:
    """Return the weight of one language in an ``Accept-Language`` header, 0 to 1; 0 if it is no number."""
    name, _, value = weight.strip().partition("=")
    if not name:
        return 1.0
    try:
        number = float(value)
    except ValueError:
        return 0.0
    return number if name.strip().lower() == "q" and 0.0 <= number <= 1.0 else 0.0
