"""Evaluations as they come about, through the real verbs: for tests, benchmarks and the demo. All invented."""

from datetime import date, timedelta

import cohorts.scenarios as cohorts
import mentorship.scenarios as mentoring
from amp_portal import jobs

from . import release, rounds
from .aftercare import plans
from .models import (
    Decision,
    Evaluation,
    FinalWork,
    Form,
    Nomination,
    PublicEntry,
    Question,
    Recommendation,
    Round,
    SupportPlan,
    Testimonial,
)
from .models.testimonial import PLACES
from .outcomes import asking
from .recognition import issuing
from .stipends import payments

WORDS = (
    "It went well: small steps, and every step was reviewed.",
    "Reading other people's issues first, then answering them.",
    "The first release together was the moment it made sense.",
    "More time for reviews would help both of us.",
)


def round_of(cohort, kind) -> Round:
    """The cohort's midterm or final, prepared where it is not yet."""
    rounds.prepare(cohort)
    return cohort.rounds.with_window().get(kind=kind)


def answers(round, form, *, passes=True, passes_mentors=True, contact=True, scale=4, **texts):
    """Answers to every question of a form. ``texts`` by position (``q1="…"``) replace the invented ones.

    ``passes`` is None where the mentors are not sure.
    """
    passed = passes if form == Form.MENTOR_ON_MENTEE else passes_mentors
    given = {}
    for question in round.questions.filter(form=form):
        words = texts.get(f"q{question.position}", WORDS[question.position % len(WORDS)])
        given[str(question.pk)] = {
            Question.Type.TEXT: words,
            Question.Type.SCALE: scale,
            Question.Type.YES_NO: "yes" if contact or not question.means_contact else "no",
            Question.Type.PASS_FAIL: {True: "pass", False: "fail", None: "unsure"}[passed],
        }[question.type]
    return given


def submitted(round, mentorship, form, *, author=None, now=None, **given) -> Evaluation:
    """A form handed in, by default by the mentee or the lead mentor on the second day of the window."""
    now = now or round.opens_at + timedelta(days=1)
    if author is None:
        author = mentoring.lead_mentor(mentorship) if form == Form.MENTOR_ON_MENTEE else mentorship.mentee
    Evaluation.save_draft(round, mentorship, form=form, author=author, answers=answers(round, form, **given), now=now)
    return Evaluation.submit(round, mentorship, form=form, author=author, now=now)


def final_work(round, mentorship, *, now=None, hand_in=True, **values) -> FinalWork:
    values = {
        "url": "https://github.com/asyncapi/parser-js/pulls",
        "licence": "Apache-2.0",
        "done": "A benchmark, two fast paths and the release notes.",
        "unfinished": "The third fast path is a draft.",
        "next_up": "I review pull requests in the repository every week.",
    } | values
    now = now or round.opens_at + timedelta(days=1)
    return FinalWork.keep(round, mentorship, by=mentorship.mentee, values=values, hand_in=hand_in, now=now)


def evaluated(round, mentorship, *, now=None, **given):
    """Everything of one mentorship is handed in."""
    for form in round.forms:
        submitted(round, mentorship, form, now=now, **given)
    if round.is_final:
        final_work(round, mentorship, now=now)


def plan(round, mentorship, *, now, written=False) -> SupportPlan:
    """The support plan of a midterm, opened; ``written`` by the lead organizer and shared."""
    opened = SupportPlan.open(round, mentorship, now)
    if written:
        plans.write(
            opened,
            by=round.cohort.leads()[0].person,
            who="Your mentors and Coco, who knows the test suite.",
            what="- a call every Monday for a month\n- one small issue at a time, reviewed within two days",
            review_on=opened.review_on,
            now=now,
        )
    return opened


def decided(round, mentorship, *, passed=True, reason="Well done, and thank you.", now=None) -> Decision:
    """The lead organizer decides, by default an hour after the close."""
    now = now or round.closes_at + timedelta(hours=1)
    lead = round.cohort.leads()[0].person
    return Decision.take(round, mentorship, passed=passed, reason=reason, by=lead, now=now)


