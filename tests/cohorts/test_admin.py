from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import applications.scenarios as applying
from amp_portal.users.models import User
from amp_portal.users.scenarios import person
from cohorts import scenarios, sides
from cohorts.amounts import MINOR
from cohorts.models import Cohort, Invitation, Organizer, Phase, Skill
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant

from .test_cohort_settings import typed as settings_typed

pytestmark = pytest.mark.django_db
ADD = {
    "name": "AMP 2027",
    "slug": "amp-2027",
    "program": "AMP",
    "mode": "funded",
    "kickoff": "2027-06-15",
    "time_zone": "Europe/Berlin",
    "conduct_url": "https://example.org/conduct",
}


@pytest.fixture
def root(client):
    root = User.objects.create_superuser("root@example.org", "correct horse battery", name="Rut Root")
    client.force_login(root)
    return root


def own_settings(cohort):
    """The cohort's fields as the admin's form shows them."""
    typed = {field.name: getattr(cohort, field.name) or "" for field in Cohort._meta.fields if field.editable}
    return typed | {name: typed[name] / MINOR for name in ("stipend_mentees", "stipend_mentors")}


def management(prefix, total, initial):
    return {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial}


def change(client, cohort, **data):
    url = reverse("admin:cohorts_cohort_change", args=[cohort.pk])
    blank = management("organizers", 0, 0) | management("phases", 0, 0)
    return client.post(url, own_settings(cohort) | blank | data)


def organizer_rows(cohort, *rows):
    """Rows of the organizers' inline: existing ones by their Organizer, new ones by e-mail."""
    data = management("organizers", len(rows), sum(isinstance(who, Organizer) for who, _ in rows))
    for number, (who, typed) in enumerate(rows):
        if isinstance(who, Organizer):
            data[f"organizers-{number}-id"] = who.pk
        else:
            data[f"organizers-{number}-email"] = who
        data |= {f"organizers-{number}-{name}": value for name, value in typed.items()}
    return data


def row_errors(response):
    [formset] = [
        inline.formset for inline in response.context["inline_admin_formsets"] if inline.opts.model is Organizer
    ]
    return formset.errors, formset.non_form_errors()


def test_a_cohort_is_set_up_in_the_admin(client, root):
    lead = person("Ada Lark", email="ada@example.org")
    response = client.post(reverse("admin:cohorts_cohort_add"), {**own_settings(Cohort()), **ADD})
    cohort = Cohort.objects.get()
    assert response["Location"] == reverse("admin:cohorts_cohort_change", args=[cohort.pk])
    assert (cohort.year, cohort.phases.count(), cohort.published_at) == (2027, 15, None)
    assert cohort.window("applications").starts_at == datetime(2027, 5, 9, 22, tzinfo=UTC)

    row = {"is_lead": "on", "contact": "ada@example.org"}
    assert change(client, cohort, **organizer_rows(cohort, ("ADA@example.org", row))).status_code == 302
    assert [organizer.person for organizer in cohort.leads()] == [lead]

    changelist = reverse("admin:cohorts_cohort_changelist")
    client.post(changelist, {"action": "publish", "_selected_action": cohort.pk})
    cohort.refresh_from_db()
    assert cohort.published_at is not None


def test_phases_are_edited_in_the_cohorts_zone_until_it_is_published(client, root):
    cohort = a_cohort(time_zone="Europe/Berlin", published=False)
    midterm = cohort.window("midterm")
    typed = {
        "phases-0-id": midterm.pk,
        "phases-0-kind": "midterm",
        "phases-0-starts_at": "2027-08-12T00:00",
        "phases-0-ends_at": "2027-08-25T23:59",
    }
    rows = management("phases", 1, 1) | typed
    assert change(client, cohort, **rows).status_code == 302
    assert cohort.window("midterm").starts_at == midterm.starts_at
    assert cohort.window("midterm").ends_at == datetime(2027, 8, 25, 21, 59, tzinfo=UTC)
    cohort.publish(by=None, now=instant(cohort, "announcement"))
    assert change(client, cohort, **rows | {"phases-0-ends_at": "2027-08-13T23:59"}).status_code == 302
    assert change(client, cohort, **rows | {"phases-0-DELETE": "on"}).status_code == 302
    assert cohort.window("midterm").ends_at == datetime(2027, 8, 25, 21, 59, tzinfo=UTC)
    page = client.get(reverse("admin:cohorts_cohort_change", args=[cohort.pk])).content.decode()
    assert reverse("cohorts:schedule", args=[cohort.slug]) in page


