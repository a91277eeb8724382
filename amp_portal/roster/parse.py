"""From the community's YAML to entries. Pure: text in, entries out.

The list's shape (older revisions lack some keys, newer ones have more; what is not named here is ignored):

    - name: Aishat Muibudeen
      github: Mayaleeeee
      githubID: 105395613
      isTscMember: true
      repos: [website, brand]
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from amp_portal import lines

from . import yaml_text
from .errors import RosterError

LOGIN = re.compile(r"(?=.*[A-Za-z0-9])[A-Za-z0-9_-]{1,39}")  # accounts of long ago may begin or end with a hyphen
NUMBER = re.compile(r"[0-9]{1,18}")
NOTHING = ("", "~", "null")  # what YAML calls nothing, where it can be no value


@dataclass(frozen=True)
class Entry:
    """One account on the list. ``github_id`` is None in older revisions."""

    github_login: str
    github_id: int | None = None
    name: str = ""
    repos: tuple[str, ...] = ()
    is_tsc_member: bool = False


@dataclass(frozen=True)
class Unreadable:
    """An entry that can't be understood: ``why`` in words, and what of it says whose it is."""

    why: str
    github_login: str = ""
    github_id: int | None = None
    name: str = ""


@dataclass
class Listed:
    """What a list says, each in its order."""

    entries: list[Entry] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)


def parse(text) -> Listed:
    """Raises RosterError where it is no list of maintainers at all."""
    if text.lstrip().startswith("<"):
        raise RosterError(_("This is a web page, not the list. Give the address of the raw file."))
    rows = yaml_text.read(text)
    if not isinstance(rows, list):
        raise RosterError(_("This is not a list of maintainers."))
    if not rows:
        raise RosterError(_("The list is empty. That can't be right, so the last one stays."))
    listed = Listed()
    logins: set[str] = set()
    ids: set[int | None] = set()
    for number, row in enumerate(rows, start=1):
        try:
            entry = _entry(row, number)
            _refuse_double(entry, number, logins, ids)
        except _Doubtful as error:
            listed.unreadable.append(_who(row, str(error)))
        else:
            listed.entries.append(entry)
            logins.add(entry.github_login.lower())
            ids.add(entry.github_id)
    if not listed.entries:
        raise RosterError(_("No entry of the list can be read. %(why)s") % {"why": listed.unreadable[0].why})
    return listed


class _Doubtful(Exception):
    """This entry can't be understood; ``str()`` says why."""


def _entry(row, number):
    if not isinstance(row, dict):
        raise _Doubtful(_("Entry %(number)d is not a maintainer: it has no keys.") % {"number": number})
    name, login = lines.name(_text(row.get("name"))), _text(row.get("github"))
    where = f"{number} ({name or login})" if name or login else str(number)
    return Entry(
        github_login=_login(row.get("github"), where),
        github_id=_id(row.get("githubID"), where),
        name=name,
        repos=_repos(row.get("repos"), where),
        is_tsc_member=_text(row.get("isTscMember")).lower() == "true",
    )


def _who(row, why):
    """As much as can be told about whose entry it is."""
    if not isinstance(row, dict):
        return Unreadable(why)
    login, number = _text(row.get("github")), _text(row.get("githubID"))
    return Unreadable(
        why,
        github_login=login if LOGIN.fullmatch(login) else "",
        github_id=int(number) or None if NUMBER.fullmatch(number) else None,
        name=_text(row.get("name")),
    )


def _text(value):
    """One line of at most 200 characters; nothing for what is no text."""
    found = lines.line(value)[:200] if isinstance(value, str) else ""
    return "" if found in NOTHING else found


def _login(value, where):
    if value in (None, ""):
        raise _Doubtful(_("Entry %(where)s has no “github”.") % {"where": where})
    if not isinstance(value, str) or not LOGIN.fullmatch(value.strip()):
        raise _Doubtful(
            _("Entry %(where)s: “github” is not a login: %(value)s.") % {"where": where, "value": _shown(value)}
        )
    return value.strip()


def _id(value, where):
    if value is None or value in NOTHING:
        return None
    if not isinstance(value, str) or not NUMBER.fullmatch(value.strip()) or int(value) == 0:
        raise _Doubtful(
            _("Entry %(where)s: “githubID” is not a number: %(value)s.") % {"where": where, "value": _shown(value)}
        )
    return int(value)


def _repos(value, where):
    if value is None or value in NOTHING:
        return ()
    if not isinstance(value, list) or not all(isinstance(repo, str) for repo in value):
        raise _Doubtful(_("Entry %(where)s: “repos” is not a list.") % {"where": where})
    return tuple(_text(repo) for repo in value)


def _shown(value):
    return _text(value)[:100] if isinstance(value, str) else _("not text")


def _refuse_double(entry, number, logins, ids):
    """The first of two that name the same account is read."""
    doubles = [entry.github_login] if entry.github_login.lower() in logins else []
    doubles += [str(entry.github_id)] if entry.github_id and entry.github_id in ids else []
    if doubles:
        raise _Doubtful(
            _("Entry %(number)d names %(value)s, as an entry above it does.")
            % {"number": number, "value": " / ".join(doubles)}
        )
