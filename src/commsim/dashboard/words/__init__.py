"""The words of the dashboard in two languages; the English text is the key, as with gettext.

::

    say = Say("zh")
    say("Fee rate")  # 物业费收缴率
    say("{n} households", n=620)  # 620 户

Texts that stand in tables rather than in a call are marked with :func:`note`, so that the tests find them.
"""

from commsim.dashboard.words.paths import said_path
from commsim.dashboard.words.saying import LANGUAGES, Say, language_of, note

__all__ = ["LANGUAGES", "Say", "language_of", "note", "said_path"]
