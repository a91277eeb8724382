"""A text as a name is looked for in it: without accents, capitals, marks, lookalikes or what nobody sees.

Each folded letter knows which character it came from, so that what is found can be hidden where it was written.
"""

import re
import unicodedata
from functools import lru_cache

from amp_portal.folding import fold

# Written without spaces, or with endings that join a name: Thai to Myanmar, Khmer, kana, Han, Hangul (also by parts).
SPACELESS = (
    "\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
ARABIC = "\u0620-\u074f\u0750-\u077f\u08a0-\u08ff"
HEBREW = "\u05d0-\u05ea"

# Marks that readers of a script leave out or add at will.
_OPTIONAL = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_UNSEEN = ("Cf", "Me")
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe0e\ufe0f"
APOSTROPHE = "'"
_APOSTROPHES = "'’‘ʼʻ`´′ʹʾʿ＇\u05f3"
_HYPHENS = "‐‑‒–−\u30a0"
_SAME = str.maketrans(
    "авекмнорстухіјѕьһԁԛԝ" + "αβεηικνορτυχγω" + "ىیێےةکگڪ",
    "abekmhopctyxijsbhdqw" + "abenikvoptuxyw" + "ييييهككك",
)  # letters that look like Latin ones; Arabic ones that keyboards write in two ways


@lru_cache(maxsize=8192)
def _letter(character):
    """What one character is when it is compared: mostly one letter, nothing where it has no width."""
    if character in _APOSTROPHES:
        return APOSTROPHE
    if character in _HYPHENS:
        return "-"
    if character in _FILLERS or unicodedata.category(character) in _UNSEEN:
        return ""
    return _OPTIONAL.sub("", fold(character)).translate(_SAME)


def folded(text: str) -> tuple[str, list[int]]:
    """The letters to compare, and for each the place of the character it came from."""
    letters, origins = [], []
    for place, character in enumerate(text):
        for letter in _letter(character):
            letters.append(letter)
            origins.append(place)
    return "".join(letters), origins


def key(text: str) -> str:
    """What two spellings of the same hidden words share."""
    return " ".join(re.findall(r"\w+", folded(text)[0]))
