"""Words as people look for them: without accents, in one case. Pure.

The databases' own ``amp_fold`` does the same: on SQLite it is ``fold`` itself, on PostgreSQL a migration made it.
"""

import re
import unicodedata
from itertools import permutations

_ACCENTS = re.compile("[\u0300-\u036f]")
_PLAIN = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "ς": "σ",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
MOST_WORDS = 6  # of a name that are tried in every order
MOST_LETTERS = 100  # of a key


def fold(text: str) -> str:
    """Without accents, in lower case; ł is l, ß is ss."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).lower().translate(_PLAIN)


def name_key(name: str) -> str:
    """The letters of a folded name in the order of the alphabet: whoever has the ``same_name`` has the same key."""
    return "".join(sorted("".join(_words(name))))[:MOST_LETTERS]


def same_name(one: str, other: str) -> bool:
    """Whether two names differ in accents, case, order, spacing and punctuation at most."""
    first, second = sorted((_words(one), _words(other)), key=len)
    if not first or len(second) > MOST_WORDS:
        return bool(first) and sorted(first) == sorted(second)
    return "".join(first) in {"".join(words) for words in permutations(second)} or sorted(first) == sorted(second)


def _words(name):
    return [re.sub(r"\W", "", word) for word in _WORD.findall(fold(name))]
