"""What a spreadsheet saved to text. Pure.

UTF-8 and UTF-16, with or without a byte order mark; what is neither is Windows-1252, as Excel saves "CSV" in the west.
"""

import codecs

from django.utils.translation import gettext as _

from .problems import ImportRefused, Problem

_LABELS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}


def encoding_in_words(content: bytes) -> str:
    """How ``decode`` reads it."""
    return _LABELS.get(_encoding(content), "Windows-1252")


def decode(content: bytes) -> str:
    """The text of a file. Raises ImportRefused naming the line where it can't be read."""
    try:
        return content.decode(_encoding(content)).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        words = _("this is not UTF-8 text. Save the file as “CSV UTF-8”.")
        raise ImportRefused([Problem(line, "", words)]) from error


def _encoding(content):
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in content[:2]:  # the first letter of a header takes one byte of two
        return "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
    return "cp1252" if _is_western(content) else "utf-8-sig"


def _is_western(content):
    """Whether no letter at all outside ASCII is UTF-8: a file with some is UTF-8 with a fault."""
    read = content.decode("utf-8-sig", errors="replace")
    return "\ufffd" in read and all(letter.isascii() or letter == "\ufffd" for letter in read)
