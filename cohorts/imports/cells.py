"""What may stand in a column: functions of a cell (a ``lines.line``) that return its value, or raise ValueError with
what is wrong. Pure.
"""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_slug
from django.utils.translation import gettext as _

from amp_portal import lines

REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}")
PROFILE = re.compile(r"(?:https?://)?(?:www\.)?github\.com/@?([^/?#]+)/?(?:[?#].*)?", re.IGNORECASE)
NO_LOGIN = ("", "-", "–", "—", "?", "n/a", "N/A")  # no GitHub login is written like these

_is_address = URLValidator(schemes=["http", "https"])


def text(limit, *, optional=False):
    """Text of at most ``limit`` characters."""

    def clean(cell):
        if not cell and not optional:
            raise ValueError(_("is empty."))
        if len(cell) > limit:
            raise ValueError(_("is longer than %(limit)s characters.") % {"limit": limit})
        if cell and not lines.has_letter_or_number(cell):
            raise ValueError(_("has no letter and no number that can be seen."))
        return cell

    return clean


def name(limit):
    """The name of a person, or nothing."""

    def clean(cell):
        cell = text(limit, optional=True)(cell)
        if cell and not lines.has_letter(cell):
            raise ValueError(_("has no letter that can be seen."))
        if lines.holds_link(cell):
            raise ValueError(_("holds a link. A name has none."))
        return cell

    return clean


def slug(cell):
    """A short name for links."""
    try:
        validate_slug(cell)
    except ValidationError:
        raise ValueError(_("“%(cell)s” is not a short name like amp-2022.") % {"cell": cell}) from None
    return text(50)(cell).lower()


def login(cell):
    """A GitHub login; also @login, and the address of a profile."""
    profile = PROFILE.fullmatch(cell)
    found = profile[1] if profile else cell.removeprefix("@")
    if not LOGIN.fullmatch(found):
        raise ValueError(_("“%(cell)s” is not a GitHub login.") % {"cell": cell})
    return found


def login_or_nothing(cell):
    return "" if cell in NO_LOGIN else login(cell)


def repository(limit):
    """The address of a repository, for which owner/name on GitHub is enough; or nothing. It becomes a link."""

    def clean(cell):
        address = f"https://github.com/{cell}" if REPOSITORY.fullmatch(cell) else cell
        if not _is_link(address):
            raise ValueError(_("“%(cell)s” is neither a repository like owner/name nor a link.") % {"cell": cell})
        return text(limit, optional=True)(address)

    return clean


def link(limit):
    """An address of the web, or nothing."""

    def clean(cell):
        if not _is_link(cell):
            raise ValueError(_("“%(cell)s” is not a link like https://example.org/ada.") % {"cell": cell})
        return text(limit, optional=True)(cell)

    return clean


def _is_link(cell):
    try:
        if cell:
            _is_address(cell)
    except ValidationError:
        return False
    return True


def choice(*allowed, optional=False):
    """One of the words, in any case."""

    def clean(cell):
        if cell.lower() in allowed or (optional and not cell):
            return cell.lower()
        words = {"cell": cell, "allowed": ", ".join(allowed)}
        raise ValueError(_("“%(cell)s” is none of %(allowed)s.") % words)

    return clean
