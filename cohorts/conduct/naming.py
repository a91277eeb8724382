"""Is somebody named in a text? Rather too often than too seldom: who is named must not read."""

import re


def is_named(person, text: str, about: str = "") -> bool:
    """By full name, GitHub login or address anywhere; by a part of the name too: capitalised in the text, anyhow in
    ``about`` (where the reporter says whom it is about)."""
    everything = f"{text}\n{about}"
    whole = [person.name, person.github_login, person.email]
    if any(_has(everything, words, re.IGNORECASE) for words in whole if words):
        return True
    parts = [part for part in person.name.split() if len(part) > 2]
    return any(_has(about, part, re.IGNORECASE) or _has(text, part[0].upper() + part[1:]) for part in parts)


def _has(text, words, flags=0):
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return re.search(rf"(?<!\w){pattern}(?!\w)", text, flags) is not None