def phase_rows(cohort, *rows):
    """Rows of the phases' inline: ``(phase or None, what is typed)``."""
    data = management("phases", len(rows), sum(phase is not None for phase, _typed in rows))
    for number, (phase, typed) in enumerate(rows):
        if phase:
            zone = cohort.zone
            edges = {
                name: f"{getattr(phase, name).astimezone(zone):%Y-%m-%dT%H:%M}" for name in ("starts_at", "ends_at")
            }
            typed = {"id": phase.pk, "kind": phase.kind} | edges | typed
        data |= {f"phases-{number}-{name}": value for name, value in typed.items()}
    return data


def phase_errors(response):
    [formset] = [inline.formset for inline in response.context["inline_admin_formsets"] if inline.opts.model is Phase]
    return formset.errors, formset.non_form_errors()


def test_phases_keep_their_order_in_the_admin_as_on_their_page(client, root):
    cohort = a_cohort(published=False)
    review = cohort.window("review")
    early = {"starts_at": "2027-05-01T00:00"}
    errors, _all = phase_errors(change(client, cohort, **phase_rows(cohort, (review, early))))
    assert errors == [{"starts_at": ["“Review and shortlist” can't open before “Applications”."]}]

    bonding, dates = cohort.window("bonding"), {"starts_at": "2027-05-01T00:00", "ends_at": "2027-05-02T00:00"}
    rows = phase_rows(cohort, (bonding, {"DELETE": "on"}), (review, {"ends_at": "2027-06-02T00:00"}))
    assert change(client, cohort, **rows).status_code == 302
    assert cohort.phase("bonding") is None

    cohort.phases.filter(kind="contribution").delete()
    errors, _all = phase_errors(change(client, cohort, **phase_rows(cohort, (None, {"kind": "contribution"} | dates))))
    assert errors == [{"starts_at": ["“Contribution period” can't open before “Review and shortlist”."]}]


def test_the_admin_deletes_no_phase_that_a_cohort_cant_do_without(client, root):
    cohort = a_cohort(published=False)
    response = change(client, cohort, **phase_rows(cohort, (cohort.window("midterm"), {"DELETE": "on"})))
    assert phase_errors(response)[1] == ["A cohort can't do without “Midterm evaluations”."]
    assert cohort.phase("midterm") is not None


def test_a_cohort_that_somebody_applies_to_cant_be_deleted(client, root):
    cohort = a_cohort()
    now = instant(cohort, "applications", days=1)
    project = scenarios.project(cohort, now=instant(cohort, "mentor_call"))
    applying.draft(cohort, projects=[project], now=now)

    client.post(reverse("admin:cohorts_cohort_delete", args=[cohort.pk]), {"post": "yes"})

    assert Cohort.objects.filter(pk=cohort.pk).exists()
    with pytest.raises(ProtectedError):
        cohort.delete()


def test_a_refusal_stands_beside_the_row(client, root):
    cohort = a_cohort()
    applicant = person("Al Applicant", email="al@example.org")
    sides.take_contributor_side(cohort, applicant)
    response = change(client, cohort, **organizer_rows(cohort, ("al@example.org", {}), ("nobody@example.org", {})))
    errors, _ = row_errors(response)
    assert errors == [{}, {"email": ["Nobody has an account with this address. You can invite them instead."]}]
    response = change(client, cohort, **organizer_rows(cohort, ("al@example.org", {})))
    errors, _ = row_errors(response)
    assert "has an application or a place in AMP 2027" in errors[0]["email"][0]
    assert not Organizer.objects.filter(person=applicant).exists()


def test_the_last_lead_stays_and_the_role_can_be_passed_on_in_one_go(client, root):
    cohort = a_cohort()
    lead = cohort.leads().get()
    successor = person("Sia Successor", email="sia@example.org")
    response = change(client, cohort, **organizer_rows(cohort, (lead, {"DELETE": "on", "contact": "x"})))
    assert "A cohort needs a lead organizer" in str(row_errors(response)[1])
    response = change(client, cohort, **organizer_rows(cohort, (lead, {"contact": "x"})))
    assert "A cohort needs a lead organizer" in str(row_errors(response)[0])
    assert cohort.leads().get() == lead
    new = {"is_lead": "on", "contact": "sia@example.org"}
    rows = organizer_rows(cohort, (lead, {"DELETE": "on"}), ("sia@example.org", new))
    assert change(client, cohort, **rows).status_code == 302
    assert [organizer.person for organizer in cohort.leads()] == [successor]
    lead.refresh_from_db()
    assert lead.until is not None


