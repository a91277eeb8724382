from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from .problems import ImportRefused, Problem
from .report import Report


def keep(apply, table, now, *, is_preview=False) -> Report:
    """``apply(rows, now)`` in one transaction; a preview takes it back. Raises ImportRefused; then nothing is kept."""
    try:
        with transaction.atomic():
            report = apply(table.rows, now)
            report.reading = table.reading
            transaction.set_rollback(is_preview)
            return report
    except IntegrityError as error:
        words = _("Somebody else imported the same things at this moment. Please try again.")
        raise ImportRefused([Problem(0, "", words)]) from error
