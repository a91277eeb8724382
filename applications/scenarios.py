"""Applications as they come about, through the real verbs: for tests, benchmarks and the demo. All people are invented.

Each builder takes the step at ``now`` and those before it at the same instant, unless an application is given.
"""

from datetime import timedelta
from itertools import cycle

from django.db import transaction

from amp_portal import jobs
from amp_portal.refusals import Refusal
from amp_portal.roster.models import Snapshot
from amp_portal.users.scenarios import person as invented
from cohorts import weeks
from cohorts.imports import participants

from . import judge_submissions, publishing, recheck
from .completeness import Section
from .models import (
    Appeal,
    Application,
    FinalReview,
    Flag,
    Link,
    LogEntry,
    Offer,
    PlanStep,
    Publication,
    Review,
    Selection,
    ShortlistPlace,
    listed_in,
)
from .selection import results

# Few words on purpose: everybody here writes the same, and longer texts that are alike are flagged (``duplicates``).
ANSWERS = {
    Section.ABOUT: {"about": "I build tools."},
    Section.MOTIVATION: {"motivation": "To look after something."},
    Section.AVAILABILITY: {"hours_per_week": 35, "absences": "Evenings suit me best."},
    Section.DECLARATIONS: {"ai_use": "Not at all.", "other_program": "no", "adult": "yes", "consent": True},
}
PROPOSAL = {
    "approach": "Read the issues.",
    "deliverables": "A tested feature.",
}
STEPS = (
    (1, 1, "Read the open issues, reproduce three of them and meet the mentors."),
    (2, 5, "Design: a proposal in the repository, discussed with whoever maintains that part."),
    (6, 13, "Build it in small pull requests, **each with its tests**."),
    (14, 16, "Release it, and help whoever tries it first."),
    (17, 18, "Write the guide for newcomers."),
)
BUSY = (("Exams", 3, 2, 20), ("A week in the hills", 9, 1, None))  # what, from which week, how many, hours a week


LINKS = (
    ("https://github.com/asyncapi/spec/pull/1", "docs", "clarified a binding", timedelta(days=300)),
    ("https://github.com/asyncapi/website/pull/2", "docs", "translated a page", timedelta(days=200)),
)


def fresh_roster(now):
    """A maintainers list fetched just before ``now``, with nobody on it: the rule about maintainers can then pass."""
    read = {"fetched_at": now, "source": "MAINTAINERS.yaml", "digest": "", "entries": 0}
    return Snapshot.objects.get_or_create(as_of=now.date(), defaults=read)[0]


def write(
    application,
    projects,
    *,
    now,
    track=None,
    proposals=(PROPOSAL,),
    steps=STEPS,
    links=LINKS,
    busy=BUSY,
    **changes,
):
    """Fill every section of a draft. ``changes`` replace single answers, by field name.

    ``proposals`` are for the projects in turn, ``steps`` ``(from week, to week, text)`` for each, ``links``
    ``(address, kind, title, how long ago)``, ``busy`` other duties: ``(what, from which week, for how many, hours a
    week or None)``.
    """
    for section, answers in ANSWERS.items():
        _save(application, section, answers | {name: changes[name] for name in answers if name in changes}, now)

    def choose(draft):
        draft.track = track or draft.track
        draft.choices.all().delete()
        for rank, (project, proposal) in enumerate(zip(projects, cycle(proposals), strict=False), 1):
            choice = draft.choices.create(project=project, rank=rank, **proposal)
            PlanStep.objects.bulk_create(
                PlanStep(choice=choice, row=row, from_week=first, to_week=last, text=text)
                for row, (first, last, text) in enumerate(steps, 1)
            )

    def commit(draft):
        first = weeks.of(application.cohort)[0].first
        draft.commitments.all().delete()
        for row, (what, week, length, hours) in enumerate(busy, 1):
            starts_on = first + (week - 1) * weeks.WEEK
            ends_on = starts_on + length * weeks.WEEK - timedelta(days=1)
            draft.commitments.create(row=row, what=what, starts_on=starts_on, ends_on=ends_on, hours=hours)

    def contribute(draft):
        draft.links.all().delete()
        Link.objects.bulk_create(
            Link(version=draft, position=position, url=url, kind=kind, title=title, made_on=(now - ago).date())
            for position, (url, kind, title, ago) in enumerate(links, 1)
        )

    _save(application, Section.PROJECTS, choose, now)
    _save(application, Section.CONTRIBUTIONS, contribute, now)
    _save(application, Section.AVAILABILITY, commit, now)


def _save(application, section, answers, now):
    def fill(draft):
        for name, value in answers.items():
            setattr(draft, name, value)

    revision = application.text().revision(section)
    application.save_section(section, answers if callable(answers) else fill, revision=revision, now=now)


def draft(cohort, person=None, *, projects, now, **changes) -> Application:
    """A complete draft, choosing ``projects`` in this order."""
    application = Application.start(cohort, person or invented("Nia Okafor", now=now), now=now)
    write(application, projects, now=now, **changes)
    return application


def submit(application, *, now) -> Application:
    """What is written is submitted, and judged as the portal does soon afterwards."""
    application.submit(by=application.person, now=now)
    judge_submissions.judge_received(now)
    application.refresh_from_db()
    return application


def submitted(cohort, person=None, *, projects, now, **changes) -> Application:
    """Submitted and judged, and what it lists was looked at and confirmed by the first lead."""
    application = submit(draft(cohort, person, projects=projects, now=now, **changes), now=now)
    confirm(application, now=now)
    return application


