"""No model, form or import forgets to make a line of what is typed on one."""

import pkgutil
from datetime import UTC, datetime
from importlib import import_module
from time import process_time

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from amp_portal.line_fields import AddressField, AddressFormField, LineField, LineFormField
from amp_portal.users.models import Person, User
from cohorts import imports
from cohorts.models import OtherProgramPlace, Project

HOUSES = ("amp_portal", "cohorts", "applications", "mentorship", "evaluations")
NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
INVISIBLE = ["\u200b", "\u2800", "\u3164", "\u200d"]
PERSIAN, HINDI = "علی می\u200cخواهم", "क्\u200dष\u0924\u094d\u200cर"

# Columns that hold what no person types, or what is checked letter by letter.
NO_LINES = {
    "applications.Appeal.rule", "applications.Appeal.verdict", "applications.Contribution.lease",
    "applications.Contribution.note", "applications.Contribution.thing", "applications.Contribution.url",
    "applications.Fact.rule",
    "applications.Flag.rule", "applications.Link.url", "applications.Reveal.key", "applications.Trace.value",
    "cohorts.Cohort.time_zone",
    "cohorts.ConductAccess.what", "cohorts.ConductReport.code_hash", "cohorts.HistoricalCohort.history_change_reason",
    "cohorts.HistoricalCohort.time_zone", "cohorts.Invitation.token", "cohorts.Listed.key",
    "cohorts.OtherProgramPlace.github_login",
    "cohorts.OtherProgramPlace.name_key", "cohorts.Participation.imported_login", "cohorts.Project.repository",
    "integrity.FoundDisagreement.key", "integrity.FoundDisagreement.scope",
    "cohorts.Settled.key", "evaluations.Certificate.code", "mentorship.Activity.ref", "mentorship.Agreement.zone",
    "mentorship.Draft.place", "mentorship.Entry.once", "mentorship.HistoricalLeave.history_change_reason",
    "mentorship.HistoricalLeave.time_zone", "mentorship.HistoricalStepWords.history_change_reason",
    "mentorship.HistoricalStepWords.step", "mentorship.Leave.time_zone", "mentorship.Mentorship.track",
    "mentorship.Note.once", "mentorship.StepWords.step", "mentorship.SupportAnswer.once",
    "mentorship.SupportRequest.once", "mentorship.Tick.item", "outbox.Message.envelope", "outbox.Message.key",
    "outbox.Message.kind", "outbox.Message.lease", "outbox.Message.letter", "outbox.Message.scope",
    "outbox.Message.subject", "outbox.Message.zone", "outbox.Preference.kind", "outbox.Webhook.scope",
    "users.Press.key", "users.Press.made",
    "outbox.Webhook.url", "roster.Attempt.source", "roster.Maintainer.github_login", "roster.Snapshot.digest",
    "roster.Snapshot.source",
    "roster.Held.digest", "roster.Held.source", "second_factor.SecondFactorReset.token", "users.KnownAs.value",
    "users.CalendarLink.digest", "users.Person.github_login", "users.Person.time_zone",
    "users.User.password",
}  # fmt: skip
# allauth's own take their address through the adapter's ``clean_email``.
NO_LINE_FORMS = {
    "AgreementForm.zone", "GitHubSignupForm.email", "GitHubSignupForm.username", "ResetPasswordForm.email",
    "SignupForm.email", "CodeForm.code", "ExampleForm.closed", "ExampleForm.name", "ProfileForm.time_zone",
    "ProposalForm.repository", "ProposalForm.skills", "SelfCheckForm.github", "SignupForm.username", "WebhookForm.url",
}  # fmt: skip


def is_ours(thing):
    return thing.__module__.split(".")[0] in HOUSES


def all_forms(form=forms.BaseForm):
    for kind in form.__subclasses__():
        yield kind
        yield from all_forms(kind)


def test_every_column_for_a_line_is_one():
    """A new CharField is a LineField, or stands in the list above."""
    free = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if is_ours(model)
        for field in model._meta.local_fields
        if isinstance(field, models.CharField) and not field.choices
        if not isinstance(field, LineField | AddressField | models.SlugField | models.URLField)
        if field.name not in ("state", "was")
    }

    assert free - NO_LINES == set()


