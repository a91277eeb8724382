"""A payment request as a table for Open Collective's expenses, and the references of what was paid back from it.

Both ways a line is known by its number: the column ``line``.
"""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from amp_portal.numbers import number
from amp_portal.tables import Echo, safe
from cohorts.amounts import MINOR

HEAD = ("line", "payee", "email", "github", "description", "amount", "currency", "tags")


def lines(request) -> Iterator[str]:
    """The table of a payment request, line by line."""
    writer = csv.writer(Echo())
    yield writer.writerow(HEAD)
    cohort = request.cohort
    for line in request.lines.select_related("person", "project").order_by("pk"):
        yield writer.writerow(
            [
                line.pk,
                safe(line.person),
                safe(line.person.email),
                safe(line.person.github_login),
                safe(f"{cohort} · {line.project} · {line.get_role_display()}"),
                f"{Decimal(line.amount) / MINOR:.2f}",
                cohort.currency,
                f"stipend,{cohort.slug},{line.role}",
            ]
        )


class NotATable(ValueError):
    """What was pasted can't be read; the message says where."""


def references(text: str) -> dict[int, str]:
    """``{line number: reference}`` of a pasted table with the columns ``line`` and ``reference``. Raises NotATable."""
    rows = csv.DictReader(io.StringIO(text.strip(), newline=None))
    names = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
    if not {"line", "reference"} <= names.keys():
        raise NotATable(_("The first line must name the columns “line” and “reference”."))
    found = {}
    for at, row in enumerate(rows, start=2):
        said, reference = (row[names["line"]] or "").strip(), (row[names["reference"]] or "").strip()
        line = number(said)
        if line is None:
            words = {"row": at, "value": said[:40]}
            raise NotATable(_("Row %(row)d: “%(value)s” is not the number of a line.") % words)
        if reference:
            found[line] = reference
    if not found:
        raise NotATable(_("No row has a reference."))
    return found
