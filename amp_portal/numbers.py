"""Numbers of rows as a request names them. Whatever else is sent in their place names none, and breaks nothing."""

from collections.abc import Iterable

DIGITS = 18  # what every database takes


def number(words: str) -> int | None:
    is_one = words.isascii() and words.isdecimal() and len(words) <= DIGITS
    return int(words) if is_one else None


def numbers(words: Iterable[str]) -> list[int]:
    return [found for found in map(number, words) if found is not None]
