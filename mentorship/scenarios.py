"""Mentorships as they come about, for tests, benchmarks and the demo. All people are invented."""

from datetime import time

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.users.scenarios import person

from .models import Activity, Agreement, Mentorship, SupportRequest


def mentorship(cohort=None, *, now=None, project=None, mentee=None, mentor=None, track=None, named=False, **said):
    """A mentee who applied and accepted a place at ``now``, by default the day before mentees are announced.

    Returns the Mentorship. ``named``: they agreed to be named in public. ``said`` is what they wrote when they
    applied (``applications.scenarios.write``).
    """
    cohort = cohort or cohorts.cohort()
    now = now or cohorts.instant(cohort, "mentees_announced", days=-1)
    opening = cohorts.instant(cohort, "applications", days=2)
    mentee = mentee or person("Mel Mentee")
    project = project or cohorts.project(cohort, mentor, now=cohorts.instant(cohort, "mentor_call"))
    track = track or ("sponsored" if cohort.mode == cohort.Mode.FUNDED else "volunteer")
    applying.fresh_roster(opening)
    applying.fresh_roster(now)
    application = applying.in_review(cohort, mentee, projects=[project], now=opening, **said)
    offer = applying.offer(application, project, track, now=now)
    offer.accept(by=mentee, now=now, consent=True, named=named)
    return Mentorship.objects.select_related("cohort", "project", "mentee").get(application=application)


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


def worked_on_github(mentorship, now, *, commits=3):
    """What GitHub would tell of a mentee who let it be recorded: some commits, and a pull request."""
    number = mentorship.activities.count()
    work = [(Activity.Kind.COMMIT, f"{number + each:040x}") for each in range(commits)]
    Activity.objects.bulk_create(
        Activity(mentorship=mentorship, kind=kind, ref=ref, at=now)
        for kind, ref in [*work, (Activity.Kind.PULL, str(number + commits))]
    )


def ask_for_help(mentorship, now, body="Exams come up, and I don't know how to tell my mentors.", topic="time"):
    """The mentee asks the organizers."""
    return SupportRequest.ask(
        mentorship.cohort, by=mentorship.mentee, now=now, topic=topic, body=body, mentorship=mentorship
    )


def terms(**changes):
    """A call on Tuesdays at six in the evening in Berlin, and the rest."""
    return {
        "cadence": Mentorship.Cadence.WEEKLY,
        "channels": "Slack for quick things, issues for the rest.",
        "weekday": Agreement.Weekday.TUESDAY,
        "at": time(18),
        "zone": "Europe/Berlin",
        "minutes": 30,
        "every": Mentorship.Cadence.WEEKLY,
        "mentee_from": 9,
        "mentee_until": 18,
        "mentors_from": 9,
        "mentors_until": 18,
    } | changes


def agreement(mentorship, now, **changes):
    """The mentee proposes how to work together, the lead mentor agrees."""
    proposal = Agreement.propose(mentorship, terms(**changes), by=mentorship.mentee, now=now)
    proposal.agree(by=lead_mentor(mentorship), now=now)
    return proposal
