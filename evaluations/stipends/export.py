"""A payment request as a table for Open Collective's expenses, and the references of what was paid back from it.

Both ways a line is known by its number: the column ``line``.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from amp_portal.numbers import number
from cohorts.amounts import MINOR

HEAD = ("line", "payee", "email", "github", "description", "amount", "currency", "tags")
NEEDED = {"line", "reference"}
DELIMITERS = ("\t", ",", ";")
TOTAL = re.compile(r"(grand )?(total|sum|summe|gesamt|somme|suma|totale|count|anzahl)\w*\b.*", re.IGNORECASE)


def rows(request) -> Iterator[Iterable]:
    """The table of a payment request, row by row."""
    yield HEAD
    cohort = request.cohort
    for line in request.lines.select_related("person", "project").order_by("pk"):
        yield (
            line.pk,
            line.person,
            line.person.email,
            line.person.github_login,
            f"{cohort} · {line.project} · {line.get_role_display()}",
            f"{Decimal(line.amount) / MINOR:.2f}",
            cohort.currency,
            f"stipend,{cohort.slug},{line.role}",
        )


class NotATable(ValueError):
    """What was pasted can't be read; the message says where."""


def references(text: str) -> dict[int, str]:
    """``{line number: reference}`` of a pasted table with the columns ``line`` and ``reference``. Raises NotATable.

    As spreadsheets give it: tabs, commas or semicolons, with blank rows and a row of totals.
    """
    found: dict[int, str] = {}
    seen: dict[int, int] = {}
    for row, said, reference in _said(text):
        line = number(said.removesuffix(".0"))
        words = {"row": row, "value": said[:40]}
        if line is None:
            raise NotATable(_("Row %(row)d: “%(value)s” is not the number of a line.") % words)
        if line in found:
            words |= {"before": seen[line]}
            raise NotATable(_("Row %(row)d: line %(value)s is in row %(before)d already.") % words)
        found[line], seen[line] = reference, row
    if not found:
        raise NotATable(_("No row has a reference."))
    return found


def _said(text) -> Iterator[tuple[int, str, str]]:
    """``(row from 1, line, reference)`` of each row that has a reference and is not one of totals."""
    records = _records(text)
    header = next((cells for _row, cells in records if any(cells)), [])
    names = [name.lower() for name in header]
    if not set(names) >= NEEDED:
        raise NotATable(_("The first line must name the columns “line” and “reference”."))
    line_at, reference_at = names.index("line"), names.index("reference")
    for row, cells in records:
        line, reference = (cells[at] if at < len(cells) else "" for at in (line_at, reference_at))
        if reference and not TOTAL.fullmatch(line):
            yield row, line, reference


def _records(text) -> Iterator[tuple[int, list[str]]]:
    """The rows from 1 with their cells, split at the sign that makes the columns of the header."""
    text = text.removeprefix("\ufeff")
    header = next((line for line in text.splitlines() if line.strip()), "").lower().replace('"', "")
    delimiter = next((sign for sign in DELIMITERS if {name.strip() for name in header.split(sign)} >= NEEDED), ",")
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter)
    try:
        for row, cells in enumerate(reader, start=1):
            yield row, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise NotATable(_("The table can't be read: %(error)s.") % {"error": error}) from error
