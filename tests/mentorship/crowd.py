"""Many mentorships at once, as rows: for tests of cost."""

from django.db.models import F

from amp_portal.users.models import Person
from applications.models import Application, Offer, Version
from cohorts.models import Participation, Project
from mentorship.models import Entry, Leave, Mentorship
from mentorship.models.leave import rewrite


def join(example, count):
    """``count`` more mentorships like the example, of the same project."""
    people = Person.objects.bulk_create(Person(name=f"Mentee {number:03}") for number in range(count))
    drafts = Application.objects.bulk_create(Application(cohort=example.cohort, person=person) for person in people)
    versions = Version.objects.bulk_create(
        Version(application=application, submitted_at=example.created_at, judged_at=example.created_at)
        for application in drafts
    )
    for application, version in zip(drafts, versions, strict=True):
        application.submitted_version = version
        application.state = "accepted"
    Application.objects.bulk_update(drafts, ["submitted_version", "state"])
    return Mentorship.objects.bulk_create(
        Mentorship(
            application=application,
            project=example.project,
            cohort=example.cohort,
            mentee=application.person,
            track=example.track,
            starts_at=example.starts_at,
            ends_at=example.ends_at,
            created_at=example.created_at,
        )
        for application in drafts
    )


def with_places(mentorships):
    """The same ones, with the offers that were accepted and the places people hold: then all tables agree."""
    first = mentorships[0]
    said = {"project": first.project, "track": first.track, "answer": "accepted", "is_grandfathered": True}
    dates = {"offered_by": first.mentee, "offered_at": first.created_at, "answer_by": first.created_at}
    Offer.objects.bulk_create(Offer(application=each.application, **said, **dates) for each in mentorships)
    place = {"cohort": first.cohort, "project": first.project, "side": "contributor", "outcome": "active"}
    run = {"since": first.starts_at.date(), "until": first.ends_at.date()}
    Participation.objects.bulk_create(Participation(person=each.mentee, **place, **run) for each in mentorships)
    taken = F(f"{first.track}_taken") + len(mentorships)
    Project.objects.filter(pk=first.project_id).update(**{f"{first.track}_taken": taken, f"{first.track}_slots": taken})
    return mentorships


def ask(mentorships, at):
    """A question in each."""
    Entry.objects.bulk_create(
        Entry(
            mentorship=mentorship,
            kind="question",
            side="mentee",
            author=mentorship.mentee,
            posted_at=at,
            body="May I?",
            once=f"crowd-{mentorship.pk}",
        )
        for mentorship in mentorships
    )


def on_leave(cohort, whose, *, by, now):
    """``whose``: ``[(person or None, first day, last day)]``, each in the person's own zone. Nobody is told."""
    leaves = []
    for person, starts_on, ends_on in whose:
        zone = person.time_zone if person and person.time_zone else cohort.time_zone
        leave = Leave(
            cohort=cohort, person=person, starts_on=starts_on, time_zone=zone, declared_by=by, declared_at=now
        )
        leave.set_end(ends_on)
        leaves.append(leave)
    Leave.objects.bulk_create(leaves)
    rewrite(Mentorship.objects.filter(cohort=cohort))
    return leaves
