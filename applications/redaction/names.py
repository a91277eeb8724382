"""Where somebody is named in a text.

A part of a name is found whatever its accents, case, apostrophe or script; inside words where a script has no spaces,
and behind what Arabic and Hebrew put before it. A part that is a common word, too, is found only where it stands as a
name: see ``standing``. The work grows with the length of a text.
"""

import re
from dataclasses import dataclass

from .common_words import COMMON
from .letters import ARABIC, HAN, HEBREW, SPACELESS, folded, key
from .standing import stands_as_name

# Each begins where a row of such characters does, and gives none back: the work grows with the text, whatever it holds.
_ELSEWHERE = (
    re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(\.[\w-]++)++"),  # an address
    re.compile(r"(https?://|www\.)\S+|(?<![\w.-])[.-]*+[\w-]++(\.++[\w-]++)++/\S*"),  # a link
    re.compile(r"(?<!\w)@\w[\w-]*"),  # a handle
)
LONG = 6  # letters of a login, or of a whole name, that are found inside words too
MOST_PARTS = 12  # of what one person is called that are looked for in a row

_INDIC = "\u0900-\u0dff"
_LETTER = rf"[^\W\d_{SPACELESS}{_INDIC}]"
_BEFORE = rf"(?<!{_LETTER})(?<![{_INDIC}])"
_AFTER = rf"(?!{_LETTER})(?![{_INDIC}])(?!'t\b)"
_GOES_ON = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u11a8-\u11ff\u17b6-\u17d3\u3099\u309a"
)  # what turns the letter before it into another syllable
_ENDINGS_JOIN = re.compile("[\u0b80-\u0d7f]{3}")  # Tamil, Telugu, Kannada, Malayalam
_SPACELESS = re.compile(f"[{SPACELESS}]")
_ARABIC, _HEBREW = re.compile(f"[{ARABIC}]"), re.compile(f"[{HEBREW}]")
_GIVEN = re.compile(f"(?:[{HAN}]{{1,2}}([{HAN}]{{2}})|[\uac00-\ud7a3]([\uac00-\ud7a3]{{2}}))")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_BETWEEN = r"[\W_]{0,3}"
_WORD = re.compile(rf"(?:[^\W_]|[{_INDIC}{_GOES_ON}])+(?:['-](?:[^\W_]|[{_INDIC}{_GOES_ON}])+)*")


@dataclass(frozen=True)
class Called:
    """What somebody is or was called: names, and logins as on GitHub or before the @ of an address."""

    names: frozenset[str]
    logins: frozenset[str] = frozenset()


class Finder:
    """Finds one person. ``shown``: the keys of what an organizer found harmless, or revealed."""

    def __init__(self, called: Called, shown=frozenset()):
        self._shown = shown
        names = [_parts(spelling) for name in sorted(called.names) for spelling in {name, name.translate(_UMLAUTS)}]
        parts = {part for name in names for part in name if len(part) > 1}
        parts |= {piece for name in called.names for piece in _hyphenated(name)}
        parts |= {given for name in called.names for word in name.split() for given in _given(word)}
        whole = {tuple(re.findall(r"[^\W_]+", folded(login)[0])) for login in called.logins} - {()}
        parts |= {login[0] for login in whole if len(login) == 1 and len(login[0]) > 1}
        self._common = parts & COMMON
        surely = [_anywhere(part) for part in _longest_first(parts - COMMON)]
        surely += [_in_a_row(words) for words in sorted(whole) if len(words) > 1 or _is_long(words[0])]
        for name in filter(_is_telling, names):
            surely += [_in_a_row(name), _in_a_row(name[::-1])]
        self._surely = re.compile("|".join(surely)) if surely else None
        self._perhaps = re.compile("|".join(map(_anywhere, _longest_first(self._common)))) if self._common else None
        rows = [sorted(set(name), key=len, reverse=True)[:MOST_PARTS] for name in names if len(set(name)) > 1]
        self._rows = [_any_order(row) for row in rows]

    def find(self, text: str, *, signed=True) -> list[tuple[int, int]]:
        """The places ``(begin, end)`` to hide, in order and apart. ``signed``: a name may stand alone on its line."""
        letters, origins = folded(text)
        if not letters:
            return []
        found = [_trimmed(match) for pattern in _ELSEWHERE for match in pattern.finditer(letters)]
        if self._surely:
            found += [match.span() for match in self._surely.finditer(letters)]
        for row, part in self._rows:
            spans = (_name_in(match, part, text, origins) for match in row.finditer(letters))
            found += [span for span in spans if span]
        if self._perhaps:
            for match in self._perhaps.finditer(letters):
                if stands_as_name(letters, text, match.span(), origins, signed=signed):
                    found.append(match.span())
        joined = _joined(sorted((origins[begin], _end(text, origins, end)) for begin, end in found), text)
        return [(begin, end) for begin, end in joined if key(text[begin:end]) not in self._shown]


