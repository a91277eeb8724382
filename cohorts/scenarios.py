"""Cohorts as they come about, through the real verbs: for tests, benchmarks and the demo. All people are invented."""

from datetime import UTC, date, datetime, time, timedelta

from amp_portal.users import scenarios as users
from amp_portal.users.scenarios import person

from . import schedule, sides
from .models import MentorApplication, NameCheck, Project
from .proposal import Proposal


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


def _during_call(cohort, now):
    """``now``, or where the call for mentors and ideas is not open then, its nearest instant."""
    call = cohort.window("mentor_call")
    return min(max(now, call.starts_at), call.ends_at - timedelta(minutes=1))


def _lead(cohort):
    return cohort.leads()[0].person


def mentor_answers(**answers):
    """What somebody tells us who wants to mentor."""
    return {
        "experience": "I maintain a small tool of the community and helped two newcomers with their first release.",
        "availability": "Six hours a week, away in the first week of August.",
        "style": "A call every week, and everything written in issues.",
        "hours_from": time(9),
        "hours_until": time(17),
        "is_contributor": True,
        "is_adult": True,
        "in_no_program": True,
    } | answers


def mentor(cohort, person=None, *, now):
    """A mentor who applied to the call and was approved by the lead. Outside the call: at its nearest instant."""
    return _approved_mentor(cohort, person or users.person("Mira Finch"), now)


def _approved_mentor(cohort, person, now):
    at = _during_call(cohort, now)
    application = MentorApplication.apply(cohort, person, mentor_answers(), now=at)
    application.approve(by=_lead(cohort), now=at)
    return person


def proposal(title="Faster parser for large documents", **fields):
    """A complete text for a project idea."""
    text = {
        "summary": "Large documents take seconds to parse. We want that to be **milliseconds**.",
        "goals": "- Parsing a 5 MB document takes less than 200 ms\n- Every release runs the benchmark",
        "repository": "https://github.com/asyncapi/parser-js",
        "licence": "Apache-2.0",
        "setup": "The README's section on development, and a call with your mentor in the first week.",
        "onboarding": "Join the Slack channel\nBuild the project\nRun its tests",
        "skills": ("TypeScript", "Testing"),
        "milestones": (
            (2, "Triage the issues labelled performance"),
            (6, "A benchmark in continuous integration"),
            (11, "The first fast path is released"),
            (16, "Review and release a newcomer's contribution"),
        ),
        "tasks": (("Measure where time goes", "https://github.com/asyncapi/parser-js/issues/1"),),
    }
    return Proposal(title=title, **(text | fields))


def project(
    cohort,
    mentor=None,
    *,
    now,
    title="Faster parser for large documents",
    approved=True,
    skills=("TypeScript", "Testing"),
    sponsored_slots=1,
    **fields,
):
    """A project idea of a mentor (a new one where none is given), submitted, and approved by the cohort's lead.

    ``fields`` are those of a Proposal. Outside the call everything happens at its nearest instant. In a volunteer
    cohort ``sponsored_slots`` are volunteer places.
    """
    lead_mentor = mentor or _approved_mentor(cohort, users.person("Mira Finch"), now)
    at = _during_call(cohort, now)
    if cohort.mode == cohort.Mode.VOLUNTEER:
        fields["volunteer_slots"] = fields.get("volunteer_slots", 0) + sponsored_slots
        sponsored_slots = 0
    text = proposal(title, skills=tuple(skills), sponsored_slots=sponsored_slots, **fields)
    made = Project.propose(cohort, text, by=lead_mentor, now=at)
    made.submit(by=lead_mentor, now=at)
    if approved:
        made.approve(by=_lead(cohort), now=at)
    return made


def renamed(cohort, person, name, *, now, words="Welcome under your new name."):
    """Somebody with a place or a role calls themselves differently, and the first lead confirms it."""
    person.name = name
    person.save(update_fields=["name"])
    lead = cohort.leads()[0].person
    check = NameCheck.take(cohort.participations.get(person=person), by=lead, now=now)
    check.confirm(by=lead, now=now, words=words)
    return check