def test_every_field_of_a_form_for_a_line_is_one():
    for house in HOUSES:
        for module in pkgutil.walk_packages(import_module(house).__path__, f"{house}."):
            if module.name.endswith("forms") or ".forms." in module.name or ".admin" in module.name:
                import_module(module.name)
    wide = (forms.Textarea, forms.HiddenInput, forms.PasswordInput)
    free = {
        f"{form.__name__}.{name}"
        for form in all_forms()
        if is_ours(form)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, LineFormField | AddressFormField | forms.URLField)
        if not isinstance(field.widget, wide)
    }

    assert free - NO_LINE_FORMS == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*INVISIBLE, "123", "Ada https://evil.example", "evil.example", "Ada www.evil.tk"])
def test_nobody_is_called_something_invisible_or_a_link(client, name):
    sent = {"name": name, "email": "ada@example.org", "password1": "Kf8!mmq2-zzQ", "password2": "Kf8!mmq2-zzQ"}

    answer = client.post(reverse("account_signup"), sent)

    assert (answer.status_code, User.objects.count()) == (200, 0)
    assert "name" in answer.context["form"].errors


@pytest.mark.django_db
@pytest.mark.parametrize("piece", ["a", "a.", "a\u0301"])
def test_a_name_of_a_book_s_length_is_refused_at_once(client, piece):
    """Nobody has to be signed in for it: one such name kept a worker busy for hours."""
    sent = {
        "name": piece * 20_000,
        "email": "ada@example.org",
        "password1": "Kf8!mmq2-zzQ",
        "password2": "Kf8!mmq2-zzQ",
    }
    began = process_time()

    answer = client.post(reverse("account_signup"), sent)

    assert "name" in answer.context["form"].errors
    assert process_time() - began < 2


@pytest.mark.django_db
def test_a_profile_keeps_the_name_without_what_deceives(client):
    user = User.objects.create_user("ada@example.org", name="Ada")
    client.force_login(user)

    client.post(reverse("users:profile"), {"name": "Ada\u202e  L\u0301ark", "time_zone": ""})
    kept = Person.objects.get().name
    refused = client.post(reverse("users:profile"), {"name": "\u3164", "time_zone": ""})

    assert kept == "Ada \u0139ark"
    assert "name" in refused.context["form"].errors


@pytest.mark.django_db
@pytest.mark.parametrize(("told", "called"), [("\u3164", "ada"), ("https://evil.example", "ada"), (PERSIAN, PERSIAN)])
def test_a_name_from_github_is_one_or_the_login_stands_in(client, by_github, told, called):
    by_github(client, 11, "ada", name=told)

    assert Person.objects.get().name == called


@pytest.mark.django_db
def test_whatever_is_saved_is_a_line_however_it_is_saved():
    typed, kept = "Ada\u202e\nL\u200bark", "Ada Lark"

    made = Person.objects.create(name=typed)
    [bulk] = Person.objects.bulk_create([Person(name=typed)])
    Person.objects.filter(pk=bulk.pk).update(name=f"{typed}!")

    assert (made.name, bulk.name) == (kept, kept)
    assert set(Person.objects.values_list("name", flat=True)) == {kept, f"{kept}!"}
    assert Person.objects.filter(name=typed).get() == made


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["\u200b", "—", "\u2800\u3164"])
def test_what_names_a_thing_can_be_seen(title):
    with pytest.raises(ValidationError) as raised:
        Project(title=title).full_clean()

    assert "title" in raised.value.message_dict


@pytest.mark.django_db
@pytest.mark.parametrize("name", [PERSIAN, HINDI])
def test_persian_and_hindi_names_import(name):
    imports.participants.load(f"program,github,name,starts_on,ends_on\nGSoC,ada,{name},2026-05-01,2026-09-01\n", NOW)

    assert OtherProgramPlace.objects.get().name == name
    assert Person.objects.get().name == name


@pytest.mark.django_db
@pytest.mark.parametrize("cell", ["https://evil.example", "2027"])
def test_an_import_names_the_line_whose_name_is_none(cell):
    with pytest.raises(imports.ImportRefused) as refused:
        imports.participants.parse(
            f"program,github,name,starts_on,ends_on\nGSoC,ada,x,2026-05-01,2026-09-01\n"
            f"GSoC,bob,{cell},2026-05-01,2026-09-01\n"
        )

    assert [(problem.line, problem.column) for problem in refused.value.problems] == [(3, "name")]
