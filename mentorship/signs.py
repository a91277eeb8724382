"""When the sides of running mentorships last gave which sign: what ``stretches`` works out their silence from.

In one statement, whatever their number. It is written as SQL because its parts build on each other, which the ORM would
work out again for each use.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from .states import ASKING, MENTEE_SIGNS, MENTORS_SIGNS

_DIALECTS = {
    "postgresql": {"latest": "GREATEST", "seconds": "EXTRACT(EPOCH FROM {})"},
    "sqlite": {"latest": "MAX", "seconds": "CAST(strftime('%%s', {}) AS INTEGER)"},
}

# {kinds…}: placeholders.
_SIGNS = """
WITH heard AS (
    SELECT entry.mentorship_id,
        MAX(CASE WHEN entry.side IN ('mentee', 'both') AND entry.kind IN ({mentee_signs}) THEN entry.posted_at END)
            AS mentee_at,
        MAX(CASE WHEN entry.side IN ('mentors', 'both') AND entry.kind IN ({mentors_signs}) THEN entry.posted_at END)
            AS mentors_at,
        MAX(CASE WHEN entry.kind IN ({asking}) THEN entry.posted_at END) AS asked_at,
        MIN(CASE WHEN entry.kind IN ({asking}) AND entry.answered_by_id IS NULL THEN entry.posted_at END)
            AS unanswered_at
    FROM mentorship_entry entry
    JOIN mentorship_mentorship mentorship ON mentorship.id = entry.mentorship_id
    WHERE mentorship.state = 'active' AND {chosen}
    GROUP BY entry.mentorship_id
), known AS (
    SELECT mentorship.id, mentorship.ends_at, heard.mentors_at, heard.asked_at, heard.unanswered_at,
        COALESCE({latest}(heard.mentee_at, mentorship.seen_on_github_at), heard.mentee_at, mentorship.seen_on_github_at)
            AS mentee_at,
        {latest}(mentorship.starts_at, mentorship.created_at) AS counts_from,
        (mentorship.cadence - 1) * cohort.nudge_after + cohort.nudge_after AS nudge_after, cohort.answer_nudge_after,
        EXISTS (
            SELECT 1 FROM mentorship_snooze snooze
            WHERE snooze.mentorship_id = mentorship.id AND snooze.ended_at IS NULL AND snooze.until > %(now)s
        ) AS rests
    FROM mentorship_mentorship mentorship
    JOIN cohorts_cohort cohort ON cohort.id = mentorship.cohort_id
    LEFT JOIN heard ON heard.mentorship_id = mentorship.id
    WHERE mentorship.state = 'active' AND {chosen}
)
SELECT id, mentee_at, mentors_at, asked_at, (
        SELECT MIN(entry.posted_at) FROM mentorship_entry entry
        WHERE entry.mentorship_id = known.id AND entry.side IN ('mentors', 'both')
            AND entry.kind IN ({mentors_signs}) AND entry.posted_at >= known.asked_at
    ) AS reacted_at, unanswered_at, rests
FROM known
WHERE {worth_a_look}
ORDER BY id
"""

# What can't have reached a first step needs no closer look, unless there is a silence that may be over.
_LATE = """
id IN (SELECT mentorship_id FROM mentorship_episode WHERE ended_at IS NULL) OR NOT rests AND ends_at > %(now)s AND (
    {heard_seconds} <= {now_seconds} - nudge_after * 86400
    OR {unanswered_seconds} <= {now_seconds} - answer_nudge_after * 86400
        AND (mentors_at IS NULL OR {mentors_seconds} <= {now_seconds} - answer_nudge_after * 86400)
)
"""


@dataclass(frozen=True)
class Signs:
    """What is known of a mentorship's sides: instants, all but the first perhaps None.

    - ``mentee_at``, ``mentors_at``: the last sign of life of each side
    - ``asked_at``: the mentee's newest update or question; ``reacted_at``: the mentors' first sign since then
    - ``unanswered_at``: the oldest update or question without an answer
    - ``rests``: an organizer lets nobody be reminded now
    """

    mentorship_id: int
    mentee_at: datetime | None = None
    mentors_at: datetime | None = None
    asked_at: datetime | None = None
    reacted_at: datetime | None = None
    unanswered_at: datetime | None = None
    rests: bool = False


def worth_a_look(now: datetime) -> list[Signs]:
    """Of every running mentorship that may have reached a step, or that has an open episode of silence."""
    return _read(now, worth_a_look=_LATE)


def of(mentorships: Iterable[int], now: datetime) -> list[Signs]:
    """Of those of these that are running."""
    return _read(now, list(mentorships))


def _read(now, among=None, worth_a_look="1 = 1"):
    sql, params = statement(now, among, worth_a_look)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [Signs(pk, *map(_instant, instants), bool(rests)) for pk, *instants, rests in cursor.fetchall()]


def statement(now: datetime, among: list[int] | None = None, worth_a_look: str = _LATE):
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
        "mentee_signs": placeholders("mentee_sign", MENTEE_SIGNS),
        "mentors_signs": placeholders("mentors_sign", MENTORS_SIGNS),
        "asking": placeholders("ask", ASKING),
        "heard_seconds": seconds("COALESCE(mentee_at, counts_from)"),
        "mentors_seconds": seconds("mentors_at"),
        "unanswered_seconds": seconds("unanswered_at"),
        "now_seconds": seconds("CAST(%(now)s AS timestamptz)" if connection.vendor == "postgresql" else "%(now)s"),
        "chosen": "1 = 1",
    }
    if among is not None:
        parts["chosen"] = f"mentorship.id IN ({placeholders('pk', among) or 'NULL'})"
    parts["worth_a_look"] = worth_a_look.format(**parts)
    return _SIGNS.format(**parts), params


def _instant(value):
    """SQLite gives instants as text, without a zone."""
    return value if value is None or isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)
