"""Telling the handlers that there is something to read: each by one e-mail an hour at most, however much comes in.

Nothing of who reports is needed for that: a letter's key is made from its reader and the hour, so that a second one in
the same hour is not recorded. What nobody could be told of then is told by a sweep in a later hour.
"""

from django.db import transaction

from amp_portal.outbox.letters import queue_all
from amp_portal.outbox.models import Message
from amp_portal.sweeps import sweep

from . import notices
from .models import ConductReport


def tell(reports, now) -> int:
    """Queue a letter to each reader who got none in this hour. Returns how many. The caller holds the rows' locks."""
    letters = {report: _letters(report, now) for report in reports}
    drafts = {key: draft for of_report in letters.values() for key, draft in of_report.items()}
    before = set(Message.objects.filter(key__in=drafts).values_list("key", flat=True))
    queue_all([draft for key, draft in drafts.items() if key not in before], now)
    for report, of_report in letters.items():
        report.untold = not before.isdisjoint(of_report)
        report.save(update_fields=["untold"])
    return len(drafts.keys() - before)


def _letters(report, now):
    """``{key of the row: draft}``"""
    drafts = [notices.waiting(report.cohort, person, now) for person in report.readers()]
    return {row.key: draft for draft in drafts for row in draft.rows(now)}


@sweep("conduct letters")
@transaction.atomic
def tell_of_the_rest(now):
    """What came in while its readers had been told already: the letter of this hour is about all of it."""
    waiting = ConductReport.objects.filter(untold=True).exclude(cohort=None).select_related("cohort")
    return {"told": tell(waiting.order_by("pk").select_for_update(of=["self"]), now)}
