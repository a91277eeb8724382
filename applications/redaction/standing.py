"""Whether a common word stands as a name: "I am Will", "— Grace", "with Mark"; not "I will", nor "in May"."""

import re

from .common_words import MONTHS

NEAR = 60  # characters before it that say so

_NAMED = re.compile(
    r"(?:\b(?:my name is|my name's|name is|name's|name|call me|called|named|known as|me llamo|je m'appelle|ich heisse"
    r"|mi chiamo|meu nome e|me chamo|nazywam sie|mam na imie|menya zovut|adim)|我叫|我是|名叫|叫做|名字是|我的名字是"
    r"|私は|名前は|저는|제 이름은|이름은)[\s:,*_\"“(]{0,4}\Z"
)
_PRESENTED = re.compile(r"\b(?:i am|i'm|im|i m|this is|soy|je suis|ich bin|sono|eu sou|jestem|ben)[\s:,*_\"“(]{1,4}\Z")
_CLAUSE_ENDS = re.compile(r"\s*(?:\Z|[,.;:!?)\n–—-]|(?:and|from|but|here|y|und|et|e)\b)")
_SHORTENED = {
    *("he", "she", "it", "that", "there", "here", "who", "what", "where", "how", "let", "so", "when", "why", "one"),
    *("everybody", "everyone"),
}
_OWNS = re.compile(r"'s\b|\s+(?:here|speaking)\b")
_SIGNED = re.compile(
    r"(?:[\W_]|\b(?:yours|best|kind|warm|regards|thanks|thank you|many|cheers|sincerely|truly|wishes|greetings|love"
    r"|from|by|author|signed|hi|hello|hey|dear)\b)*\Z"
)
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'’-]*),?\s\Z")
_NOT_A_NAME_AFTER = {
    "the",
    "a",
    "an",
    "this",
    "that",
    "my",
    "our",
    "your",
    "their",
    "his",
    "her",
    "its",
    "each",
    "every",
}
_MONTH_AFTER = _NOT_A_NAME_AFTER | {
    *("in", "since", "until", "till", "from", "to", "by", "of", "during", "early", "late", "mid", "last", "next", "or"),
    *("and", "before", "after", "through", "between", "around", "end", "for"),
}


def stands_as_name(letters, text, span, origins, *, signed) -> bool:
    """``letters`` and ``origins``: the folded text. ``signed``: alone on a line it may be a signature."""
    begin, end = span
    before, after = letters[max(begin - NEAR, 0) : begin], letters[end : end + NEAR]
    word = text[origins[begin] : origins[end - 1] + 1]
    capitalised = word[:1].isupper() and not (len(word) > 1 and word.isupper())
    if _NAMED.search(before):
        return capitalised or not word[:1].islower() or bool(_CLAUSE_ENDS.match(after))
    if _PRESENTED.search(before) and (word[:1].isupper() or _CLAUSE_ENDS.match(after)):
        return True
    if capitalised and _OWNS.match(after) and word.lower() not in _SHORTENED | MONTHS:
        return True
    if signed and _is_alone(before, after, at_start=begin <= NEAR):
        return True
    return capitalised and _is_mid_sentence(text[max(origins[begin] - NEAR, 0) : origins[begin]], word, after)


def _is_alone(before, after, at_start):
    line, broken, rest = before.rpartition("\n")[2], "\n" in before or at_start, after.partition("\n")[0]
    return bool(broken and len(after) < NEAR + 1 and not re.search(r"\w", rest) and _SIGNED.match(line))


def _is_mid_sentence(before, word, after):
    """Behind a word in small letters; not behind an article, and a month not as one."""
    found = _WORD_BEFORE.search(before)
    if not found or not found[1][0].islower():
        return False
    if word.lower() in MONTHS:
        return found[1].lower() not in _MONTH_AFTER and not re.match(r"[\s,]*\d", after)
    return found[1].lower() not in _NOT_A_NAME_AFTER
