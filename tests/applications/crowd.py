"""Many applications at once, as rows like those of one that came about by the verbs: for what asks after cost."""

from copy import copy
from random import Random

from allauth.account.models import EmailAddress

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.users.models import Person, User
from amp_portal.users.scenarios import person
from applications.models import Application, ApplicationMove, Choice, EligibilityCheck, Review, Version
from cohorts.models import Project

BATCH = 500
CHOSEN = 3


def season(slug="amp-2027", projects=8, slots=3):
    """``(cohort, projects, a mentor of all of them, its lead, now)`` while applications are open."""
    cohort = cohorts.cohort(slug)
    now = cohorts.instant(cohort, "applications", days=2)
    applying.fresh_roster(now)
    mentor = cohorts.mentor(cohort, person("Mira Finch"), now=now)
    made = [
        cohorts.project(cohort, mentor, now=now, title=f"Project {number:02}", sponsored_slots=slots)
        for number in range(projects)
    ]
    return cohort, made, mentor, applying.organizer(cohort), now


def apply(cohort, projects, mentor, count, now, *, waiting=0):
    """``count`` applications with the mentors, scored for each choice; the first ``waiting`` wait for screening."""
    random = Random(1)
    example = applying.in_review(cohort, person("Example", now=now), projects=projects[:CHOSEN], now=now)
    people = Person.objects.bulk_create(
        (Person(name=f"Applicant {number:04}", email=f"a{number}@example.org") for number in range(count - 1)), BATCH
    )
    drafts = [_like(example, person=each, submitted_version=None, state="draft") for each in people]
    Application.objects.bulk_create(drafts, BATCH)
    versions = [_like(example.submitted_version, application=application) for application in drafts]
    Version.objects.bulk_create(versions, BATCH)
    for number, (application, version) in enumerate(zip(drafts, versions, strict=True)):
        application.submitted_version = version
        application.state = "submitted" if number < waiting else "in_review"
    Application.objects.bulk_update(drafts, ["submitted_version", "state"], BATCH)
    _choose(example, drafts, projects, random)
    for model, owner in ((ApplicationMove, "of"), (EligibilityCheck, "application")):
        rows = list(model.objects.filter(**{owner: example}))
        model.objects.bulk_create((_like(row, **{owner: each}) for each in drafts for row in rows), BATCH)
    _score([example, *drafts[waiting:]], mentor, random, now)
    return [example, *drafts]


def drafts(example, count):
    """``count`` more drafts like it, of people who have an account and proved their address and their GitHub login."""
    proved = {"time_zone": "UTC", "github_proved_at": example.person.github_proved_at}
    people = Person.objects.bulk_create(
        (
            Person(name=f"Applicant {n:04}", email=f"a{n}@example.org", github_login=f"a{n}", github_id=n, **proved)
            for n in range(1, count + 1)
        ),
        BATCH,
    )
    like = example.person.user
    accounts = User.objects.bulk_create((_like(like, email=each.email, person=each) for each in people), BATCH)
    EmailAddress.objects.bulk_create(
        (EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in accounts), BATCH
    )
    made = Application.objects.bulk_create((_like(example, person=each) for each in people), BATCH)
    text = example.draft()
    versions = Version.objects.bulk_create((_like(text, application=each) for each in made), BATCH)
    _below(versions, text.links.all(), "version")
    _below(versions, text.commitments.all(), "version")
    for choice in text.choices.all():
        _below(_below(versions, [choice], "version"), choice.steps.all(), "choice")
    return made


def _below(parents, rows, parent):
    """Copies of the rows below each of the parents."""
    rows = list(rows)
    copies = (_like(row, **{parent: each}) for each in parents for row in rows)
    return type(rows[0]).objects.bulk_create(copies, BATCH)


def _choose(example, drafts, projects, random):
    model = list(example.submitted_version.choices.order_by("rank"))
    chosen = ((application, random.sample(projects, CHOSEN)) for application in drafts)
    Choice.objects.bulk_create(
        (
            _like(like, version=application.submitted_version, project=project)
            for application, picked in chosen
            for like, project in zip(model, picked, strict=True)
        ),
        BATCH,
    )


def _score(applications, mentor, random, now):
    choices = Choice.objects.filter(version__submitted_for__in=[application.pk for application in applications])
    Review.objects.bulk_create(
        (
            Review(
                application_id=application,
                project_id=project,
                reviewer=mentor,
                saved_at=now,
                **{criterion: random.randint(1, 5) for criterion in Review.CRITERIA},
            )
            for application, project in choices.values_list("version__application", "project")
        ),
        BATCH,
    )


def _like(row, **changes):
    """An unsaved copy."""
    made = copy(row)
    made._state = copy(row._state)
    made._state.fields_cache = {}
    made.pk, made._state.adding = None, True
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def more_projects(cohort, example, count):
    """``count`` more projects like it, with its mentors, as rows."""
    made = Project.objects.bulk_create(
        _like(example, title=f"Idea {number:03}", slug=f"idea-{number}") for number in range(count)
    )
    for role in example.mentors.all():
        type(role).objects.bulk_create(_like(role, project=project) for project in made)
    return made
