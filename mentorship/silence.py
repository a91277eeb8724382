"""Gone silent (PROGRAM.md): somebody asks “are you all right?” before anybody judges.

The rule is pure. How it reads the reference:

- Days are elapsed days of 24 hours, whatever the clocks do. Nothing counts before kickoff, nor before the mentee
  accepted.
- The mentee's silence counts from their last sign of life. While an update or question of theirs waits for the mentors,
  their steps wait too, and the time they waited is not held against them: once the mentors react, it counts from that
  first reaction. Later unasked signs of the mentors change nothing, or a mentor who writes every week would hide a
  mentee who fell silent.
- The mentors' silence counts from the oldest update or question since their last sign of life; where nothing waits,
  they are not silent.
- With updates every two weeks all steps of a mentee come later by the days of the first (8, 11, 18 become 16, 19, 26).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from amp_portal import sweeps
from amp_portal.outbox.letters import queue_all

from . import notices
from .models import Episode, Mentorship, Step

Side = Episode.Side


@dataclass(frozen=True)
class Facts:
    """What the rule looks at: aware instants (see ``MentorshipQuerySet.with_signs``) and days of silence per step."""

    counts_from: datetime
    mentee_heard_at: datetime | None
    asked_at: datetime | None
    answered_at: datetime | None
    waiting_since: datetime | None
    mentee_days: tuple[int, ...]
    mentors_days: tuple[int, ...]


def facts_of(mentorship) -> Facts:
    """The facts of a mentorship that comes ``with_signs()`` and its cohort."""
    cohort = mentorship.cohort
    slower = (mentorship.cadence - 1) * cohort.nudge_after
    return Facts(
        counts_from=mentorship.counts_from,
        mentee_heard_at=mentorship.mentee_heard_at,
        asked_at=mentorship.asked_at,
        answered_at=mentorship.answered_at,
        waiting_since=mentorship.waiting_since,
        mentee_days=(
            cohort.nudge_after + slower,
            cohort.second_nudge_after + slower,
            cohort.at_risk_after + slower,
        ),
        mentors_days=(cohort.answer_nudge_after, cohort.answer_escalate_after),
    )


def silent_since(facts: Facts) -> dict[str, datetime]:
    """Since when each side is silent; a side whose steps wait, or from whom nothing is awaited, is not in it."""
    if facts.asked_at and not facts.answered_at:
        return {Side.MENTORS: max(facts.waiting_since or facts.asked_at, facts.counts_from)}
    instants = (facts.counts_from, facts.mentee_heard_at, facts.answered_at)
    return {Side.MENTEE: max(instant for instant in instants if instant)}


def steps_due(facts: Facts, side: str, now: datetime) -> list[tuple[int, datetime]]:
    """``(number, due_at)`` of every step of the side that is due, oldest first."""
    since = silent_since(facts).get(side)
    if since is None:
        return []
    days = facts.mentee_days if side == Side.MENTEE else facts.mentors_days
    due = [(number, since + timedelta(days=day)) for number, day in enumerate(days, 1)]
    return [(number, due_at) for number, due_at in due if due_at <= now]


def is_still_silent(episode, now) -> bool:
    """Whether a letter about an episode is still due: asked once more when it is about to be sent."""
    mentorship = (
        Mentorship.objects.under_way(now).with_signs().select_related("cohort").filter(pk=episode.mentorship_id).first()
    )
    return (
        mentorship is not None
        and episode.ended_at is None
        and silent_since(facts_of(mentorship)).get(episode.side) == episode.silent_since
    )


@dataclass
class Finding:
    """What a sweep has to record about one side of one mentorship: new steps, as ``steps_due`` gives them."""

    mentorship: Mentorship
    side: str
    since: datetime
    steps: list[tuple[int, datetime]]

    @property
    def stretch(self):
        return self.mentorship.pk, self.side, self.since


@sweeps.sweep("silence")
def sweep(now: datetime) -> dict:
    """Record every step that is due and was not recorded, end what is over, queue the letters.

    Looks first, without a lock; what then seems to need something is locked and looked at once more. The number of
    statements does not depend on the number of mentorships (rows are inserted in batches).
    """
    findings, over = _look(Mentorship.objects.active(), Episode.objects.open(), now)
    concerned = {finding.mentorship.pk for finding in findings} | {episode.mentorship_id for episode in over}
    if not concerned:
        return {"ended": 0, "steps": 0, "letters": 0}
    with transaction.atomic():
        locked = Mentorship.objects.filter(pk__in=concerned)
        list(locked.select_for_update().order_by("pk").values_list("pk"))
        findings, over = _look(locked.active(), Episode.objects.open().filter(mentorship__in=concerned), now)
        Episode.objects.filter(pk__in=[episode.pk for episode in over]).update(ended_at=now)
        steps = _record(findings, now)
        letters = notices.about_silence(steps)
        queue_all(letters, now)
    return {"ended": len(over), "steps": len(steps), "letters": len(letters)}


def _look(mentorships, open_episodes, now):
    """What is to be recorded about the mentorships, and the open episodes that a sign of life has ended."""
    recorded = {episode.stretch: episode for episode in open_episodes.with_last_step()}
    findings = []
    for mentorship in mentorships.with_signs().select_related("cohort", "mentee", "project").order_by("pk"):
        facts = facts_of(mentorship)
        for side, since in silent_since(facts).items():
            episode = recorded.pop((mentorship.pk, side, since), None)
            done = episode.last_step if episode else 0
            steps = [step for step in steps_due(facts, side, now) if step[0] > done]
            if steps and now < mentorship.ends_at:
                findings.append(Finding(mentorship, side, since, steps))
    return findings, list(recorded.values())


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
    episodes = {episode.stretch: episode for episode in Episode.objects.open().filter(mentorship__in=mentorships)}
    steps = []
    for finding in findings:
        episode = episodes.get(finding.stretch)
        if episode:  # none where this very silence was ended by hand
            episode.mentorship = finding.mentorship
            steps += [Step(episode=episode, number=number, due_at=at, recorded_at=now) for number, at in finding.steps]
    Step.objects.bulk_create(steps, ignore_conflicts=True)
    told = [step.episode.mentorship_id for step in steps if step.marks_at_risk]
    Mentorship.objects.filter(pk__in=told, at_risk_since=None).update(at_risk_since=now)
    return steps
