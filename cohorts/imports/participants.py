"""Who takes part in other programs (GSoC, Outreachy, LFX, …), from a CSV file: for the rule no_concurrent_program.

A place is recognised by program, start and login; where a program publishes names alone, by name and organization. What
the list says about it later (an earlier end, the login) replaces it.
"""

from django.utils.translation import gettext as _

from amp_portal.folding import fold, name_key

from ..models import OtherProgramPlace, ParticipantList
from . import cells, people, table
from .bring import bring
from .days import Days
from .keeping import keep
from .problems import ImportRefused, Problem
from .report import Report

COLUMNS = table.Columns(
    {
        "program": cells.text(100),
        "github": cells.login_or_nothing,
        "name": cells.name(200),
        "organization": cells.text(200, optional=True),
        "url": cells.link(500),
        "starts_on": Days(),
        "ends_on": Days(),
    },
    optional=frozenset({"github", "name", "organization", "url"}),
)


def load(text, now) -> Report:
    """Import the list, all or nothing. Raises ImportRefused with every problem; then nothing has changed."""
    return keep(_apply, parse(text), now)


def preview(text, now) -> Report:
    """What ``load`` would do. Nothing is kept."""
    return keep(_apply, parse(text), now, is_preview=True)


def parse(text):
    """The file's rows. Raises ImportRefused with every problem. Pure."""
    found = table.read(text, COLUMNS)
    problems = [*found.problems, *table.check_dates(found.rows)]
    first = {}
    for row in found.rows:
        if not row["github"] and not row["name"]:
            problems.append(Problem(row.line, "name", _("there is neither a name nor a GitHub login.")))
            continue
        same = first.setdefault(_key(row), row)
        if same is not row:
            column = "github" if row["github"] else "name"
            words = {"who": row[column], "line": same.line}
            problems.append(Problem(row.line, column, _("%(who)s has this place on line %(line)s already.") % words))
    if problems:
        raise ImportRefused(problems)
    return found


def _key(row):
    """Of a row, or of a place: the login in its program and time, else the name."""
    return _by_login(row) or _by_name(row)


def _by_login(row):
    return (fold(row["program"]), row["starts_on"], row["github"].lower()) if row["github"] else None


def _by_name(row):
    who = " ".join(sorted(fold(row["name"]).split())), fold(row["organization"])
    return fold(row["program"]), row["starts_on"], *who


def _apply(rows, now):
    programs = _lists(rows, now)
    existing = _existing(rows, OtherProgramPlace.objects.filter(program__in=programs.values()))
    new = [row for row in rows if row["github"] and not (_key(row) in existing and existing[_key(row)].person_id)]
    names = {row["github"].lower(): row["name"] for row in reversed(rows)}
    persons, made = people.by_login([row["github"] for row in new], now, names)
    brought = bring(OtherProgramPlace, _wanted(rows, programs, existing, persons), existing)
    report = Report()
    report.count(_("programs"), total=len(programs))
    report.count(_("places"), total=len(rows), added=len(brought.added), changed=len(brought.changed))
    report.count(_("people"), total=len({_who(row) for row in rows}), added=made)
    return report


def _who(row):
    return row["github"].lower() or name_key(row["name"])


def _existing(rows, places):
    """Places by the key of the row that is about them. A list may add a login later, or leave it out."""
    exact, by_name = {}, {}
    for place in places:
        known = {
            "program": place.program,
            "starts_on": place.starts_on,
            "github": place.github_login,
            "name": place.name,
            "organization": place.organization,
        }
        exact[_key(known)] = place
        by_name[_by_name(known)] = place
    existing = {_key(row): exact[_key(row)] for row in rows if _key(row) in exact}
    taken = {place.pk for place in existing.values()}
    for row in rows:
        place = by_name.get(_by_name(row)) if row["name"] and _key(row) not in existing else None
        if place and place.pk not in taken and not (row["github"] and place.github_login):
            existing[_key(row)] = place
            taken.add(place.pk)
    return existing


def _wanted(rows, programs, existing, persons):
    wanted = {}
    for row in rows:
        place = existing.get(_key(row))
        login = (place.github_login if place else "") or row["github"]
        name = row["name"] or (place.name if place else "")
        person = place.person_id if place else None
        if login and person is None:
            person = persons[login.lower()].pk
        wanted[_key(row)] = {
            "program": place.program if place else programs[fold(row["program"])],
            "github_login": login,
            "name": name,
            "name_key": "" if login else name_key(name),
            "organization": row["organization"] or (place.organization if place else ""),
            "url": row["url"] or (place.url if place else ""),
            "starts_on": row["starts_on"],
            "ends_on": row["ends_on"],
            "person_id": person,
        }
    return wanted


def _lists(rows, now):
    """Notes that these programs' lists have been imported now. Returns their names as first spelt, by folded name.

    Compared here, not by the database: SQLite knows capitals of ASCII alone.
    """
    spelt = {fold(row["program"]): row["program"] for row in reversed(rows)}
    existing = {fold(known.program): known for known in ParticipantList.objects.order_by("-pk")}
    wanted = {
        key: {"program": existing[key].program if key in existing else name, "imported_at": now}
        for key, name in spelt.items()
    }
    return {key: known.program for key, known in bring(ParticipantList, wanted, existing).rows.items()}
