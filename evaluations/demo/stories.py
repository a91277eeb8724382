"""The cohorts, told in the order in which things happen."""

from datetime import time, timedelta
from functools import partial

import applications.scenarios as applying
import cohorts.scenarios as cohorts
import mentorship.scenarios as mentoring
from amp_portal import sweeps
from cohorts import sides
from cohorts.models import ConductHandler, Event, MentorApplication
from mentorship import mentions
from mentorship.models import Agreement, Draft, Leave, Mentorship, Note, Tick

from .. import scenarios as evaluating
from ..stipends import payments
from . import diaries, earlier, recognition, selecting
from .post import deliver
from .texts import EVENTS, HALF_WRITTEN, IDEAS, NOTE, QUESTION, VOICES
from .voices import voice

NOON = timedelta(hours=12)


def _cohort(lead, kickoff):
    return cohorts.cohort(
        f"amp-{kickoff:%Y-%m}",
        kickoff=kickoff,
        lead=lead,
        name=f"AMP {kickoff:%B %Y}",
        slack_url="https://example.org/slack",
        discussion_url="https://example.org/discussion",
    )


def _ideas(cohort, mentors, ideas, **fields):
    """A published idea for each mentor."""
    call = cohorts.instant(cohort, "mentor_call", days=3)
    made = []
    for mentor, idea in zip(mentors, ideas, strict=True):
        cohorts.mentor(cohort, mentor, now=call)
        made.append(cohorts.project(cohort, mentor, now=call + timedelta(days=5), **(idea | fields)))
    return made


def _week_by_week(mentorship, days, diary):
    """``(day, what happens)``: updates on these days of the program, each answered the day after."""
    for day, (said, reply) in zip(days, diary, strict=True):

        def write(now, said=said):
            mentoring.update(mentorship, now, **said)

        def answer(now, reply=reply):
            mentoring.answer(mentorship, mentorship.entries.asking().last(), now, body=reply)

        yield day, write
        yield day + 1, answer


def _milestone(mentorship, number, verb, now):
    """The mentee, or for ``accept`` the mentor, moves a milestone."""
    by = mentoring.lead_mentor(mentorship) if verb == "accept" else mentorship.mentee
    getattr(mentorship.milestones.all()[number], verb)(by=by, now=now)


def _tell(cohort, events, *, until):
    """Let ``(day, what happens)`` happen, with the sweeps and the post in between: each third day, in the end daily."""
    begin = cohort.window("program").starts_at
    events = sorted(events, key=lambda event: event[0])
    for day in range(until):
        now = begin + timedelta(days=day) + NOON
        for _day, happen in (event for event in events if event[0] == day):
            happen(now=now)
        if day % 3 == 0 or day >= until - 10:
            sweeps.run_all(now)
            if day < until - 1:  # the last day's letters really go out
                deliver(now)


def finished(cast, lead, now):
    """Over for most of a year: two passed, one did not. Returns a mentee who holds a certificate."""
    cohort = _cohort(lead, (now - timedelta(days=400)).date())
    mentors = [cast.join() for _mentor in range(3)]
    projects = _ideas(cohort, mentors, IDEAS[:3])
    mentees = [cast.join("graduate: finished earlier, has a certificate; mentors now"), cast.join(), cast.join()]
    mentorships = [
        mentoring.mentorship(cohort, project=project, mentee=mentee, named=mentee != mentees[2], **voice(number))
        for number, (project, mentee) in enumerate(zip(projects, mentees, strict=True))
    ]
    deliver(cohort.window("program").starts_at)
    for mentorship, diary in zip(mentorships, earlier.DIARIES, strict=True):
        for day, happen in _week_by_week(mentorship, range(4, 120, 21), diary):
            happen(now=mentorship.starts_at + timedelta(days=day))
    for kind in ("midterm", "final"):
        round = evaluating.round_of(cohort, kind)
        for mentorship in mentorships:
            evaluating.evaluated(round, mentorship, passes=not (kind == "final" and mentorship == mentorships[2]))
        if round.is_final:
            reason = "The weeks were not enough beside your work. What you began is good, and you are welcome back."
            evaluating.decided(round, mentorships[2], passed=False, reason=reason)
        evaluating.released(round)
        deliver(round.closes_at + timedelta(days=1))
    for months in (3, 6):
        evaluating.followed_up(mentorships[0], months)
    _stipends(cohort)
    _voices(cohort, (mentees[1], mentors[0]))
    recognition.told(mentorships[:2], cohorts.instant(cohort, "recognition", days=1))
    deliver(cohorts.instant(cohort, "recognition", days=4))
    return mentees[0]


def _stipends(cohort):
    """All requested, and all but one paid."""
    asked = evaluating.requested_stipends(cohort)
    paid_at = asked.at + timedelta(days=5)
    for number, line in enumerate(asked.lines.with_all()[1:], start=1):
        payments.pay(line, reference=f"EXP-{number:04}", by=asked.by, now=paid_at)
    deliver(paid_at)


