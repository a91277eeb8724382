"""Gone silent (PROGRAM.md): somebody asks “are you all right?” before anybody judges.

Days are elapsed days of 24 hours, whatever the clocks do. Who is silent since when says ``stretches``.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from amp_portal import sweeps
from amp_portal.outbox.letters import queue_all

from . import notices, spans, stretches
from .models import Absence, Episode, Mentorship, Step

AT_ONCE = 500  # mentorships worked on at a time: what a sweep holds in memory stays small

Side = Episode.Side


def days_of(mentorship, side) -> tuple[int, ...]:
    """The days of silence at which each step of a side is due. The mentorship comes with its cohort."""
    cohort = mentorship.cohort
    if side == Side.MENTORS:
        return cohort.answer_nudge_after, cohort.answer_escalate_after
    slower = (mentorship.cadence - 1) * cohort.nudge_after
    return tuple(days + slower for days in (cohort.nudge_after, cohort.second_nudge_after, cohort.at_risk_after))


def is_still_silent(episode, now) -> bool:
    """Whether a letter about an episode is still due: asked once more when it is about to be sent."""
    if episode.ended_at is not None:
        return False
    stretch = stretches.nudgeable(episode.mentorship_id, now)
    return stretch is not None and (stretch.side, stretch.since) == (episode.side, episode.silent_since)


@sweeps.sweep("silence")
def sweep(now: datetime) -> dict:
    """Record every step that is due and was not recorded, end what is over, queue the letters.

    The database finds what seems to need something; that is locked and looked at once more. The number of statements
    does not depend on the number of mentorships, only on how many hundreds of them need something at once.
    """
    done = {"ended": 0, "steps": 0, "letters": 0}
    concerned = {stretch.mentorship_id for stretch in stretches.due(now)}
    concerned |= {mentorship_id for _episode, mentorship_id in stretches.over(now)}
    pks = sorted(concerned)
    for start in range(0, len(pks), AT_ONCE):
        for name, count in _work_on(pks[start : start + AT_ONCE], now).items():
            done[name] += count
    return done


@transaction.atomic
def _work_on(pks, now):
    list(Mentorship.objects.filter(pk__in=pks).select_for_update().order_by("pk").values_list("pk"))
    over = [episode for episode, _mentorship in stretches.over(now, pks)]
    Episode.objects.filter(pk__in=over).update(ended_at=now)
    steps = _record(_findings(stretches.due(now, pks), now), now)
    letters = notices.about_silence(steps, now)
    queue_all(letters, now)
    return {"ended": len(over), "steps": len(steps), "letters": len(letters)}


@dataclass
class Finding:
    """A silent side of a mentorship, and the steps it has reached: each with its number and when it was due."""

    mentorship: Mentorship
    side: str
    since: datetime
    steps: list[tuple[int, datetime]]

    @property
    def stretch(self):
        return self.mentorship.pk, self.side, self.since


def _findings(found, now) -> list[Finding]:
    """The same, with the instants at which steps were due. Two statements."""
    pks = [stretch.mentorship_id for stretch in found]
    mentorships = Mentorship.objects.select_related("cohort", "mentee", "project").in_bulk(pks)
    away = defaultdict(list)
    for absence in Absence.objects.filter(mentorship__in=pks):
        away[absence.mentorship_id, absence.side].append(absence.span)
    findings = []
    for stretch in found:
        mentorship = mentorships[stretch.mentorship_id]
        without = away[stretch.mentorship_id, stretch.side]
        steps = [
            (number, spans.after(stretch.since, timedelta(days=days), without))
            for number, days in enumerate(days_of(mentorship, stretch.side), 1)
        ]
        reached = [(number, due_at) for number, due_at in steps if number <= stretch.reached and due_at <= now]
        findings.append(Finding(mentorship, stretch.side, stretch.since, reached))
    return findings


def _record(findings, now) -> list[Step]:
    """The new steps, each with its episode and that with its mentorship."""
    Episode.objects.bulk_create(
        [
            Episode(mentorship=finding.mentorship, side=finding.side, silent_since=finding.since, opened_at=now)
            for finding in findings
            if finding.steps
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
