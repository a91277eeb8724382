"""Whose turn it is in each running mentorship, since when that side has been silent, and which steps that makes due.

In one statement, whatever their number. PROGRAM.md, Gone silent; how it is read:

- Nothing counts before kickoff, nor before the mentee accepted; nothing of a side's own absence counts either.
- While an update or question of the mentee waits for the mentors, it is the mentors' turn: their silence counts from
  the oldest one since their last sign of life. The mentee's steps wait meanwhile.
- Otherwise it is the mentee's turn: their silence counts from their last sign of life or, where that was later, from
  the mentors' first reaction to what they asked. Later unasked signs of the mentors change nothing, or a mentor who
  writes every week would hide a mentee who fell silent.
- With updates every two weeks all steps of a mentee come later by the days of the first (8, 11, 18 become 16, 19, 26).

It is written as SQL because each part builds on the one before, which the ORM would work out again for each use.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from .states import ASKING, MENTEE_SIGNS, MENTORS_SIGNS

_DIALECTS = {
    "postgresql": {"latest": "GREATEST", "earliest": "LEAST", "seconds": "EXTRACT(EPOCH FROM {})"},
    "sqlite": {"latest": "MAX", "earliest": "MIN", "seconds": "CAST(strftime('%%s', {}) AS INTEGER)"},
}

# {kinds…}: placeholders. A step is reached on the second: whoever needs it to the microsecond looks at ``due_at``.
_STRETCHES = """
WITH heard AS (
    SELECT entry.mentorship_id,
        MAX(CASE WHEN entry.side IN ('mentee', 'both') AND entry.kind IN ({mentee_signs}) THEN entry.posted_at END)
            AS mentee_at,
        MAX(CASE WHEN entry.side IN ('mentors', 'both') AND entry.kind IN ({mentors_signs}) THEN entry.posted_at END)
            AS mentors_at,
        MAX(CASE WHEN entry.kind IN ({asking}) THEN entry.posted_at END) AS asked_at
    FROM mentorship_entry entry
    JOIN mentorship_mentorship mentorship ON mentorship.id = entry.mentorship_id
    WHERE mentorship.state = 'active' AND {chosen}
    GROUP BY entry.mentorship_id
), turn AS (
    SELECT mentorship.id, mentorship.ends_at, heard.mentors_at, heard.asked_at,
        COALESCE({latest}(heard.mentee_at, mentorship.seen_on_github_at), heard.mentee_at, mentorship.seen_on_github_at)
            AS mentee_at,
        {latest}(mentorship.starts_at, mentorship.created_at) AS counts_from,
        CASE WHEN heard.asked_at > heard.mentors_at OR (heard.asked_at IS NOT NULL AND heard.mentors_at IS NULL)
            THEN 'mentors' ELSE 'mentee' END AS side,
        (mentorship.cadence - 1) * cohort.nudge_after AS slower,
        cohort.nudge_after, cohort.second_nudge_after, cohort.at_risk_after,
        cohort.answer_nudge_after, cohort.answer_escalate_after
    FROM mentorship_mentorship mentorship
    JOIN cohorts_cohort cohort ON cohort.id = mentorship.cohort_id
    LEFT JOIN heard ON heard.mentorship_id = mentorship.id
    WHERE mentorship.state = 'active' AND {chosen}
), silent AS (
    SELECT turn.*,
        CASE WHEN side = 'mentors' THEN {latest}(counts_from, (
            SELECT MIN(entry.posted_at) FROM mentorship_entry entry
            WHERE entry.mentorship_id = turn.id AND entry.side = 'mentee' AND entry.kind IN ({asking})
                AND (turn.mentors_at IS NULL OR entry.posted_at > turn.mentors_at)
        )) ELSE {latest}(counts_from, COALESCE(mentee_at, counts_from), COALESCE((
            SELECT MIN(entry.posted_at) FROM mentorship_entry entry
            WHERE entry.mentorship_id = turn.id AND entry.side IN ('mentors', 'both')
                AND entry.kind IN ({mentors_signs}) AND entry.posted_at >= turn.asked_at
        ), counts_from)) END AS since
    FROM turn
    WHERE {worth_a_look}
), counted AS (
    SELECT silent.*,
        {now_seconds} - {since_seconds} - COALESCE((
            SELECT SUM({earliest}({away_until_seconds}, {now_seconds})
                - {latest}({away_since_seconds}, {since_seconds}))
            FROM mentorship_absence absence
            WHERE absence.mentorship_id = silent.id AND absence.side = silent.side
                AND absence.ends_at > silent.since AND absence.starts_at < %(now)s
        ), 0) AS seconds,
        EXISTS (
            SELECT 1 FROM mentorship_absence absence
            WHERE absence.mentorship_id = silent.id AND absence.side = silent.side
                AND absence.starts_at <= %(now)s AND absence.ends_at > %(now)s
        ) OR EXISTS (
            SELECT 1 FROM mentorship_snooze snooze
            WHERE snooze.mentorship_id = silent.id AND snooze.ended_at IS NULL AND snooze.until > %(now)s
        ) AS rests
    FROM silent
), stepped AS (
    SELECT counted.*,
        CASE WHEN side = 'mentors' THEN
            CASE WHEN seconds >= answer_nudge_after * 86400 THEN 1 ELSE 0 END
            + CASE WHEN seconds >= answer_escalate_after * 86400 THEN 1 ELSE 0 END
        ELSE
            CASE WHEN seconds >= (nudge_after + slower) * 86400 THEN 1 ELSE 0 END
            + CASE WHEN seconds >= (second_nudge_after + slower) * 86400 THEN 1 ELSE 0 END
            + CASE WHEN seconds >= (at_risk_after + slower) * 86400 THEN 1 ELSE 0 END
        END AS reached
    FROM counted
)
"""

_DUE = """
SELECT stepped.id, stepped.side, stepped.since, stepped.reached
FROM stepped
LEFT JOIN mentorship_episode episode
    ON episode.mentorship_id = stepped.id AND episode.side = stepped.side AND episode.silent_since = stepped.since
