"""Mentorships as they come about, for tests, benchmarks and the demo. All people are invented."""

from datetime import timedelta

import cohorts.scenarios as cohorts
from amp_portal.users.scenarios import person
from applications.models import Application, Offer
from applications.states import State
from cohorts import sides

from .begin import begin


def mentorship(cohort=None, *, now=None, project=None, mentee=None, mentor=None, track="sponsored"):
    """A mentee who has accepted a place, by default the day before mentees are announced."""
    cohort = cohort or cohorts.cohort()
    now = now or cohorts.instant(cohort, "mentees_announced", days=-1)
    mentee = mentee or person("Mel Mentee")
    project = project or cohorts.project(cohort, mentor, now=cohorts.instant(cohort, "mentor_call"))
    sides.take_contributor_side(cohort, mentee)
    program = cohort.window("program")
    sides.give_place(cohort, mentee, project, since=program.starts_at.date(), until=program.ends_at.date())
    application = Application.objects.create(cohort=cohort, person=mentee, created_at=now)
    application.submitted_version = application.versions.create(submitted_at=now, saved_at=now, track=track)
    application.state = State.ACCEPTED
    application.save()
    offer = Offer.objects.create(
        application=application,
        project=project,
        track=track,
        offered_by=cohort.leads()[0].person,
        offered_at=now,
        answer_by=now + timedelta(days=2),
        answer=Offer.Answer.ACCEPTED,
        answered_at=now,
    )
    return begin(application, offer, now)


def lead_mentor(mentorship):
    """The person who leads the project now."""
    return mentorship.project.mentors.filter(until=None).select_related("person")[0].person


def update(mentorship, now, **said):
    """The mentee's update; a few words where none are given."""
    said = said or {"done": "Read the parser's tests.", "next_up": "A first benchmark.", "hours": 12}
    return mentorship.post_update(by=mentorship.mentee, now=now, **said)


def answer(mentorship, entry, now, body="Good start! Have a look at the fixtures, too.", by=None):
    """An answer of the lead mentor, or of ``by``."""
    return mentorship.answer(entry, by=by or lead_mentor(mentorship), now=now, body=body)
