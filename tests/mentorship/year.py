"""A simulated program of twenty weeks, and what should come of it, worked out slowly and by hand.

200 mentorships of people in 24 time zones, two of whom change their clocks by half an hour or in the southern spring:
updates, questions, answers, calls and replies at random hours, leave of mentees and mentors, a break of everybody,
mentors replaced, mentorships extended. Everything happens at whole hours counted from kickoff.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import floor
from random import Random
from zoneinfo import ZoneInfo

from django.db import connection

import cohorts.scenarios as cohorts
import mentorship.scenarios as mentoring
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.users.models import Person
from amp_portal.users.scenarios import person
from mentorship import silence
from mentorship.models import Entry, Leave, Mentorship, Step

from . import crowd
from .silent_clock import Clock

WEEKS, END = 20, 127 * 24  # the program ends with the 127th day
EXTENSION = timedelta(days=12)
ZONES = [
    "Pacific/Honolulu",
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Halifax",
    "America/Sao_Paulo",
    "Atlantic/Azores",
    "Europe/London",
    "Africa/Lagos",
    "Europe/Berlin",
    "Africa/Cairo",
    "Asia/Jerusalem",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
]
WEEKLY, BIWEEKLY = (8, 11, 18), (16, 19, 26)
SIDE_OF = {"update": "mentee", "question": "mentee", "reply": "mentee", "call": "both"}


@dataclass
class Role:
    """A mentor of a project from an hour until another."""

    person: Person
    is_lead: bool
    since: int
    until: int = 10**6


@dataclass
class Life:
    """One mentorship: what happens in it, when its sides are away, and how its clock goes."""

    mentorship: Mentorship
    project: int
    events: list
    ends: int
    days: tuple
    away: dict = field(default_factory=lambda: defaultdict(set))
    clock: Clock | None = None
    unanswered: list = field(default_factory=list)  # entries


class Year:
    def __init__(self, *, count, seed, step=None):
        self.dice = Random(seed)
        self.cohort = cohorts.cohort(kickoff=date(2027, 2, 1))  # over the clocks' changes of March and April
        self.begin = self.cohort.window("program").starts_at
        self.organizers = [row.person for row in self.cohort.organizers.current()]
        self.on_leave = defaultdict(set)  # person pk → hours
        self.break_hours = set()
        self.sweeps = self._sweeps(step)
        self._people(count)
        self._leaves()
        for life in self.lives:
            days, zone = {"mentee": life.days, "mentors": (5, 8)}, ZoneInfo(life.mentorship.mentee.time_zone)
            cadence = life.mentorship.cadence
            life.clock = Clock(0, life.ends, days, cadence, life.away, zone, self.begin)

    def at(self, hour) -> datetime:
        return self.begin + timedelta(hours=hour)

    def hour(self, instant) -> int:
        return int((instant - self.begin) / timedelta(hours=1))

    def _sweeps(self, step):
        """Three a day and random ones; or every ``step`` hours."""
        if step:
            return list(range(0, WEEKS * 7 * 24, step))
        thrice = {day * 24 + hour for day in range(WEEKS * 7) for hour in (3, 11, 19)}
        return sorted(thrice | set(self.dice.sample(range(WEEKS * 7 * 24), 60)))

    def _people(self, count):
        call = cohorts.instant(self.cohort, "mentor_call", days=2)
        example = mentoring.mentorship(self.cohort, mentor=self._mentor(call))
        others = [cohorts.project(self.cohort, self._mentor(call), now=call, title=f"Project {n}") for n in range(19)]
        projects = [example.project, *others]
        everybody = [example, *crowd.join(example, count - 1)]
        self.roles = [[Role(project.mentors.get().person, True, -(10**6))] for project in projects]
        for number, project in enumerate(projects):
            if number % 2:
                helper = self._mentor(call)
                project.mentors.create(person=helper, since=call)
                self.roles[number].append(Role(helper, False, -(10**6)))
        self.replaced = {}  # hour → (project, number of the project)
        for number in range(0, 20, 5):
            self.replaced[self.dice.randrange(30 * 24, 90 * 24)] = projects[number], number
        self.lives = []
        for number, mentorship in enumerate(everybody):
            mentorship.project, mentorship.cadence = projects[number % 20], 1 + (number % 7 == 0)
            mentorship.mentee.time_zone = ZONES[number % 24]
            days = BIWEEKLY if mentorship.cadence == 2 else WEEKLY
            self.lives.append(Life(mentorship, number % 20, self._events(), END, days))
        Mentorship.objects.bulk_update(everybody, ["project", "cadence"])
        Person.objects.bulk_update([mentorship.mentee for mentorship in everybody], ["time_zone"])
        Person.objects.filter(pk__in=[m.mentee_id for m in everybody], email="").update(email="crowd@example.org")
        self.extended = {self.dice.randrange(0, END): life for life in self.dice.sample(self.lives, 10)}
        for life in self.extended.values():
            life.ends = END + EXTENSION // timedelta(hours=1)

    def _mentor(self, now):
        return cohorts.mentor(self.cohort, person("Mira Mentor", time_zone=self.dice.choice(ZONES)), now=now)

    def _events(self):
        """A life goes on, with pauses now and then, some of them long."""
        hour, events = self.dice.randrange(0, 200), []
        while hour < WEEKS * 7 * 24:
            kind = self.dice.choices(["update", "question", "call", "reply"], [10, 3, 1, 1])[0]
            events.append((hour, kind))
            if kind in ("update", "question") and self.dice.random() < 0.85:
                events.append((hour + self.dice.choice([3, 20, 40, 70, 130]), "answer"))
            hour += self.dice.choices([100, 168, 180, 250, 420], [3, 6, 4, 2, 1])[0] + self.dice.randrange(24)
        seen = {}
        for hour, kind in sorted(events):
            seen.setdefault(hour, kind)  # one thing an hour
        return sorted(seen.items())

    def _leaves(self):
        """Mentees and mentors whose midnight is at a whole hour, and a week in which everybody rests."""
        whose = [(life.mentorship.mentee, self.dice.randrange(120)) for life in self.dice.sample(self.lives, 40)]
        mentors = [role.person for roles in self.roles for role in roles]
        whose += [(mentor, self.dice.randrange(100)) for mentor in self.dice.sample(mentors, 12)]
        plan = [(None, self.begin.date() + timedelta(days=60), self.begin.date() + timedelta(days=66))]
        for who, day in whose:
            first = self.begin.date() + timedelta(days=day)
            plan.append((who, first, first + timedelta(days=self.dice.choice([0, 3, 9, 20]))))
        plan = [item for item in plan if item[0] is None or "Asia/Ka" not in item[0].time_zone]
        plan = [item for item in plan if item[0] is None or item[0].time_zone != "Australia/Lord_Howe"]
        crowd.on_leave(self.cohort, plan, by=self.organizers[0], now=self.begin)
        for leave in Leave.objects.filter(cohort=self.cohort):
            zone = ZoneInfo(leave.time_zone)
            hours = {
                hour
                for hour in range(-48, WEEKS * 7 * 24 + 48)
                if leave.starts_on <= self.at(hour).astimezone(zone).date() <= leave.ends_on
            }
            if leave.person_id is None:
                self.break_hours = hours
            else:
                self.on_leave[leave.person_id] |= hours

    def replace_mentor(self, hour):
        """The lead hands over to somebody new."""
        project, number = self.replaced[hour]
        old, new = self.roles[number][0], self._mentor(self.begin)
        project.add_mentor(new, is_lead=True, now=self.at(hour))
        project.end_mentor(old.person, now=self.at(hour))
        old.until = hour
        self.roles[number].append(Role(new, True, hour))

    def say(self, after, until):
        """What was said after one hour and until another: an answer is to the oldest unanswered, a call names all."""
        said = [
            (life, self._entry(life, hour, kind))
            for life in self.lives
            for hour, kind in life.events
            if after < hour <= until and hour < life.ends
        ]
        Entry.objects.bulk_create(entry for _life, entry in said if entry.kind != "answer")
        closed = []
        for life, entry in said:
            if entry.kind in ("update", "question"):
                life.unanswered.append(entry)
            elif entry.kind == "answer" and not life.unanswered:
                entry.kind = "feedback"
            elif entry.kind == "answer":
                entry.in_reply_to = life.unanswered.pop(0)
                closed.append((entry.in_reply_to, entry))
            elif entry.kind == "call":
                closed += [(asked, entry) for asked in life.unanswered]
                life.unanswered.clear()
        Entry.objects.bulk_create(entry for _life, entry in said if entry.pk is None)
        for asked, entry in closed:
            asked.answered_by = entry
        Entry.objects.bulk_update([asked for asked, _entry in closed], ["answered_by"])

    def _entry(self, life, hour, kind):
        side = SIDE_OF.get(kind, "mentors")
        return Entry(
            mentorship=life.mentorship,
            kind=kind,
            side=side,
            author=life.mentorship.mentee if side == "mentee" else self.roles[life.project][0].person,
            posted_at=self.at(hour),
            week=1 if kind == "update" else None,
            once=f"{hour}-{kind}",
        )

    # What should come of it ----------------------------------------------------------------------

    def mentors_at(self, life, hour):
        return self._mentors_of(life.project, hour)

    def _mentors_of(self, project, hour):
        return [role for role in self.roles[project] if role.since <= hour < role.until]

    def _told_of_replacement(self, hour):
        """Who hears that a mentor was replaced, by the letter of their day: it is the one letter of that day."""
        _project, number = self.replaced[hour]
        people = [*self.organizers, *(role.person for role in self._mentors_of(number, hour))]
        return [*people, self.lives[0].mentorship.mentee] if number == 0 else people  # the others hold no place

    def is_away(self, person, hour):
        return hour in self.on_leave[person.pk]

    def expect(self):
        """``(steps, letters)``: {(mentorship, side, number, due, recorded)}, {(letter, person, mentorship, hour)}."""
        hours = range(-48, WEEKS * 7 * 24 + 48)
        for life in self.lives:
            life.away["mentee"] = self.break_hours | self.on_leave[life.mentorship.mentee_id]
            together = {
                hour
                for hour in hours
                if (there := self.mentors_at(life, hour)) and all(self.is_away(role.person, hour) for role in there)
            }
            life.away["mentors"] = self.break_hours | together
            events = [(hour, kind) for hour, kind in life.events if hour < life.ends]
            life.clock.run(events, set(self.sweeps))
        steps = {(life.mentorship.pk, *step) for life in self.lives for step in life.clock.recorded}
        return steps, self._letters()

    def _letters(self):
        """Who gets which letter at which sweep: in their day, once a day, while it is still true."""
        recorded = defaultdict(list)
        for life in self.lives:
            for side, number, _due, hour in life.clock.recorded:
                recorded[hour].append((life, side, number))
        waiting, last_day, sent = defaultdict(list), {}, set()
        news, replaced = set(), sorted(self.replaced)
        for hour in self.sweeps:
            while replaced and replaced[0] <= hour:
                news |= set(self._told_of_replacement(replaced.pop(0)))
            for life, side, number in recorded[hour]:
                for letter, who in self._recipients(life, side, number, hour):
                    if not (self.is_away(who, hour) or hour in self.break_hours):
                        since = self._stretch(life, side, hour)
                        waiting[who].append((letter, life, side, number, since))
            for who, letters in [*waiting.items(), *((who, []) for who in news - set(waiting))]:
                zone = ZoneInfo(who.time_zone or "UTC")
                local = self.at(hour).astimezone(zone)
                if not 9 <= local.hour < 18 or last_day.get(who.pk) == local.date():
                    continue
                going = [item for item in letters if self._is_due(item, who, hour)]
                letters.clear()
                if going or who in news:
                    news.discard(who)
                    last_day[who.pk] = local.date()
                    sent |= {(letter, who.pk, life.mentorship.pk, hour) for letter, life, *_rest in going}
        return sent

    def _recipients(self, life, side, number, hour):
        there = [role for role in self.mentors_at(life, hour) if not self.is_away(role.person, hour)]
        leads = [role.person for role in there if role.is_lead]
        others = [role.person for role in there if not role.is_lead]
        organizers = [who for who in self.organizers if not self.is_away(who, hour)]
        if side == "mentors" and number == 1:
            return [("answer_awaited", who) for who in leads or others or organizers]
        if side == "mentors":
            return [("answer_still_awaited", who) for who in others + organizers]
        mentee = life.mentorship.mentee
        if number == 1:
            return [("are_you_all_right", mentee)]
        if number == 2:
            asked = [("reach_out", who) for who in leads + others or organizers]
            return [("thinking_of_you", mentee), *asked]
        return [("at_risk", who) for who in organizers]

    def _stretch(self, life, side, hour):
        """Names the present silence of a side: since when."""
        return life.clock.silent_at[hour].get(side)

    def _is_due(self, item, who, hour):
        letter, life, side, _number, since = item
        is_mentor = any(role.person.pk == who.pk for role in self.mentors_at(life, hour))
        belongs = is_mentor or who in self.organizers or who == life.mentorship.mentee
        superseded = letter == "are_you_all_right" and any(
            (each, step, recorded <= hour) == (side, 2, True) and self._stretch(life, side, recorded) == since
            for each, step, _due, recorded in life.clock.recorded
        )
        return (
            belongs
            and hour < life.ends
            and not superseded
            and self._stretch(life, side, hour) == since
            and hour not in life.away[side]
            and not self.is_away(who, hour)
        )


STEPS = ("are_you_all_right", "thinking_of_you", "reach_out", "at_risk", "answer_awaited", "answer_still_awaited")


def live(year):
    """Let it all happen, with a sweep and the post at each tick."""
    sweeps = set(year.sweeps)
    said, counted = -(10**6), -(10**6)
    for hour in sorted(sweeps | set(year.replaced) | set(year.extended)):
        if hour in year.replaced:
            year.replace_mentor(hour)
        if hour in year.extended:
            life = year.extended[hour]
            ends_at = life.mentorship.ends_at + EXTENSION
            life.mentorship.extend(by=year.organizers[0], ends_at=ends_at, reason="Ill.", now=year.at(hour))
        if hour - counted >= 7 * 24:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # as PostgreSQL's autovacuum does where things are committed
            counted = hour
        if hour in sweeps:
            year.say(said, hour)
            said = hour
            silence.sweep(year.at(hour))
            drain(year.at(hour))


def check(year):
    """Compare what was recorded and sent with what should have been; then each promise by itself."""
    expected, letters = year.expect()
    steps = [(pk, side, number, floor(due), hour) for pk, side, number, due, hour in expected]
    recorded = [
        (
            step.episode.mentorship_id,
            step.episode.side,
            step.number,
            year.hour(step.due_at),
            year.hour(step.recorded_at),
        )
        for step in Step.objects.select_related("episode")
    ]
    assert Counter(recorded) == Counter(steps)
    sent = list(
        Message.objects.filter(letter__in=[f"mentorship/mail/{name}" for name in STEPS], channel="email", state="sent")
        .select_related("person")
        .prefetch_related("about__mentorship")
    )
    told = [
        (message.letter.rpartition("/")[2], message.person_id, message.about.mentorship_id, year.hour(message.sent_at))
        for message in sent
    ]
    assert Counter(told) == Counter(letters)
    whole = [message for message in sent if message.merged_into_id is None]
    local = [message.sent_at.astimezone(ZoneInfo(message.person.time_zone or "UTC")) for message in whole]
    assert all(9 <= at.hour < 18 for at in local)
    assert max(Counter((m.person_id, at.date()) for m, at in zip(whole, local, strict=True)).values()) == 1
    assert not any(year.is_away(message.person, year.hour(message.sent_at)) for message in sent)
    assert not any(year.hour(message.sent_at) in year.break_hours for message in sent)
    return len(steps), len(letters)