WHERE stepped.reached > 0 AND NOT stepped.rests AND stepped.ends_at > %(now)s AND episode.ended_at IS NULL
    AND stepped.reached > COALESCE((
        SELECT MAX(step.number) FROM mentorship_step step WHERE step.episode_id = episode.id
    ), 0)
ORDER BY stepped.id
"""

_NUDGEABLE = """
SELECT id, side, since, reached FROM stepped WHERE NOT rests AND ends_at > %(now)s
"""

_OVER = """
SELECT episode.id, episode.mentorship_id
FROM mentorship_episode episode
LEFT JOIN silent
    ON silent.id = episode.mentorship_id AND silent.side = episode.side AND silent.since = episode.silent_since
WHERE episode.ended_at IS NULL AND silent.id IS NULL AND {among}
ORDER BY episode.mentorship_id
"""

# What can't have reached the first step needs no closer look.
_LATE = """(side = 'mentors' OR {heard_seconds} <= {now_seconds} - (nudge_after + slower) * 86400)"""
_WITH_EPISODE = "mentorship.id IN (SELECT mentorship_id FROM mentorship_episode WHERE ended_at IS NULL)"


@dataclass(frozen=True)
class Stretch:
    """One side's present silence: since when, and how many steps it has reached."""

    mentorship_id: int
    side: str
    since: datetime
    reached: int


def due(now: datetime, among: Iterable[int] | None = None) -> list[Stretch]:
    """Those with a step that is reached and not recorded. Nobody on leave, nobody snoozed, nothing that has ended."""
    return _read(*statement(_DUE, now, among, worth_a_look=_LATE))


def nudgeable(mentorship_id: int, now: datetime) -> Stretch | None:
    """The present stretch of a mentorship, None where nobody is to be reminded of anything now."""
    return next(iter(_read(*statement(_NUDGEABLE, now, [mentorship_id]))), None)


def over(now: datetime, among: Iterable[int] | None = None) -> list[tuple[int, int]]:
    """Open episodes that are no present stretch any more: their id and that of their mentorship."""
    sql, params = statement(_OVER, now, among, chosen=_WITH_EPISODE)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def statement(ending: str, now: datetime, among=None, *, worth_a_look="1 = 1", chosen="1 = 1"):
    """The SQL and its parameters."""
    dialect = _DIALECTS[connection.vendor]
    params = {"now": connection.ops.adapt_datetimefield_value(now)}

    def placeholders(name, values):
        keys = [f"{name}_{number}" for number, _value in enumerate(values)]
        params.update(zip(keys, values, strict=True))
        return ", ".join(f"%({key})s" for key in keys)

    def seconds(expression):
        return dialect["seconds"].format(expression)

    parts = {
        "latest": dialect["latest"],
        "earliest": dialect["earliest"],
        "mentee_signs": placeholders("mentee_sign", MENTEE_SIGNS),
        "mentors_signs": placeholders("mentors_sign", MENTORS_SIGNS),
        "asking": placeholders("ask", ASKING),
        "since_seconds": seconds("since"),
        "heard_seconds": seconds("COALESCE(mentee_at, counts_from)"),
        "away_since_seconds": seconds("absence.starts_at"),
        "away_until_seconds": seconds("absence.ends_at"),
        "now_seconds": seconds("CAST(%(now)s AS timestamptz)" if connection.vendor == "postgresql" else "%(now)s"),
        "chosen": chosen,
        "among": "1 = 1",
    }
    if among is not None:
        pks = placeholders("pk", list(among)) or "NULL"
        parts["chosen"], parts["among"] = f"mentorship.id IN ({pks})", f"episode.mentorship_id IN ({pks})"
    parts["worth_a_look"] = worth_a_look.format(**parts)
    return (_STRETCHES + ending).format(**parts), params


def _read(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [Stretch(pk, side, _instant(since), reached) for pk, side, since, reached in cursor.fetchall()]


def _instant(value):
    """SQLite gives instants as text, without a zone."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)
