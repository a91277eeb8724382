"""Earlier cohorts: who mentored and who was mentored on which project, from a CSV file.

Imported people, projects and places fill the same tables as a cohort that ran here, so that "took part before" and the
outcomes are right from day one. A cohort is recognised by its short name, a project by its title, a person by the login
that history gave: also after an organizer joined that person with an account.
"""

from django.utils.translation import gettext as _

from . import cells, table
from .days import Days
from .history_apply import MENTEE, MENTOR, apply
from .keeping import keep
from .problems import ImportRefused, Problem
from .report import Report

OUTCOMES = ("completed", "failed", "withdrawn", "removed", "active")
COLUMNS = table.Columns(
    {
        "cohort": cells.slug,
        "program": cells.text(80),
        "starts_on": Days(),
        "ends_on": Days(),
        "project": cells.text(200),
        "repository": cells.repository(200),
        "role": cells.choice(MENTOR, MENTEE),
        "github": cells.login,
        "outcome": cells.choice(*OUTCOMES, optional=True),
    },
    optional=frozenset({"repository"}),
)


def load(text, now) -> Report:
    """Import the list, all or nothing. Raises ImportRefused with every problem; then nothing has changed."""
    return keep(apply, parse(text), now)


def preview(text, now) -> Report:
    """What ``load`` would do. Nothing is kept."""
    return keep(apply, parse(text), now, is_preview=True)


def parse(text):
    """The file's rows, each and all together as they should be. Raises ImportRefused with every problem. Pure."""
    found = table.read(text, COLUMNS)
    rows, problems = found.rows, [*found.problems, *table.check_dates(found.rows)]
    problems += _check_outcomes(rows)
    problems += _check_same(rows, ("cohort",), ("program", "starts_on", "ends_on"))
    problems += _check_same(rows, ("cohort", "project"), ("repository",))
    problems += _check_roles(rows)
    if problems:
        raise ImportRefused(problems)
    return found


def _check_outcomes(rows):
    problems = []
    for row in rows:
        if row["role"] == MENTEE and not row["outcome"]:
            words = _("a mentee needs one of %(allowed)s.") % {"allowed": ", ".join(OUTCOMES)}
            problems.append(Problem(row.line, "outcome", words))
        if row["role"] == MENTOR and row["outcome"]:
            problems.append(Problem(row.line, "outcome", _("a mentor has none. Leave it empty.")))
    return problems


def _check_same(rows, key, columns):
    """Lines about the same thing say the same about it."""
    first, problems = {}, []
    for row in rows:
        other = first.setdefault(tuple(row[column] for column in key), row)
        problems += [
            Problem(row.line, column, _("differs from line %(line)s about the same %(thing)s.") % words)
            for column in columns
            if row[column] != other[column]
            for words in [{"line": other.line, "thing": key[-1]}]
        ]
    return problems


def _check_roles(rows):
    """One side per person and cohort, one line per person and project: a mentee may hold several places."""
    sides, seen, problems = {}, {}, []
    for row in rows:
        login = row["github"].lower()
        side = sides.setdefault((row["cohort"], login), row)
        same = seen.setdefault((row["cohort"], login, row["role"], row["project"]), row)
        if side["role"] != row["role"]:
            words = {"who": row["github"], "role": side["role"], "line": side.line}
            problems.append(
                Problem(row.line, "role", _("%(who)s is a %(role)s of this cohort on line %(line)s.") % words)
            )
        elif same is not row:
            words = {"who": row["github"], "line": same.line}
            problems.append(
                Problem(row.line, "github", _("%(who)s is on this project on line %(line)s already.") % words)
            )
    return problems
