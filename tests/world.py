"""One cohort in mid-flight with somebody in every role, for the tests that open every route as everybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import applications.scenarios as applying
import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.users.models import User
from amp_portal.users.scenarios import person
from tests.remembered import remembered

ROLES = (
    "anonymous",
    "stranger",
    "applicant",
    "other_applicant",
    "mentee",
    "mentor",
    "other_mentor",
    "former_mentor",
    "organizer",
    "other_organizer",
    "superuser",
)


@dataclass
class World:
    now: datetime
    people: dict[str, Any]  # role → User, or None for anonymous
    cohort: Any
    project: Any
    other_project: Any
    application: Any  # the applicant's, in review
    draft: Any  # the other applicant's, a draft
    mentorship: Any
    finished: Any  # a mentorship whose final was released
    round: Any  # the midterm, its window open
    certificate: Any
    letter: Any  # of recommendation, of the finished mentorship; waits for a signature
    nomination: Any  # of the mentee, open
    testimonial: Any  # of the finished mentee, for every place
    follow_up: Any  # of the finished mentorship, answered
    payment: Any  # a payment request of the finished mentorship's cohort
    appeal: Any  # of an applicant in review
    flag: Any  # about the mentee's place


@remembered
def build() -> World:
    """In the open midterm window of a cohort. ``mentor`` leads the project of the mentee and of the applicant."""
    cohort = cohorts.cohort()
    opening = cohorts.instant(cohort, "applications", days=2)
    call = cohorts.instant(cohort, "mentor_call", days=2)
    organizer = cohort.leads()[0].person
    mentor = cohorts.mentor(cohort, person("Mira Osei"), now=call)
    project = cohorts.project(cohort, mentor, now=call, title="A friendlier command line", sponsored_slots=2)
    other_mentor = cohorts.mentor(cohort, person("Omar Haddad"), now=call)
    other_project = cohorts.project(cohort, other_mentor, now=call, title="Docs that answer")
    former = cohorts.mentor(cohort, person("Fara Nowak"), now=call)
    project.mentors.create(person=former, since=call, until=call + timedelta(days=1))
    applying.fresh_roster(opening)
    application = applying.in_review(cohort, person("Ana Applicant"), projects=[project], now=opening)
    draft = applying.draft(cohort, person("Didi Draft"), projects=[project], now=opening)
    mentee = person("Mel Mentee")
    mentorship = mentoring.mentorship(cohort, project=project, mentee=mentee)
    other_cohort = cohorts.cohort("amp-2030", kickoff=cohort.kickoff.replace(year=2030))
    finished = evaluating.finished()
    midterm = evaluating.round_of(cohort, "midterm")
    now = cohorts.instant(cohort, "midterm", days=1)
    appealing = applying.in_review(cohort, person("Pia Placed"), projects=[other_project], now=opening)
    appeal = applying.appealed(appealing, now=opening)
    flag = applying.flagged(mentorship.application, now=now)
    root = User.objects.create_superuser("root@example.org", "correct horse battery", name="Rut Root")
    people = {
        "anonymous": None,
        "stranger": person("Stan Stranger").user,
        "applicant": application.person.user,
        "other_applicant": draft.person.user,
        "mentee": mentee.user,
        "mentor": mentor.user,
        "other_mentor": other_mentor.user,
        "former_mentor": former.user,
        "organizer": organizer.user,
        "other_organizer": other_cohort.leads()[0].person.user,
        "superuser": root,
    }
    return World(
        now=now,
        people=people,
        cohort=cohort,
        project=project,
        other_project=other_project,
        application=application,
        draft=draft,
        mentorship=mentorship,
        finished=finished,
        round=midterm,
        certificate=finished.certificates.get(),
        letter=evaluating.recommended(finished, signed=False),
        nomination=evaluating.nominated(mentorship, now=now),
        testimonial=evaluating.quoted(finished, now=now),
        follow_up=evaluating.followed_up(finished),
        payment=evaluating.requested_stipends(finished.cohort),
        appeal=appeal,
        flag=flag,
    )
