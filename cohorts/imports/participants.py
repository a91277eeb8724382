"""Who takes part in other programs (GSoC, Outreachy, LFX, …), from a CSV file: for the rule no_concurrent_program.

A place is recognised by program, login and start; what the list says about it later (an earlier end, say) replaces it.
"""

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from ..models import OtherProgramPlace, ParticipantList
from . import people, table
from .bring import bring
from .keeping import keep
from .problems import ImportRefused, Problem
from .report import Report

COLUMNS = {
    "program": table.text(100),
    "github": table.login,
    "name": table.name(200),
    "starts_on": table.day,
    "ends_on": table.day,
}


def load(text, now) -> Report:
    """Import the list, all or nothing. Raises ImportRefused with every problem; then nothing has changed."""
    return keep(_apply, parse(text), now)


def preview(text, now) -> Report:
    """What ``load`` would do. Nothing is kept."""
    return keep(_apply, parse(text), now, is_preview=True)


def parse(text):
    """The rows of the file. Raises ImportRefused with every problem. Pure."""
    rows, problems = table.read(text, COLUMNS)
    problems += table.check_dates(rows)
    first = {}
    for row in rows:
        same = first.setdefault(_key(row), row)
        if same is not row:
            words = {"who": row["github"], "line": same.line}
            problems.append(Problem(row.line, "github", _("%(who)s has this place on line %(line)s already.") % words))
    if problems:
        raise ImportRefused(problems)
    return rows


def _key(row):
    return row["program"].lower(), row["github"].lower(), row["starts_on"]


def _apply(rows, now):
    programs = _lists(rows, now)
    found = OtherProgramPlace.objects.annotate(lower=Lower("program")).filter(lower__in=programs)
    existing = {
        (place.program.lower(), place.github_login.lower(), place.starts_on): place
        for place in found.select_related("person")
    }
    new = [row for row in rows if _key(row) not in existing]
    names = {row["github"].lower(): row["name"] for row in reversed(rows)}
    persons, made = people.by_login([row["github"] for row in new], now, names)
    brought = bring(OtherProgramPlace, _wanted(rows, programs, existing, persons), existing)
    report = Report()
    report.count(_("programs"), total=len(programs))
    report.count(_("places"), total=len(rows), added=len(brought.added), changed=len(brought.changed))
    report.count(_("people"), total=len({row["github"].lower() for row in rows}), added=made)
    return report


def _wanted(rows, programs, existing, persons):
    wanted = {}
    for row in rows:
        place = existing.get(_key(row))
        wanted[_key(row)] = {
            "program": place.program if place else programs[row["program"].lower()],
            "github_login": place.github_login if place else row["github"],
            "name": row["name"],
            "starts_on": row["starts_on"],
            "ends_on": row["ends_on"],
            "person_id": place.person_id if place else persons[row["github"].lower()].pk,
        }
    return wanted


def _lists(rows, now):
    """Notes that these programs' lists have been imported now. Returns their names as first spelt, by lower case."""
    spelt = {row["program"].lower(): row["program"] for row in reversed(rows)}
    found = ParticipantList.objects.annotate(lower=Lower("program")).filter(lower__in=spelt)
    existing = {known.lower: known for known in found}
    wanted = {
        key: {"program": existing[key].program if key in existing else name, "imported_at": now}
        for key, name in spelt.items()
    }
    return {key: known.program for key, known in bring(ParticipantList, wanted, existing).rows.items()}
