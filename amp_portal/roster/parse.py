"""From the community's YAML to entries. Pure: text in, entries out.

The list's shape (older revisions lack some keys, newer ones have more; what is not named here is ignored):

    - name: Aishat Muibudeen
      github: Mayaleeeee
      githubID: 105395613
      isTscMember: true
      repos: [website, brand]
"""

import re
from collections import Counter
from dataclasses import dataclass

import yaml
from django.utils.translation import gettext as _

from .errors import RosterError

LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}")
NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Entry:
    """One account on the list. ``github_id`` is None in older revisions."""

    github_login: str
    github_id: int | None = None
    name: str = ""
    repos: tuple[str, ...] = ()
    is_tsc_member: bool = False


def parse(text) -> list[Entry]:
    """All entries, in the list's order. Raises RosterError naming the entry that can't be understood."""
    if text.lstrip().startswith("<"):
        raise RosterError(_("This is a web page, not the list. Give the address of the raw file."))
    try:
        rows = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        where = getattr(error, "problem_mark", None)
        line = _(" (line %(line)d)") % {"line": where.line + 1} if where else ""
        raise RosterError(_("The list is not valid YAML%(line)s.") % {"line": line}) from error
    if not isinstance(rows, list):
        raise RosterError(_("This is not a list of maintainers."))
    if not rows:
        raise RosterError(_("The list is empty. That can't be right, so the last one stays."))
    entries = [_entry(row, number) for number, row in enumerate(rows, start=1)]
    _refuse_doubles(entries)
    return entries


def _entry(row, number):
    if not isinstance(row, dict):
        raise RosterError(_("Entry %(number)d is not a maintainer: it has no keys.") % {"number": number})
    name = _text(row.get("name"))
    where = f"{number} ({name or row.get('github')})" if name or row.get("github") else str(number)
    return Entry(
        github_login=_login(row.get("github"), where),
        github_id=_id(row.get("githubID"), where),
        name=name[:200],
        repos=_repos(row.get("repos"), where),
        is_tsc_member=str(row.get("isTscMember")).lower() == "true",
    )


def _text(value):
    return "" if value is None else " ".join(str(value).split())


def _login(value, where):
    if value is None or value == "":
        raise RosterError(_("Entry %(where)s has no “github”.") % {"where": where})
    if not isinstance(value, str) or not LOGIN.fullmatch(value.strip()):
        raise RosterError(
            _("Entry %(where)s: “github” is not a login: %(value)s.") % {"where": where, "value": str(value)[:100]}
        )
    return value.strip()


def _id(value, where):
    if value is None or value == "":
        return None
    text = str(value).strip()
    if not NUMBER.fullmatch(text) or int(text) == 0:
        raise RosterError(
            _("Entry %(where)s: “githubID” is not a number: %(value)s.") % {"where": where, "value": text[:100]}
        )
    return int(text)


def _repos(value, where):
    if value is None:
        return ()
    if not isinstance(value, list):
        raise RosterError(_("Entry %(where)s: “repos” is not a list.") % {"where": where})
    return tuple(_text(repo) for repo in value)


def _refuse_doubles(entries):
    logins = Counter(entry.github_login.lower() for entry in entries)
    ids = Counter(entry.github_id for entry in entries if entry.github_id)
    for value, count in [*logins.items(), *ids.items()]:
        if count > 1:
            raise RosterError(_("The list names %(value)s %(count)d times.") % {"value": value, "count": count})
