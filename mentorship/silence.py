"""Gone silent (docs/program.md): somebody asks “are you all right?” before anybody judges.

Days are elapsed days of 24 hours, whatever the clocks do. Who is silent since when, and when that makes which step due,
says ``stretches``.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import transaction

from amp_portal import sweeps
from amp_portal.outbox.letters import queue_all

from . import notices, signs, spans
from .models import Absence, Episode, Mentorship, Step
from .signs import Signs
from .stretches import Stretch, present

AT_ONCE = 500  # mentorships worked on at a time: what a sweep holds in memory stays small


def is_still_silent(episode, now) -> bool:
    """Whether a letter about an episode is still due: asked once more when it is about to be sent."""
    if episode.ended_at is not None:
        return False
    pk = episode.mentorship_id
    return any(
        (stretch.side, stretch.since) == (episode.side, episode.silent_since) and reached
        for found in signs.of([pk], now)
        for stretch, reached in Look(episode.mentorship, found, _time_off([pk])[pk]).asked_about(now)
    )


@sweeps.sweep("silence")
def sweep(now: datetime) -> dict:
    """Record every step that is due and was not recorded, end what is over, queue the letters.

    The database finds what seems to need something; what does is locked and looked at once more. The number of
    statements does not depend on the number of mentorships, only on how many hundreds of them may need something.
    """
    done = {"ended": 0, "steps": 0, "letters": 0}
    found = signs.worth_a_look(now)
    for start in range(0, len(found), AT_ONCE):
        looks = _looks(found[start : start + AT_ONCE])
        concerned = [look.mentorship.pk for look in looks if look.over() or look.findings(now)]
        if concerned:
            for name, count in _work_on(concerned, now).items():
                done[name] += count
    return done


@transaction.atomic
def _work_on(pks, now):
    list(Mentorship.objects.filter(pk__in=pks).select_for_update().order_by("pk").values_list("pk"))
    looks = _looks(signs.of(pks, now))
    over = [episode.pk for look in looks for episode in look.over()]
    Episode.objects.filter(pk__in=over).update(ended_at=now)
    steps = _record([finding for look in looks for finding in look.findings(now)], now)
    letters = notices.about_silence(steps, now)
    queue_all(letters, now)
    return {"ended": len(over), "steps": len(steps), "letters": len(letters)}


@dataclass
class Finding:
    """A silent side of a mentorship, and the steps it has reached and nobody recorded: each with when it was due."""

    mentorship: Mentorship
    side: str
    since: datetime
    steps: list[tuple[int, datetime]]

    @property
    def stretch(self):
        return self.mentorship.pk, self.side, self.since


@dataclass
class Look:
    """A running mentorship, and all that decides about its silence. ``episodes``: the open ones, with last step."""

    mentorship: Mentorship
    known: Signs
    time_off: dict[str, list[spans.Span]]
    episodes: list[Any] = field(default_factory=list)

    @cached_property
    def stretches(self):
        return present(self.mentorship, self.known, self.time_off)

    def over(self) -> list[Episode]:
        """The episodes that are no present stretch any more."""
        still = {(stretch.side, stretch.since) for stretch in self.stretches}
        return [episode for episode in self.episodes if (episode.side, episode.silent_since) not in still]

    def asked_about(self, now) -> list[tuple[Stretch, list[tuple[int, datetime]]]]:
        """The silences somebody may be reminded of now, each with the steps it has reached.

        None in a side's time off, none while an organizer lets it rest, none after the end.
        """
        if self.known.rests or self.mentorship.ends_at <= now:
            return []
        return [
            (stretch, stretch.reached(now))
            for stretch in self.stretches
            if not any(since <= now < until for since, until in self.time_off.get(stretch.side, []))
        ]

    def findings(self, now) -> list[Finding]:
        last = {(episode.side, episode.silent_since): episode.last_step for episode in self.episodes}
        found = []
        for stretch, reached in self.asked_about(now):
            recorded = last.get((stretch.side, stretch.since), 0)
            if steps := [(number, due_at) for number, due_at in reached if number > recorded]:
                found.append(Finding(self.mentorship, stretch.side, stretch.since, steps))
        return found


def _looks(found) -> list[Look]:
    """In three statements."""
    pks = [known.mentorship_id for known in found]
    mentorships = Mentorship.objects.select_related("cohort", "mentee", "project").in_bulk(pks)
    time_off, episodes = _time_off(pks), defaultdict(list)
    for episode in Episode.objects.open().filter(mentorship__in=pks).with_last_step():
        episodes[episode.mentorship_id].append(episode)
    return [
        Look(mentorships[known.mentorship_id], known, time_off[known.mentorship_id], episodes[known.mentorship_id])
        for known in found
    ]


def _time_off(pks):
    """``{mentorship: {side: [span]}}``."""
    time_off = defaultdict(lambda: defaultdict(list))
    for absence in Absence.objects.filter(mentorship__in=pks):
        time_off[absence.mentorship_id][absence.side].append(absence.span)
    return time_off


def _record(findings, now) -> list[Step]:
    """The new steps, each with its episode and that with its mentorship."""
    Episode.objects.bulk_create(
        [
            Episode(mentorship=finding.mentorship, side=finding.side, silent_since=finding.since, opened_at=now)
            for finding in findings
        ],
        ignore_conflicts=True,
    )
    mentorships = [finding.mentorship.pk for finding in findings]
    opened = Episode.objects.open().filter(mentorship__in=mentorships).with_last_step()
    episodes = {episode.stretch: episode for episode in opened}
    steps = []
    for finding in findings:
        episode = episodes.get(finding.stretch)
        if episode:
            episode.mentorship = finding.mentorship
            steps += [
                Step(episode=episode, number=number, due_at=due_at, recorded_at=now)
                for number, due_at in finding.steps
                if number > episode.last_step
            ]
    Step.objects.bulk_create(steps, ignore_conflicts=True)
    told = [step.episode.mentorship_id for step in steps if step.marks_at_risk]
    Mentorship.objects.filter(pk__in=told, at_risk_since=None).update(at_risk_since=now)
    return steps