def _voices(cohort, people):
    """What they say on the front page, asked when everything was over."""
    asked = cohorts.instant(cohort, "recognition").date()
    for somebody, (role, words) in zip(people, VOICES[1:], strict=True):
        cohort.voices.create(name=somebody.name, role=role, words=words, consented_on=asked, published=True)


def running(cast, lead, now, *, alumna):
    """Nine weeks in, the midterm open for four days: five mentees in different moods."""
    today = 62
    cohort = _cohort(lead, (now - timedelta(days=today)).date())
    organizer = cast.join("organizer of the running cohort")
    sides.give_organizer(cohort, organizer, now=cohorts.instant(cohort, "announcement"))
    _handlers(cohort, lead, organizer)
    mentors = [cast.join("mentor of the active mentee"), cast.join("mentor of a silent mentee")]
    mentors += [cast.join("mentor whose mentee waits for an answer"), alumna]
    projects = _ideas(cohort, mentors, IDEAS[1:5], sponsored_slots=2)
    moods = {
        "active": cast.join("mentee, active"),
        "silent": cast.join("mentee, silent for three weeks"),
        "waiting": cast.join("mentee, waits for an answer"),
        "calm": cast.join("mentee, writes every two weeks"),
        "quiet": cast.join("mentee, quiet for two weeks"),
    }
    chosen = [*projects, projects[0]]
    selecting.results(cohort, cast, projects, lead)
    pairs = {
        mood: mentoring.mentorship(cohort, project=project, mentee=mentee, named=mood != "quiet", **voice(number))
        for number, ((mood, mentee), project) in enumerate(zip(moods.items(), chosen, strict=True))
    }
    third_day = cohorts.instant(cohort, "applications", days=3)
    declined = applying.submitted(cohort, cast.join(), projects=projects[:2], now=third_day, **voice(5))
    words = "You write clearly. Two merged contributions first, and this becomes a strong application."
    declined.decline(words, by=lead, now=cohorts.instant(cohort, "review", days=1))
    deliver(cohort.window("program").starts_at)
    _agree(pairs, cohort.window("program").starts_at)
    _events(cohort, cohort.window("program").starts_at + NOON)
    _tell(cohort, _nine_weeks(cohort, pairs), until=today)
    applying.flagged(pairs["calm"].application, now=now)
    return cohort


def _events(cohort, now):
    """What the cohort does together: some over, some ahead."""
    for days, title, audience, text in EVENTS:
        starts_at = now + timedelta(days=days)
        event = Event(cohort=cohort, title=title, audience=audience, text=text, url="https://example.org/call")
        event.starts_at, event.ends_at = starts_at, starts_at + timedelta(hours=1)
        event.put_down()


def _ticked(mentorship, count, now):
    """The mentee did the first of the project's first steps."""
    for item in Tick.checklist(mentorship)[:count]:
        Tick.put(mentorship, item.key, is_done=True, by=mentorship.mentee, now=now)


def _agree(pairs, now):
    """How they work together; one mentor's proposal of a later hour still waits."""
    mentoring.agreement(pairs["active"], now, at=time(15), zone=pairs["active"].mentee.time_zone)
    twice = {"cadence": Mentorship.Cadence.BIWEEKLY, "every": Mentorship.Cadence.BIWEEKLY}
    mentoring.agreement(pairs["calm"], now, zone=pairs["calm"].mentee.time_zone, **twice)
    mentoring.agreement(pairs["waiting"], now, weekday=None, at=None, zone="")
    waiting = pairs["waiting"]
    mentor = mentoring.lead_mentor(waiting)
    Agreement.propose(waiting, mentoring.terms(zone=mentor.time_zone, at=time(10)), by=mentor, now=now)


def _nine_weeks(cohort, pairs):
    """All events of the running cohort as ``(day, what happens)``."""
    rhythm = {
        "active": (range(5, 62, 7), diaries.ACTIVE),
        "silent": (range(6, 42, 7), diaries.SILENT),
        "waiting": (range(4, 54, 7), diaries.WAITING),
        "calm": (range(13, 56, 14), diaries.CALM),
        "quiet": (range(3, 46, 6), diaries.QUIET),
    }
    for mood, (days, diary) in rhythm.items():
        yield from _week_by_week(pairs[mood], days, diary)
    moves = (
        ("active", 0, ((2, "start"), (12, "finish"), (14, "accept"))),
        ("active", 1, ((15, "start"), (40, "finish"), (42, "accept"))),
        ("active", 2, ((43, "start"),)),
        ("silent", 0, ((3, "start"), (20, "finish"), (22, "accept"))),
        ("calm", 0, ((14, "start"), (27, "finish"), (30, "accept"))),
        ("calm", 1, ((31, "start"), (55, "finish"))),
        ("waiting", 0, ((5, "start"), (19, "finish"), (21, "accept"))),
    )
    for mood, number, steps in moves:
        for day, verb in steps:
            yield day, partial(_milestone, pairs[mood], number, verb)
    for mood, count in (("active", 3), ("calm", 3), ("waiting", 2)):
        yield 2, partial(_ticked, pairs[mood], count)
    for day in (17, 38, 58):
        yield day, partial(mentoring.worked_on_github, pairs["active"])
    waiting = pairs["waiting"]
    yield 56, partial(waiting.ask, by=waiting.mentee, body=QUESTION)
    writing = {"author": waiting.mentee, "revision": 0}
    yield 61, partial(Draft.keep, waiting, "update", HALF_WRITTEN, **writing)
    yield 59, partial(_note_on, pairs["silent"])
    yield 59, partial(mentoring.ask_for_help, pairs["calm"])
    yield 59, partial(_leave, pairs["calm"])
    yield 60, partial(recognition.praised, pairs["active"])
    yield 61, partial(_more_time, pairs["calm"])
    yield 60, partial(_half_of_the_midterm, cohort, pairs)