def confirm(application, *, now, by=None):
    """An organizer confirms what the last submission lists, with the days it names."""
    for link in listed_in(application.submitted_version):
        if link.known.is_open:
            link.known.confirm(by=by or organizer(application.cohort), made_on=link.made_on, now=now)


def in_review(cohort, person=None, *, projects, now, **changes) -> Application:
    application = submitted(cohort, person, projects=projects, now=now, **changes)
    application.pass_on(by=organizer(cohort), now=now)
    return application


def shortlisted(cohort, *applications, projects, now, by=None):
    """Put applications in review on the shortlists of ``projects``, each on those it chose, and publish them all.

    Needs ``fresh_roster``. Rank by rank as given; ``by`` is who ranks and publishes.
    """
    by = by or organizer(cohort)
    for application in applications:
        chosen = set(application.submitted_version.choices.values_list("project", flat=True))
        for project in projects:
            if project.pk in chosen:
                ShortlistPlace.add(application, project, by=by, now=now)
    jobs.carry_on(publishing.start(cohort, Publication.Kind.SHORTLIST, by, now), now)
    for application in applications:
        application.refresh_from_db()


def logged(application, *texts, now, comment="", by=None) -> LogEntry:
    """Entries of the contribution log, a day each up to ``now``; a mentor comments on the last, which is returned."""
    days = range(len(texts) - 1, -1, -1)
    for before, text in zip(days, texts, strict=True):
        at = now - timedelta(days=before)
        entry = LogEntry.write(application, at.date(), text, by=application.person, now=at)
    if comment:
        entry.comment(comment, by=by, now=now)
    return entry


def reviewed_finally(application, project, *scores, by, now, notes="") -> FinalReview:
    """``scores`` in the order of the criteria, or one for all of them."""
    given = scores if len(scores) > 1 else scores * len(FinalReview.CRITERIA)
    words = dict(zip(FinalReview.CRITERIA, given, strict=True))
    return FinalReview.give(application, project, words | {"notes": notes}, by=by, now=now)


def reviewed(application, *, now, project=None, score=4) -> Review:
    """Scores of the lead mentor of a project, by default of the first choice."""
    project = project or application.submitted_version.choices.get(rank=1).project
    scores = dict.fromkeys(Review.CRITERIA, score)
    return application.review(project, scores, by=project.mentors.leading()[0].person, now=now)


def published_results(cohort, *, now) -> Publication:
    """The results of the cohort, as published before ``now``: those there are, else without anybody in them yet."""
    told = {"started_by": organizer(cohort), "started_at": now, "finished_at": now}
    return Publication.objects.get_or_create(cohort=cohort, kind=Publication.Kind.RESULTS, defaults=told)[0]


def _told(application, outcome, project, track, *, now, position=None):
    """The results decide about somebody who has been reviewed, and tell them."""
    decision = Selection.objects.create(
        application=application,
        outcome=outcome,
        project=project,
        track=track,
        position=position,
        decided_by=organizer(application.cohort),
        decided_at=now,
    )
    with transaction.atomic():
        results.tell(decision.pk, published_results(application.cohort, now=now), now)
    decision.refresh_from_db()
    if decision.held:
        raise Refusal(decision.held)
    application.refresh_from_db()
    return application


def waitlisted(cohort, person=None, *, projects, now, position=1, **changes) -> Application:
    """On the waiting list of the first of ``projects``, told with the results. Reviewed by its lead mentor."""
    application = in_review(cohort, person, projects=projects, now=now, **changes)
    reviewed(application, now=now)
    outcome, track = Selection.Outcome.WAITLIST, application.text().track
    return _told(application, outcome, projects[0], track, now=now, position=position)


def offer(application, project, track="sponsored", *, now) -> Offer:
    """An open offer, told with the results; where it is in review, the project's lead mentor has scored it by then.

    Needs ``fresh_roster``. Raises Refusal where the results can't offer it.
    """
    if application.is_in_review:
        reviewed(application, project=project, now=now)
    return _told(application, Selection.Outcome.OFFER, project, track, now=now).open_offer()


def offered(cohort, person=None, *, projects, now, track="sponsored", **changes) -> Offer:
    """An open offer on the first of ``projects``. Needs ``fresh_roster``."""
    return offer(in_review(cohort, person, projects=projects, now=now, **changes), projects[0], track, now=now)


def accepted(cohort, person=None, *, projects, now, track="sponsored", **changes) -> Application:
    """Somebody with a place. Needs ``fresh_roster``."""
    offer = offered(cohort, person, projects=projects, now=now, track=track, **changes)
    offer.accept(by=offer.application.person, now=now, consent=True)
    return offer.application


def organizer(cohort):
    """Who decides in these scenarios: the cohort's first lead."""
    return cohort.leads()[0].person


def join_another_program(person, cohort, *, now, program="GSoC"):
    """A participant list shows them there while the cohort runs."""
    first, last = (cohort.window(kind).starts_at.date() for kind in ("program", "final"))
    text = f"program,github,name,starts_on,ends_on\n{program},{person.github_login},{person.name},{first},{last}\n"
    participants.load(text, now)


def appealed(application, rule="no_concurrent_program", *, now) -> Appeal:
    """An open appeal of somebody with the same login as a participant of another program, whom the rule stops."""
    join_another_program(application.person, application.cohort, now=now)
    words = "The place belongs to somebody who had this login before me."
    return Appeal.file(application, rule, words, ["https://example.org/list"], by=application.person, now=now)


def flagged(application, *, now) -> Flag:
    """Somebody with a place has joined another program, and the nightly look has found it."""
    join_another_program(application.person, application.cohort, now=now, program="Outreachy")
    recheck.soon([application.person_id])
    recheck.recheck(now)
    return application.flags.get()
