"""Whom somebody turns to whose access is suspended: the independent contact of the cohort it happened in."""

from amp_portal.users import suspension

from .suspensions import ConductSuspension


@suspension.helper
def contact_outside(person):
    rows = ConductSuspension.objects.running().filter(person=person).exclude(cohort=None).select_related("cohort")
    for row in rows:
        if words := row.cohort.conduct_contact or row.cohort.conduct_url:
            yield words
