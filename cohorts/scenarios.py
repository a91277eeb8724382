"""Cohorts as they come about, through the real verbs: for tests, benchmarks and the demo. All people are invented."""

from datetime import UTC, date, datetime, time, timedelta

from amp_portal.users.scenarios import person

from . import schedule, sides


def cohort(slug="amp-2027", *, kickoff=date(2027, 6, 15), now=None, lead=None, published=True, **fields):
    """A cohort of the AMP template with a lead organizer, set up at ``now`` (half a year before kickoff)."""
    now = now or datetime.combine(kickoff, time(), UTC) - timedelta(days=180)
    fields.setdefault("name", f"AMP {kickoff.year}")
    fields.setdefault("conduct_url", "https://example.org/code-of-conduct")
    made = schedule.create_from_template(slug=slug, kickoff=kickoff, **fields)
    lead = lead or person("Lea Lindqvist", email=f"lead-{slug}@example.org")
    sides.give_organizer(made, lead, now=now, is_lead=True, contact=lead.email)
    if published:
        made.publish(by=lead, now=now)
    return made


def instant(cohort, kind, *, edge="starts_at", days=0):
    """An instant relative to a phase: so many days after it opens (or after its other ``edge``, ``ends_at``)."""
    return getattr(cohort.window(kind), edge) + timedelta(days=days)
