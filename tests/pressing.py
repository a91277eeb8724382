"""Forms that have a deadline, each about to be sent in a world where it can be: for ``test_deadlines``."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.users.models import Person
from amp_portal.users.scenarios import person
from applications.models import Appeal, Application, LogEntry, Offer
from cohorts.models import MentorApplication, Project
from evaluations.models import Evaluation, FinalWork
from evaluations.outcomes import asking
from tests.cohorts.test_mentors import typed as about_mentoring
from tests.cohorts.test_proposals import typed as idea

WORDS = "Written until the last minute."
CLOSED = "The deadline for applications has passed."
NO_CALL = "The call for mentors and project ideas closed on"


@dataclass
class Press:
    """Somebody sends a form that has a deadline."""

    by: Person
    url: str
    closes: datetime
    arrived: Callable  # whether what it asks for is so; of no arguments
    refusal: str  # what the page says after the deadline
    data: dict = field(default_factory=dict)

    def send(self, client, at, *, handled):
        """A trusted front got it at one instant, a worker at another."""
        with time_machine.travel(handled, tick=False):
            client.force_login(self.by.user)
            said = {"X-Request-Start": f"t={at.timestamp():.6f}"}
            return client.post(self.url, self.data, follow=True, headers=said).content.decode()


PRESSES: dict[str, Callable] = {}


def press(make):
    PRESSES[make.__name__] = make
    return make


def url(name, *args):
    return reverse(name, args=args)


def opening(cohort):
    """Applications are open, and the list of maintainers is fresh."""
    now = cohorts.instant(cohort, "applications", days=2)
    applying.fresh_roster(now)
    return now


def state(row):
    row.refresh_from_db()
    return row.state


# Applications -----------------------------------------------------------------------------------------------------


def draft(cohort):
    now = opening(cohort)
    return applying.draft(cohort, projects=[cohorts.project(cohort, now=now)], now=now)


@press
def an_application_is_started(cohort):
    page = url("applications:apply", cohort.slug)
    closes = cohort.window("applications").ends_at
    return Press(person("Nia Okafor"), page, closes, Application.objects.exists, CLOSED)


@press
def a_project_is_chosen(cohort):
    application = draft(cohort)
    other = cohorts.project(cohort, now=opening(cohort), title="Docs that answer")
    chosen = application.draft().choices.filter(project=other)
    page, closes = url("applications:choose", cohort.slug, other.slug), cohort.window("applications").ends_at
    return Press(application.person, page, closes, chosen.exists, CLOSED)


@press
def an_application_is_withdrawn(cohort):
    application = draft(cohort)
    application.submit(by=application.person, now=opening(cohort))
    page, closes = url("applications:withdraw", application.pk), cohort.window("applications").ends_at
    return Press(application.person, page, closes, lambda: state(application) == "withdrawn", CLOSED)


@press
def an_application_is_opened_again(cohort):
    application = draft(cohort)
    application.withdraw(by=application.person, now=opening(cohort))
    page, closes = url("applications:apply", cohort.slug), cohort.window("applications").ends_at
    return Press(application.person, page, closes, lambda: state(application) == "draft", CLOSED)


@press
def an_appeal_is_written(cohort):
    application = draft(cohort)
    rule, closes = "no_concurrent_program", cohort.window("applications").ends_at
    applying.join_another_program(application.person, cohort, now=opening(cohort))
    page = url("applications:appeal-write", application.pk, rule)
    said = {"words": WORDS, "links": "https://example.org/list"}
    return Press(application.person, page, closes, Appeal.objects.exists, CLOSED, said)


def shortlisted(cohort):
    now = opening(cohort)
    application = applying.in_review(cohort, person("Nia Okafor"), projects=[cohorts.project(cohort, now=now)], now=now)
    applying.shortlisted(cohort, application, projects=[application.submitted_version.choices.get().project], now=now)
    return application


def in_contribution(cohort):
    return cohorts.instant(cohort, "contribution", days=2)


NO_CONTRIBUTIONS = "The contribution period is not open."


def entry_of(cohort):
    return {"day": in_contribution(cohort).date().isoformat(), "text": WORDS}


@press
def a_contribution_is_logged(cohort):
    application, closes = shortlisted(cohort), cohort.window("contribution").ends_at
    page = url("applications:contribution-log", application.pk)
    return Press(application.person, page, closes, LogEntry.objects.exists, NO_CONTRIBUTIONS, entry_of(cohort))


@press
def an_entry_of_the_log_is_put_right(cohort):
    application, closes = shortlisted(cohort), cohort.window("contribution").ends_at
    entry = applying.logged(application, "Fixed a tpyo", now=in_contribution(cohort))
    page, changed = url("applications:log-entry", application.pk, entry.pk), LogEntry.objects.filter(text=WORDS)
    return Press(application.person, page, closes, changed.exists, NO_CONTRIBUTIONS, entry_of(cohort))


@press
def an_entry_of_the_log_is_commented_on(cohort):
    application, closes = shortlisted(cohort), cohort.window("contribution").ends_at
    entry = applying.logged(application, "Fixed a typo", now=in_contribution(cohort))
    page, mentor = url("applications:log-comment", application.pk, entry.pk), Person.objects.get(name="Mira Finch")
    return Press(mentor, page, closes, entry.comments.exists, NO_CONTRIBUTIONS, {"text": WORDS})


# Offers -----------------------------------------------------------------------------------------------------------


def offered(cohort):
    now, later = opening(cohort), cohorts.instant(cohort, "selection")
    project = cohorts.project(cohort, now=now)
    application = applying.in_review(cohort, person("Nia Okafor"), projects=[project], now=now)
    applying.fresh_roster(later)
    offer = applying.offer(application, project, now=later)
    applying.fresh_roster(offer.answer_by - timedelta(hours=1))
    return offer


@press
def an_offer_is_accepted(cohort):
    offer = offered(cohort)
    page, application = url("applications:accept", offer.application_id, offer.pk), offer.application
    refusal = "The day to answer has passed. Please write to the organizers: they can extend it."
    accepted = Offer.objects.filter(pk=offer.pk, answer="accepted")
    return Press(application.person, page, offer.answer_by, accepted.exists, refusal, {"consent": "on"})


# Evaluations ------------------------------------------------------------------------------------------------------

OVER = "This evaluation has closed."


def form_of(cohort, kind="midterm"):
    """``(round, mentorship, answers, address of the form)`` of a mentee on their mentors."""
    mentorship = mentoring.mentorship(cohort)
    round = evaluating.round_of(cohort, kind)
    given = evaluating.answers(round, "mentee_on_mentor", q1=WORDS)
    page = url("evaluations:evaluate", round.pk, mentorship.pk, "mentee_on_mentor")
    return round, mentorship, {f"q{pk}": value for pk, value in given.items()}, page


@press
def an_evaluation_saves_itself(cohort):
    round, mentorship, said, page = form_of(cohort)
    said["autosave"] = "1"  # what was typed stays in the browser
    return Press(mentorship.mentee, page, round.closes_at, Evaluation.objects.exists, OVER, said)


@press
def an_evaluation_is_saved(cohort):
    round, mentorship, said, page = form_of(cohort)
    return Press(mentorship.mentee, page, round.closes_at, Evaluation.objects.exists, OVER, said | {"check": "1"})


@press
def an_evaluation_is_submitted(cohort):
    round, mentorship, _said, _page = form_of(cohort)
    written = evaluating.answers(round, "mentee_on_mentor", q1=WORDS)
    where = {"form": "mentee_on_mentor", "author": mentorship.mentee, "now": round.opens_at}
    Evaluation.save_draft(round, mentorship, answers=written, **where)
    page = url("evaluations:summary", round.pk, mentorship.pk, "mentee_on_mentor")
    return Press(mentorship.mentee, page, round.closes_at, Evaluation.objects.submitted().exists, OVER)


@press
def final_work_is_handed_in(cohort):
    round, mentorship, _said, _page = form_of(cohort, "final")
    page = url("evaluations:final-work", round.pk, mentorship.pk)
    said = {"done": WORDS, "url": "https://example.org/pr", "licence": "MIT", "hand_in": "1"}
    return Press(mentorship.mentee, page, round.closes_at, FinalWork.objects.exists, OVER, said)


@press
def a_follow_up_is_answered(cohort):
    mentorship = evaluating.finished(cohort)
    asking.ask(cohort.window("follow_up_3").starts_at)
    row = mentorship.follow_ups.get()
    said = {"is_active": "yes", "role": "triager", "words": WORDS}
    answered = mentorship.follow_ups.exclude(answered_at=None)
    return Press(mentorship.mentee, row.link, row.closes_at, answered.exists, "These questions have closed.", said)


# The call for mentors and ideas -----------------------------------------------------------------------------------


@press
def somebody_applies_as_a_mentor(cohort):
    page, closes = url("cohorts:mentor-apply", cohort.slug), cohort.window("mentor_call").ends_at
    somebody, said = person("Tomo Reed"), about_mentoring(experience=WORDS)
    return Press(somebody, page, closes, MentorApplication.objects.exists, NO_CALL, said)


def in_call(cohort):
    return cohorts.instant(cohort, "mentor_call", days=2)


@press
def an_idea_is_proposed(cohort):
    mentor = cohorts.mentor(cohort, now=in_call(cohort))
    page, closes = url("cohorts:propose", cohort.slug), cohort.window("mentor_call").ends_at
    return Press(mentor, page, closes, Project.objects.exists, NO_CALL, idea(summary=WORDS))


@press
def an_idea_is_revised(cohort):
    mentor = cohorts.mentor(cohort, now=in_call(cohort))
    project = cohorts.project(cohort, mentor, now=in_call(cohort))
    page, closes = url("cohorts:project-edit", cohort.slug, project.slug), cohort.window("applications").ends_at
    said = idea(summary=WORDS, revision=str(project.revision))
    return Press(
        mentor, page, closes, lambda: state(project) == "submitted", "Project ideas stay as they are now.", said
    )