def released(round, *, now=None):
    """Whoever has no decision passes; then the lead organizer releases, by default two hours after the close.

    Of a final, the certificates are issued. Returns the decisions that were told.
    """
    now = now or round.closes_at + timedelta(hours=2)
    for mentorship in release.undecided(round, now):
        decided(round, mentorship, now=now)
    jobs.carry_on(release.start(round, by=round.cohort.leads()[0].person, now=now), now)
    if issue := issuing.under_way(round.cohort):
        jobs.carry_on(issue, now)
    return list(round.decisions.told())


def finished(cohort=None, **kwargs):
    """A mentorship that passed both rounds and has its certificate, by default of the year before the others."""
    cohort = cohort or cohorts.cohort("amp-2026", kickoff=date(2026, 6, 15))
    mentorship = mentoring.mentorship(cohort, **kwargs)
    for kind in Round.Kind:
        round = round_of(cohort, kind)
        evaluated(round, mentorship)
        released(round)
    mentorship.refresh_from_db()
    return mentorship


def requested_stipends(cohort, *, now=None):
    """A payment request of what the cohort's people have earned, by default at the start of recognition."""
    now = now or cohorts.instant(cohort, "recognition", days=1)
    return payments.request(cohort, by=cohort.leads()[0].person, now=now)


def followed_up(mentorship, months=3, *, role="triager", words="I review pull requests every week now."):
    """Asked on the day of the cohort's schedule, answered a day later."""
    day = mentorship.cohort.window(f"follow_up_{months}").starts_at
    asking.ask(day)
    row = mentorship.follow_ups.get(months=months)
    row.answer(is_active=role != "none", role=role, words=words, now=day + timedelta(days=1))
    return row


LETTER = (
    "I worked with {mentee} every week, and never had to ask twice: questions came early, and so did the answers to "
    "other people's.\n\nThe part I like to think of is the release in September. It was planned, written down and "
    "carried through without me.\n\nWhoever works with {mentee} next is lucky."
)


def recommended(mentorship, *, author=None, now=None, signed=True) -> Recommendation:
    """A letter of the lead mentor, handed in a day after the final closed and, if ``signed``, signed by the lead."""
    now = now or round_of(mentorship.cohort, Round.Kind.FINAL).closes_at + timedelta(days=1)
    author = author or mentoring.lead_mentor(mentorship)
    words = LETTER.format(mentee=mentorship.mentee)
    letter = Recommendation.keep(mentorship, author=author, words=words, revision=0, now=now)
    letter.hand_in(by=author, now=now)
    if signed:
        letter.sign(by=mentorship.cohort.leads()[0].person, now=now + timedelta(hours=5))
    return letter


def nominated(mentorship, kind=Nomination.Kind.TRIAGER, *, now, reason="Nobody reads an issue as carefully.", note=""):
    """By the lead mentor; with a ``note`` the lead organizer has acted on it."""
    mentor = mentoring.lead_mentor(mentorship)
    nomination = Nomination.make(mentorship, by=mentor, kind=kind, reason=reason, now=now)
    if note:
        nomination.act(by=mentorship.cohort.leads()[0].person, now=now + timedelta(hours=5), note=note)
    return nomination


EVERYTHING = (
    "in_announcement",
    "in_graduates_post",
    "on_alumni_page",
    "shows_cohort",
    "shows_project",
    "shows_github",
    "shows_certificate",
)


def in_public(mentorship, *, now, shown=EVERYTHING, **texts) -> PublicEntry:
    """The mentee lets the world know of it: the names of what is ``shown``, and ``website`` or ``about``."""
    return PublicEntry.choose(mentorship, by=mentorship.mentee, now=now, **dict.fromkeys(shown, True), **texts)


def quoted(mentorship, *, now, by=None, words="It changed how I read code.", role="mentee", **places) -> Testimonial:
    """The mentee's (or a mentor's) words, by default for every place."""
    by, places = by or mentorship.mentee, places or dict.fromkeys(PLACES, True)
    return Testimonial.say(mentorship.cohort, by=by, now=now, role=role, words=words, **places)
