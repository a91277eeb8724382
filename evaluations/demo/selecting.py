"""How people are chosen: a cohort whose organizers are about to publish the results, and the results of another."""

from datetime import timedelta

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal import jobs
from applications import publishing
from applications.models import Publication, Review, Selection, ShortlistPlace
from applications.selection import board

from .post import deliver
from .texts import CONTRIBUTIONS, FINAL_NOTE, IDEAS
from .voices import voice

DAY = timedelta(days=1)
SCORES = (5, 4, 4, 3, 4, 5, 2)  # of the applicants in turn, for their first choice
WELCOME = "Your walk through the oldest issues made our week. We look forward to the next ones!"
WORDS = "You write clearly. Two or three merged contributions first, and this becomes a strong application."


def choosing(cast, lead, now):
    """The results come tomorrow: reviews, shortlists and decisions are there, and nobody is told yet."""
    kickoff = (now + 4 * DAY).date()
    cohort = cohorts.cohort(
        f"amp-docs-{kickoff:%Y-%m}", kickoff=kickoff, lead=lead, name=f"AMP Docs {kickoff:%B %Y}", mode="volunteer"
    )
    mentors, projects = _ideas(cohort, cast)
    opened = cohorts.instant(cohort, "applications", days=1)
    applying.fresh_roster(opened)
    everybody = [_applicant(cohort, cast, projects, number, opened) for number in range(len(SCORES))]
    read = cohorts.instant(cohort, "review", days=1)
    for application, score in zip(everybody, SCORES, strict=True):
        _review(application, mentors, score, read)
    applying.fresh_roster(read)
    _shortlist(cohort, everybody[:5], lead, read)
    _work_together(everybody[:5], mentors, cohorts.instant(cohort, "contribution", days=7))
    applying.fresh_roster(now)
    board.take_over(cohort, by=lead, now=now - DAY)
    offered = Selection.objects.filter(application__cohort=cohort, outcome="offer").order_by("pk").first()
    board.write(offered, note=WELCOME, now=now - DAY)
    cast.list(everybody[0].person, "applicant on a shortlist: the results come tomorrow")
    cast.list(mentors[0], "mentor of the cohort that is choosing")
    deliver(now - DAY)
    return cohort


def _ideas(cohort, cast):
    call = cohorts.instant(cohort, "mentor_call", days=3)
    mentors = [cast.join() for _mentor in range(2)]
    for mentor in mentors:
        cohorts.mentor(cohort, mentor, now=call)
    ideas = zip(mentors, (IDEAS[4], IDEAS[1]), strict=True)
    return mentors, [cohorts.project(cohort, mentor, now=call + 5 * DAY, **idea) for mentor, idea in ideas]


def _applicant(cohort, cast, projects, number, opened):
    """Every second one likes the other project better."""
    chosen = projects[:: 1 if number % 2 == 0 else -1]
    return applying.in_review(
        cohort, cast.join(), projects=chosen, now=opened + number * timedelta(hours=9), **voice(number)
    )


def _review(application, mentors, score, now):
    projects = [choice.project for choice in application.submitted_version.choices.select_related("project")]
    for project in projects:
        scores = dict.fromkeys(Review.CRITERIA, score) | {"notes": "Careful work.", "recommendation": "yes"}
        application.review(project, scores, by=project.mentors.get(is_lead=True).person, now=now)


def _shortlist(cohort, applications, lead, now):
    for application in applications:
        first = application.submitted_version.choices.get(rank=1).project
        ShortlistPlace.add(application, first, by=lead, now=now)
    _publish(cohort, Publication.Kind.SHORTLIST, lead, cohorts.instant(cohort, "contribution"))


def _work_together(shortlisted, mentors, now):
    """Everybody notes something; all final reviews are written but that of the last one."""
    for number, application in enumerate(shortlisted):
        project = application.shortlist_places.get().project
        mentor = project.mentors.get(is_lead=True).person
        noted, comment = CONTRIBUTIONS[number % len(CONTRIBUTIONS)]
        applying.logged(application, *noted, now=now, comment=comment, by=mentor)
        if application != shortlisted[-1]:
            scores = (5 - number % 2, 4, 5 - number % 3, 5)
            applying.reviewed_finally(application, project, *scores, by=mentor, now=now, notes=FINAL_NOTE)


def _publish(cohort, kind, lead, now):
    jobs.carry_on(publishing.start(cohort, kind, by=lead, now=now), now)


def results(cohort, cast, projects, lead):
    """Of the cohort in mid-flight, before anybody has an offer: one waits until the kickoff, one is not selected."""
    opened = cohorts.instant(cohort, "applications", days=4)
    chosen = cohorts.instant(cohort, "selection", days=1)
    applying.fresh_roster(opened)
    applying.fresh_roster(chosen)
    waits, goes = (
        applying.in_review(cohort, cast.join(), projects=projects[:1], now=opened, **voice(number)) for number in (6, 7)
    )
    board.decide(waits, "waitlist", project=projects[0], words=WORDS, by=lead, now=chosen)
    board.decide(goes, "decline", words=WORDS, by=lead, now=chosen)
    _publish(cohort, Publication.Kind.RESULTS, lead, chosen)