def _is_long(login):
    return len(login) >= LONG and login not in COMMON


def _trimmed(match):
    """Without the punctuation of the sentence around it."""
    return match.start(), match.start() + len(match[0].rstrip(".,;:!?)]}>\"'*_"))


def _parts(name):
    return [re.sub("['-]", "", word) for word in _WORD.findall(folded(name)[0])]


def _hyphenated(name):
    """Anna-Maria is Anna, too."""
    return [piece for word in _WORD.findall(folded(name)[0]) if "-" in word for piece in word.split("-") if piece[1:]]


def _given(word):
    """A Chinese or Korean name written in one goes without its surname, too."""
    found = _GIVEN.fullmatch(word)
    return [folded(found[1] or found[2])[0]] if found else []


def _longest_first(parts):
    return sorted(parts, key=lambda part: (-len(part), part))


def _spelled(part):
    """Letters that an apostrophe, a hyphen or, between signs, a space may part."""
    gap = r"[\s·・'-]?" if re.search(f"[{HAN}]", part) else "['-]?"
    return gap.join(map(re.escape, part))


def _anywhere(part):
    if _SPACELESS.search(part[0]):
        return rf"{_spelled(part)}(?![{_GOES_ON}])"
    prefix = ""
    if _ARABIC.search(part[0]):
        prefix = "[وفبكلس]{0,2}(?:ال)?"
    elif _HEBREW.search(part[0]):
        prefix = "[והבכלמש]{0,3}"
    after = "" if _ENDINGS_JOIN.match(part) or _SPACELESS.search(part[-1]) else _AFTER
    return f"{_BEFORE}{prefix}{_spelled(part)}{after}"


def _in_a_row(words):
    """All of them one after another: a login, or a whole name, inside words too if it is long."""
    row = _BETWEEN.join(map(_spelled, words))
    return row if sum(map(len, words)) >= LONG else f"{_BEFORE}{row}{_AFTER}"


def _any_order(parts):
    """``(parts of a name beside each other, one part)``, to be looked at once more by ``_name_in``."""
    part = "|".join(map(_spelled, parts))
    return re.compile(rf"{_BEFORE}(?:{part})(?:{_BETWEEN}(?:{part}))+{_AFTER}"), re.compile(part)


def _is_telling(name):
    return len(name) > 1 and any(len(part) > 1 and part not in COMMON for part in name)


def _name_in(row, part, text, origins):
    """``(begin, end)``, or None: of common words ("may will") only what is capitalised, and one alone is no name."""
    found = [(re.sub(r"[\W_]", "", match[0]), match) for match in part.finditer(row[0])]

    def is_capital(match):
        return text[origins[row.start() + match.start()]].isupper()

    if all(len(word) == 1 or word in COMMON for word, _ in found):
        found = [(word, match) for word, match in found if is_capital(match)]
    while len(found) > 2 and found[0][0] in COMMON and found[0][0] == found[1][0] and not is_capital(found[0][1]):
        found = found[1:]  # "prices rose: Rose …"
    if len({word for word, _ in found}) < 2:
        return None
    return row.start() + found[0][1].start(), row.start() + found[-1][1].end()


def _end(text, origins, end):
    """Behind the last character found and whatever has no letter of its own there: an accent typed after it."""
    if end < len(origins):
        return max(origins[end], origins[end - 1] + 1)
    return len(text)


def _joined(spans, text):
    """Overlapping ones, and those with but a space between them, are one."""
    whole: list[tuple[int, int]] = []
    for begin, end in spans:
        if whole and (begin <= whole[-1][1] or text[whole[-1][1] : begin].strip(" ") == ""):
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((begin, end))
    return whole
