"""What people type on one line (a name, a title, a subject), as others may see it: nothing invisible, nothing that
turns or covers the text around it. Pure.

A line is data wherever it stands. ``as_data`` makes it safe inside Markdown: what could mean something else stands
between U+2068 and U+2069, the isolates of Unicode (what ``<bdi>`` is in HTML), which nobody can type, see ``line``.
"""

import re
import unicodedata

OPENED, CLOSED = "\u2068", "\u2069"  # first strong isolate, pop directional isolate
LONGEST = 1_000  # no column holds as many characters: what has more is no line
MOST_MARKS = 3  # on one letter, of the marks that fit on any letter: more is a tower over the lines around it
MOST_OWN_MARKS = 6  # on one letter, of a script's own
_BREAK = "\u200b"  # nobody sees it, and no mail program finds an address across it

_JOINERS = "\u200c\u200d"
_BLANK = "\u2800"  # braille without a dot
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # letters and marks by class that nobody sees
_VISIBLE_FORMATS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
_SELECTORS = {*map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0100, 0xE01F0))}
_TAGS = range(0xE0000, 0xE1000)
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # embeddings, overrides, isolates
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_ISOLATED = re.compile(f"{OPENED}([^{OPENED}{CLOSED}]*){CLOSED}")
# Anywhere in Markdown; where a line begins.
_MEANS_SOMETHING = re.compile(r"[\\`*_\[\]<>&#~|!]|^(?:[-+=]|\d+[.)](?:\s|$))")

_DOMAIN = r"[^\s/@.<>()\[\]\"']+(?:\.[^\s/@.<>()\[\]\"',;:!?]+)*\.(?:xn--[a-z0-9-]+|[^\W\d_]{2,})"
_ADDRESS_OF_MAIL = re.compile(rf"[^\s@<>()\"]+@{_DOMAIN}", re.IGNORECASE)
_KNOWN_ENDS = "app|biz|cc|click|club|cn|co|com|dev|example|info|io|link|live|net|online|org|ru|shop|site|store|top|xyz"
_LINK = re.compile(
    rf"://|(?:^|[^\w])www\.\w|{_DOMAIN}(?:/|:\d)|(?:^|[\s(@])[\w.-]+\.(?:{_KNOWN_ENDS}|xn--[a-z0-9-]+)(?![\w.])",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2})|(?<=\bwww)\.", re.IGNORECASE)


def line(text: str) -> str:
    """One line of visible text: NFC, single spaces, no controls, no turns of direction, few marks on a letter.

    Joiners stay where scripts need them: inside Persian and Indic words, and between the parts of an emoji.
    """
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", "".join(_visible(text)))
    return " ".join(text.split())


def _visible(text):
    before, marks = " ", 0  # the last character kept, and how many marks stand on the letter under them
    for position, character in enumerate(text):
        category = unicodedata.category(character)
        if character.isspace() or character == _BLANK:
            character, marks = " ", 0
        elif character in _JOINERS:
            if not _joins(before, text[position + 1 : position + 2]):
                continue
        elif category in ("Mn", "Me"):
            if before == " " or character in _FILLERS or not _fits(character, before, marks):
                continue
            marks += 1
        elif _is_invisible(character, category):
            continue
        else:
            marks = 0
        before = character
        yield character


def _is_invisible(character, category):
    if character in _VISIBLE_FORMATS:
        return False
    code = ord(character)
    return (
        category in ("Cc", "Cf", "Cs", "Co")
        or character in _FILLERS
        or code in _TAGS
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
        or 0xFFF0 <= code <= 0xFFF8
        or code == 0x2065
    )


def _fits(mark, before, marks):
    """Whether one more mark may stand there."""
    if mark in _SELECTORS:
        return before not in _SELECTORS
    is_common = unicodedata.name(mark, "").startswith("COMBINING")
    return marks < (MOST_MARKS if is_common else MOST_OWN_MARKS)


def _joins(before, after):
    """Whether a joiner means something there: beside the stroke that ends an Indic consonant, between Arabic letters,
    between emoji."""
    if not after:
        return _ends_consonant(before)
    if _ends_consonant(before) or _ends_consonant(after):
        return True
    if _is_arabic(before) and _is_arabic(after):
        return True
    return (before == "\ufe0f" or _is_picture(before)) and _is_picture(after)


def _ends_consonant(character):
    return unicodedata.combining(character) == 9


def _is_arabic(character):
    return unicodedata.bidirectional(character) == "AL" or bool(
        unicodedata.combining(character) and "\u0610" <= character <= "\u08ff"
    )


def _is_picture(character):
    return unicodedata.category(character) in ("So", "Sk")


def without_controls(text: str) -> str:
    """A longer text; line breaks and tabs stay."""
    return _CONTROLS.sub("", text)


def prose(text: str) -> str:
    """A longer text of a person's: without controls, and without turns of direction."""
    return without_controls(_TURNS.sub("", text))


def has_letter(text: str) -> bool:
    return any(unicodedata.category(character)[0] == "L" for character in text)


def has_letter_or_number(text: str) -> bool:
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def holds_link(text: str) -> bool:
    """Whether somebody's program would make a link of a part of it. What is no line isn't searched: that takes long."""
    return len(text) > LONGEST or _LINK.search(text) is not None


def is_right_to_left(text: str) -> bool:
    """Whether a part of it runs from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


def name(text: str) -> str:
    """A person's name that comes from elsewhere (GitHub, a list), or nothing where it would not do as one."""
    found = line(text)
    return found if has_letter(found) and not holds_link(found) else ""


def without_links(text: str) -> str:
    """The same to the eye, and no program makes a link of it. An address of mail stays one."""
    if "." not in text and "://" not in text:
        return text
    return " ".join(word if _is_mail(word) else _broken(word) for word in text.split(" "))


def _is_mail(word):
    return _ADDRESS_OF_MAIL.fullmatch(word.strip("()<>,;:.")) is not None


def _broken(word):
    word = word.replace("://", f":{_BREAK}//")
    return _DOTTED.sub(f".{_BREAK}", word)


def as_data(text: str) -> str:
    """A line for the midst of Markdown, where it means nothing but itself."""
    text = without_links(line(text))
    return f"{OPENED}{text}{CLOSED}" if _MEANS_SOMETHING.search(text) or is_right_to_left(text) else text


def as_plain(text: str) -> str:
    """A text with lines as data in it, where nothing means anything: isolates stay where direction needs them."""
    return _ISOLATED.sub(lambda found: found[0] if is_right_to_left(found[1]) else found[1], text)


def in_plain(text: str) -> str:
    """A line for a plain text of ours (a footer, a calendar): no link, and isolated where direction needs it."""
    return as_plain(as_data(text))
