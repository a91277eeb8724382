"""Is somebody named in a text, by any name, login or address they have or had?

Rather too often than too seldom: who is named must not read. Accents, capitals, punctuation, markup and invisible
characters make no difference.
"""

import re
import unicodedata
from collections import defaultdict
from functools import cached_property

from amp_portal import idn
from amp_portal.users.models import KnownAs

_WORD = re.compile(r"[^\W_]+")
_UNSEEN = {"Mn", "Me", "Cf"}  # accents, and what has no width
NAME, LOGIN, ADDRESS = KnownAs.Kind.NAME, KnownAs.Kind.LOGIN, KnownAs.Kind.ADDRESS


def _words(text):
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign) not in _UNSEEN)
    return _WORD.findall(plain)


class Said:
    """What a reporter wrote, ready to be compared with many people. ``about``: where they say whom it is about."""

    def __init__(self, text: str, about: str = ""):
        written, self._about = _words(text), {word.casefold() for word in _words(about)}
        self._capitalised = {word.casefold() for word in written if word[0].isupper()}
        self._all = [word.casefold() for word in [*written, *_words(about)]]

    @cached_property
    def _places(self):
        places = defaultdict(list)
        for place, word in enumerate(self._all):
            places[word].append(place)
        return places

    @cached_property
    def _unspaced(self):
        return "".join(self._all)

    def names(self, kind: str, value: str) -> bool:
        """By the whole of it anywhere; by a part of a name too: capitalised in the text, anyhow in ``about``."""
        words = [word.casefold() for word in _words(value)]
        if self._has(words):
            return True
        if kind == ADDRESS and (written := idn.readable(value)) != value and self.names(kind, written):
            return True
        if kind == LOGIN or not words:
            return False
        if kind == ADDRESS:  # somebody without a name is shown by what stands before the @
            words = [word.casefold() for word in _words(value.partition("@")[0])]
            return any(len(word) > 2 and word in self._about for word in words) or self._has(words, least=2)
        parts = [word for word in words if len(word) > 2]
        return any(part in self._about or part in self._capitalised for part in parts) or any(
            _is_uncased(word) and len(word) > 1 and word in self._unspaced for word in words
        )

    def _has(self, words, least=1):
        """These words in a row; in scripts without capitals, which often go without spaces too, anywhere."""
        if len(words) < least:
            return False
        if all(map(_is_uncased, words)) and (joined := "".join(words)) in self._unspaced:
            return len(joined) > 1
        return any(self._all[at : at + len(words)] == words for at in self._places.get(words[0], ()))


def _is_uncased(word):
    return not any(sign.lower() != sign.upper() or sign.isdigit() for sign in word)


def aliases(people) -> dict[int, set[tuple[str, str]]]:
    """``{pk: {(kind, value)}}`` of everything these people are and were called. One query."""
    found: dict[int, set] = {person.pk: set() for person in people}
    for pk, kind, value in KnownAs.objects.filter(person__in=found).values_list("person_id", "kind", "value"):
        found[pk].add((kind, value))
    return found


def is_named(person, text: str, about: str = "") -> bool:
    said = Said(text, about)
    return any(said.names(kind, value) for kind, value in aliases([person])[person.pk])


def everybody_named(said: Said) -> set[int]:
    """The pk of everybody the portal knows who is named."""
    rows = KnownAs.objects.order_by().values_list("person_id", "kind", "value").iterator()
    return {pk for pk, kind, value in rows if said.names(kind, value)}
