"""Secret addresses don't get into logs: what stands in the path of a personal calendar is left out."""

import logging
import re

SECRET = re.compile(r"(/calendar/)[\w-]+(\.ics)")


def masked(text):
    """The text without the secrets in its addresses."""
    return SECRET.sub(r"\1…\2", text) if isinstance(text, str) else text


class Mask(logging.Filter):
    """Masks a record's message before anybody writes it down."""

    def filter(self, record):
        record.msg = masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(masked(value) for value in record.args)
        return True