def test_changes_of_the_settings_leave_a_trail(client, root):
    cohort = a_cohort()
    url = reverse("cohorts:settings", args=[cohort.slug])
    page = client.get(url)
    asked = {"revision": page.context["revision"], "confirm": "1", "reason": "More time."}
    client.post(url, settings_typed(page, answer_by_days="7", **asked))
    response = client.get(reverse("admin:cohorts_cohort_history", args=[cohort.pk]))
    record, changes = response.context["trail"][0]
    assert (record.history_user, changes) == (root, [("answer_by_days", 5, 7)])


@pytest.fixture
def organizer(client):
    """Signed in, with one cohort of theirs and one of somebody else."""
    mine, theirs = a_cohort("mine"), a_cohort("theirs", kickoff=date(2029, 6, 15))
    for cohort in (mine, theirs):
        now = instant(cohort, "mentor_call", days=1)
        scenarios.project(cohort, now=now, title=f"Idea of {cohort.slug}")
        Invitation.invite(cohort, f"{cohort.slug}@example.com", "mentor", by=None, now=now)
    lead = mine.leads().get().person
    client.force_login(lead.user)
    return lead


SCOPED = ["cohort", "invitation", "mentorapplication", "participation", "project"]


@pytest.mark.parametrize("model", SCOPED)
def test_an_organizer_sees_and_opens_their_own_cohorts_only(client, organizer, model):
    response = client.get(reverse(f"admin:cohorts_{model}_changelist"))
    manager = apps.get_model("cohorts", model).objects
    path = "slug" if model == "cohort" else "cohort__slug"
    assert set(response.context["cl"].queryset.values_list(path, flat=True)) == {"mine"}
    for slug, expected in (("mine", 200), ("theirs", 302)):
        row = manager.filter(**{path: slug}).first()
        for page in ("change", "history"):
            answer = client.get(reverse(f"admin:cohorts_{model}_{page}", args=[row.pk]))
            assert (page, slug, answer.status_code) == (page, slug, expected)
        assert client.get(reverse(f"admin:cohorts_{model}_delete", args=[row.pk])).status_code in (302, 403)
        assert client.post(reverse(f"admin:cohorts_{model}_delete", args=[row.pk]), {"post": "yes"}).status_code in (
            302,
            403,
        )
    assert manager.filter(**{path: "theirs"}).exists()


def test_an_organizer_changes_their_settings_not_anybody_elses(client, organizer):
    mine, theirs = Cohort.objects.get(slug="mine"), Cohort.objects.get(slug="theirs")
    for cohort in (mine, theirs):
        change(client, cohort, slack_url="https://slack.example.org/new")
    assert [Cohort.objects.get(pk=cohort.pk).slack_url for cohort in (mine, theirs)] == [
        "https://slack.example.org/new",
        "",
    ]


def test_an_organizer_makes_nobody_organizer_in_the_admin(client, organizer):
    mine = Cohort.objects.get(slug="mine")
    friend = person("Fay Friend", email="fay@example.org")
    change(client, mine, **organizer_rows(mine, ("fay@example.org", {"is_lead": "on"})))
    assert not Organizer.objects.filter(person=friend).exists()


@pytest.mark.parametrize("name", ["cohort_add", "otherprogramplace_add", "project_add", "invitation_add"])
def test_what_organizers_have_no_business_with(client, organizer, name):
    assert client.get(reverse(f"admin:cohorts_{name}")).status_code == 403


def test_organizers_correct_skills(client, organizer):
    Skill.objects.create(name="Pyhton")
    skill = Skill.objects.get(name="Pyhton")
    client.post(reverse("admin:cohorts_skill_change", args=[skill.pk]), {"name": "Python"})
    skill.refresh_from_db()
    assert skill.name == "Python"
    assert client.post(reverse("admin:cohorts_skill_delete", args=[skill.pk]), {"post": "yes"}).status_code == 403


def test_an_action_reaches_only_what_is_in_scope(client, organizer):
    theirs = Invitation.objects.get(cohort__slug="theirs")
    client.post(reverse("admin:cohorts_invitation_changelist"), {"action": "revoke", "_selected_action": [theirs.pk]})
    theirs.refresh_from_db()
    assert theirs.revoked_at is None