def _note_on(mentorship, now):
    """The mentor notes something for the organizers, and calls one by name."""
    organizer = mentorship.cohort.organizers.get(is_lead=False).person
    handle = next(name for name, person in mentions.people(mentorship).items() if person == organizer)
    Note.write(
        mentorship, by=mentoring.lead_mentor(mentorship), now=now, body=NOTE.format(organizer=handle), once="demo"
    )


def _leave(mentorship, now):
    """Five days off that have just begun."""
    mentee, first = mentorship.mentee, (now + timedelta(days=2)).date()
    Leave.declare(mentorship.cohort, mentee, starts_on=first, ends_on=first + timedelta(days=4), by=mentee, now=now)


def _more_time(mentorship, now):
    """Two weeks more, as they asked for help and are away while the midterm is open."""
    lead = mentorship.cohort.leads()[0].person
    ends_at = mentorship.ends_at + timedelta(days=14)
    reason, words = "Exams; they asked for help.", "Take your exams in peace. We are glad that you said so."
    mentorship.extend(by=lead, ends_at=ends_at, reason=reason, words=words, now=now)


def _handlers(cohort, lead, organizer):
    """Who would read a conduct report; there is none."""
    since = cohorts.instant(cohort, "announcement")
    ConductHandler.objects.create(cohort=cohort, person=organizer, named_by=lead, since=since)
    cohort.conduct_contact = "Ombudsperson of the community, ombud@example.org"
    cohort.save(update_fields=["conduct_contact"])


def _half_of_the_midterm(cohort, pairs, now):
    midterm = evaluating.round_of(cohort, "midterm")
    evaluating.evaluated(midterm, pairs["active"], now=now)
    evaluating.submitted(midterm, pairs["calm"], "mentee_on_mentor", now=now)
    evaluating.submitted(midterm, pairs["waiting"], "mentor_on_mentee", now=now, passes=None)
    evaluating.plan(midterm, pairs["waiting"], now=now, written=True)
    evaluating.submitted(midterm, pairs["quiet"], "mentor_on_mentee", now=now, passes=None)


def upcoming(cast, lead, now):
    """Applications have been open for ten days; ideas and mentors still wait for a decision."""
    cohort = _cohort(lead, (now + timedelta(days=26)).date())
    mentors = [cast.join("mentor with applications to review"), cast.join(), cast.join()]
    projects = _ideas(cohort, mentors, (IDEAS[0], IDEAS[5], IDEAS[2]))
    call = cohorts.instant(cohort, "mentor_call", days=40)
    late = cast.join("mentor whose proposal waits for approval")
    cohorts.mentor(cohort, late, now=call)
    cohorts.project(cohort, late, now=call, approved=False, **IDEAS[3])
    MentorApplication.apply(cohort, cast.join("wants to mentor, not approved yet"), cohorts.mentor_answers(), now=call)
    deliver(call + timedelta(days=2))
    opened = cohorts.instant(cohort, "applications", days=1)
    applying.fresh_roster(opened)
    for number in range(3):
        words, at = voice(number), opened + number * NOON
        application = applying.in_review(cohort, cast.join(), projects=projects[:2], now=at, **words)
        scores = {"alignment": 4, "clarity": 4, "feasibility": 3, "experience": 4, "notes": "A good plan."}
        if number == 1:
            application.review(projects[0], scores, by=mentors[0], now=opened + timedelta(days=2))
    submitted = cast.join("applicant, submitted")
    applying.submitted(cohort, submitted, projects=projects, now=opened + timedelta(days=4), **voice(3))
    for number in (4, 3):  # the last one like the first, from another account
        at = opened + timedelta(days=9 - number)
        application = applying.submitted(cohort, cast.join(), projects=projects[1:], now=at, **voice(number))
        if number == 4:
            applying.appealed(application, now=at + timedelta(days=1))
    unseen = applying.draft(cohort, cast.join(), projects=projects[:1], now=opened + timedelta(days=6), **voice(5))
    applying.submit(unseen, now=opened + timedelta(days=7))  # nobody has looked at what it lists
    writing = cast.join("applicant, still writing")
    applying.draft(cohort, writing, projects=projects[:1], now=opened, consent=False, **voice(6))
    applying.fresh_roster(now)
    deliver(now - timedelta(days=1))
    return cohort
