"""An organizer evaluates a mentee in the mentors' place, where no mentor did: the mentee never loses by it.

The duty is every mentor's of the project, so a co-mentor may always do it; from the close on it is an organizer's, the
one whom the cohort names or any of them, until the result is released.
"""

from django.utils.translation import gettext as _

from cohorts.access import organizes

from .round import Form


def obstacle(round, mentorship, person, now):
    """Why this person can't evaluate in the mentors' place now, in words; empty where they can."""
    cohort = round.cohort
    named = cohort.evaluates_in_place
    if not (person.has_account and organizes(person.user, cohort)):
        return _("Only the project's mentors can do this.")
    if person.pk == mentorship.mentee_id or mentorship.project.mentors.filter(person=person, until=None).exists():
        return _("You take part in this mentorship, so another organizer does this.")
    if named not in (None, person):
        return _("%(person)s evaluates in a mentor's place in this cohort.") % {"person": named}
    if not round.has_closed(now):
        return _("The mentors have time until the evaluation closes. After that it passes to you.")
    if round.is_released:
        return _("The results are released, so nothing can be added.")
    others = mentorship.evaluations.submitted().filter(round=round, form=Form.MENTOR_ON_MENTEE)
    if others.exclude(author=person).exists():
        return _("Somebody has evaluated meanwhile. Thank you all the same!")
    return ""