def test_the_secret_link_is_shown_nowhere(client, organizer):
    mine = Invitation.objects.get(cohort__slug="mine")
    for url in (
        reverse("admin:cohorts_invitation_changelist"),
        reverse("admin:cohorts_invitation_change", args=[mine.pk]),
    ):
        assert mine.token not in client.get(url).content.decode()


def test_signing_in_goes_through_the_portal(client):
    index, login = reverse("admin:index"), reverse("admin:login")
    response = client.get(index, follow=True)
    assert [url for url, _ in response.redirect_chain] == [
        f"{login}?next={index}",
        f"{reverse('account_login')}?next={index}",
    ]
    assert client.post(login, {"username": "root@example.org", "password": "x"}).status_code == 302


def test_whoever_has_no_business_there_is_told_so(client):
    client.force_login(person("Stan Stranger").user)
    response = client.get(reverse("admin:index"), follow=True)
    assert response.status_code == 403
    assert "This page is not open to you" in response.content.decode()


def test_a_former_organizer_is_out(client):
    cohort = a_cohort(published=False)
    lead = cohort.leads().get().person
    client.force_login(lead.user)
    assert client.get(reverse("admin:index")).status_code == 200
    sides.end_organizer(cohort, lead, now=instant(cohort, "announcement"))
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


@pytest.mark.parametrize("count", [3, 30])
def test_lists_have_constant_cost(client, root, count, django_assert_num_queries):
    cohort = a_cohort()
    now, lead = instant(cohort, "mentor_call", days=1), cohort.leads().get().person
    for number in range(count):
        a_cohort(f"amp-{number}", lead=lead)
        Invitation.invite(cohort, f"person-{number}@example.com", "mentor", by=None, now=now)
        scenarios.project(cohort, now=now, title=f"Idea {number}", skills=(f"Skill {number}",))
    expected = {
        "cohort": 6,
        "invitation": 6,
        "mentorapplication": 6,
        "participation": 6,
        "project": 6,
        "skill": 5,  # and this no filters
    }
    client.get(reverse("admin:cohorts_cohort_changelist"))  # content types are cached
    for model, queries in expected.items():
        with django_assert_num_queries(queries, info=model):
            client.get(reverse(f"admin:cohorts_{model}_changelist"))


def test_what_is_hidden_can_not_be_guessed_letter_by_letter(client):
    """The token of an invitation is worth a role; an address that compares it is answered as one without a meaning."""
    cohort = a_cohort()
    invitation = Invitation.objects.create(
        cohort=cohort, email="new@example.org", role="organizer", is_lead=True, token="a-secret"
    )
    client.force_login(cohort.leads()[0].person.user)
    address = reverse("admin:cohorts_invitation_changelist")
    assert client.get(address, {"role__exact": "organizer"}).status_code == 200
    for guess in (invitation.token[:3], "zz"):
        assert client.get(address, {"token__startswith": guess}).status_code == 400
    letters = reverse("admin:outbox_message_changelist")
    assert client.get(letters, {"state__exact": "sent"}).status_code == 200
    assert client.get(letters, {"body__contains": "a"}).status_code == 400


def test_instants_are_narrowed_by_instants_days_by_their_parts(client, root):
    """The month of an instant would be counted in the database, by time zones of its own."""
    letters = reverse("admin:outbox_message_changelist")
    assert client.get(letters, {"sent_at__gte": "2027-01-01 00:00:00+00:00"}).status_code == 200
    assert client.get(letters, {"sent_at__month": "3"}).status_code == 400
    assert (
        client.get(reverse("admin:cohorts_otherprogramplace_changelist"), {"starts_on__month": "3"}).status_code == 200
    )


def test_a_nul_in_the_address_is_no_error_of_ours(client, root):
    response = client.get(reverse("admin:cohorts_cohort_changelist") + "?q=%00")
    assert response.status_code == 400
    assert b"Nothing has changed" in response.content


def test_the_start_page_says_what_each_list_is_about(client, root):
    listed = {
        f"{app['app_label']}.{model['object_name']}": model["about"]
        for app in client.get(reverse("admin:index")).context["app_list"]
        for model in app["models"]
    }
    assert [name for name, about in listed.items() if not about] == []
    assert {name.partition(".")[0] for name in listed}.isdisjoint({"account", "auth", "mfa", "socialaccount"})


def test_an_organizers_way_in_is_asked_once_a_page(client, organizer):
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("admin:index"))
    asked = [query["sql"] for query in queries if "cohorts_organizer" in query["sql"]]
    assert len(asked) == 1
