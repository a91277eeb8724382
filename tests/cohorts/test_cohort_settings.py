"""Settings that a rule, an offer or a payment reads: for leads, locked from the phase in which people rely on them."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.models import User
from amp_portal.users.scenarios import person
from cohorts import cohort_settings, sides
from cohorts.cohort_settings import SETTINGS
from cohorts.models import Cohort, CohortChange, SettingsProposal
from cohorts.scenarios import instant

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cohort():
    return cohorts.cohort()


@pytest.fixture
def lead(cohort):
    return cohort.leads()[0].person


@pytest.fixture
def colleague(cohort):
    """Organizes, and does not lead."""
    colleague = person("Cora Colleague")
    sides.give_organizer(cohort, colleague, now=instant(cohort, "announcement"))
    return colleague


@pytest.fixture
def root():
    return User.objects.create_superuser("root@example.org", "correct horse battery", name="Rut Root").person


@pytest.fixture
def now(cohort):
    """Applications are open."""
    return instant(cohort, "applications", days=2)


def fresh(cohort):
    return Cohort.objects.with_phases().get(pk=cohort.pk)


def value(cohort, name):
    return getattr(fresh(cohort), name)


def change(cohort, by, now, reason="A slip of the pen.", **values):
    return cohort_settings.change(fresh(cohort), values, by=by, now=now, reason=reason)


def propose(cohort, by, now, reason="The page promised one.", **values):
    return cohort_settings.propose(fresh(cohort), values, by=by, now=now, reason=reason)


def typed(page, **changed):
    """What the page shows in its form, with some of it typed over."""
    form = page.context["form"]
    shown = {name: field.prepare_value(form[name].value()) for name, field in form.fields.items()}
    return {name: found for name, found in (shown | changed).items() if found is not None and found is not False}


def send(client, cohort, by, now, method="get", **data):
    with time_machine.travel(now, tick=False):
        client.force_login(by.user)
        return getattr(client, method)(reverse("cohorts:settings", args=[cohort.slug]), data)


def told(letter="cohorts/mail/settings_changed"):
    emails = Message.objects.filter(letter=letter, channel="email")
    return sorted(emails.values_list("person__name", flat=True))


# Whose they are -------------------------------------------------------------------------------


FORGED = {
    "stipend_mentees": "90000",
    "contributions_required": "0",
    "mode": "volunteer",
    "conduct_url": "https://example.net/elsewhere",
    "answer_by_days": "1",
    "shortlist_length": "9",
}


@pytest.mark.parametrize("who", ["colleague", "lead", "root"])
def test_the_admins_form_changes_none_of_them(client, request, cohort, now, who):
    by = request.getfixturevalue(who)
    before = {name: value(cohort, name) for name in SETTINGS}
    url = reverse("admin:cohorts_cohort_change", args=[cohort.pk])
    blank = {f"{prefix}-{total}_FORMS": 0 for prefix in ("organizers", "phases") for total in ("TOTAL", "INITIAL")}
    own = {"name": cohort.name, "slug": cohort.slug, "program": "AMP", "year": cohort.year, "currency": "USD"}
    with time_machine.travel(now, tick=False):
        client.force_login(by.user)
        page = client.get(url)
        assert client.post(url, own | blank | FORGED).status_code == 302
    assert {name: value(cohort, name) for name in SETTINGS} == before
    assert reverse("cohorts:settings", args=[cohort.slug]) in page.content.decode()
    assert not set(page.context["adminform"].form.fields) & set(SETTINGS)


def test_every_setting_of_a_cohort_is_one_of_them_or_a_name_a_link_or_a_date():
    free = {"slug", "name", "year", "kickoff", "time_zone", "slack_url", "discussion_url"}
    editable = {field.name for field in Cohort._meta.fields if field.editable and not field.primary_key}
    assert editable - free == set(SETTINGS)


def test_who_does_not_lead_reads_them_and_changes_nothing(client, cohort, colleague, now):
    page = send(client, cohort, colleague, now)
    posted = send(client, cohort, colleague, now, "post", **typed(page, answer_by_days="30", reason="x"), confirm="1")
    assert (page.status_code, posted.status_code, value(cohort, "answer_by_days")) == (200, 403, 5)
    assert "See what would change" not in page.content.decode()
    with pytest.raises(Refusal, match="only the lead organizers"):
        change(cohort, colleague, now, answer_by_days=30)
    with pytest.raises(Refusal, match="only the lead organizers"):
        propose(cohort, colleague, now, contributions_required=1)


# When they are locked --------------------------------------------------------------------------

LOCKED = [
    ("earlier_participations", 2, 0, "applications"),
    ("contributions_required", 1, 3, "applications"),
    ("months_active", 3, 5, "applications"),
    ("shortlist_length", 4, 2, "applications"),
    ("hours_expected", 20, 40, "mentor_call"),
    ("weeks_expected", 10, 18, "mentor_call"),
    # Neither more nor less is in everybody's favour.
    ("stipend_mentees", None, 9_000_000, "mentor_call"),
    ("stipend_mentees", None, 100, "mentor_call"),
    ("stipend_mentors", None, 9_000_000, "mentor_call"),
    ("currency", None, "EUR", "mentor_call"),
    ("mode", None, "volunteer", "mentor_call"),
    ("program", None, "AMP Docs", "applications"),
    ("adults_only", None, True, "applications"),
    ("choices_per_application", None, 2, "applications"),
]


@pytest.mark.parametrize(("name", "better", "worse", "phase"), LOCKED)
def test_from_its_phase_on_a_setting_changes_in_peoples_favour_only(cohort, lead, name, better, worse, phase):
    opens, was = instant(cohort, phase), value(cohort, name)
    change(cohort, lead, opens - DAY, **{name: worse})
    assert value(cohort, name) == worse
    change(cohort, lead, opens - DAY, **{name: was})
    with pytest.raises(Refusal, match="a lead organizer and a superuser"):
        change(cohort, lead, opens, **{name: worse})
    assert value(cohort, name) == was
    if better is not None:
        change(cohort, lead, opens, **{name: better})
        assert value(cohort, name) == better


@pytest.mark.parametrize(("name", "was", "now_is"), [("adults_only", True, False), ("choices_per_application", 2, 3)])
def test_what_lets_more_people_in_may_come_later(cohort, lead, now, name, was, now_is):
    Cohort.objects.update(**{name: was})
    change(cohort, lead, now, **{name: now_is})
    assert value(cohort, name) == now_is


def test_days_to_answer_are_locked_with_the_results(cohort, lead, now):
    change(cohort, lead, now, answer_by_days=4)
    applying.published_results(cohort, now=now)
    with pytest.raises(Refusal, match="days to answer an offer"):
        change(cohort, lead, now, answer_by_days=3)
    change(cohort, lead, now, answer_by_days=7)
    assert value(cohort, "answer_by_days") == 7


def test_without_a_call_what_it_locks_is_locked_with_the_applications(cohort, lead):
    cohort.phases.filter(kind="mentor_call").delete()
    opens = instant(cohort, "applications")
    change(cohort, lead, opens - DAY, stipend_mentees=100_000)
    with pytest.raises(Refusal):
        change(cohort, lead, opens, stipend_mentees=150_000)


def test_a_superuser_alone_does_not_unlock_either(cohort, root, now):
    with pytest.raises(Refusal, match="a lead organizer and a superuser"):
        change(cohort, root, now, contributions_required=9)


def test_the_mode_stays_once_places_are_offered(cohort, lead, root, now):
    applying.fresh_roster(now)
    project = cohorts.project(cohort, now=now)
    offer = applying.offered(cohort, person("Nia Okafor", now=now), projects=[project], now=now)
    offer.take_back(by=lead, now=now)
    for attempt in (change, propose):
        with pytest.raises(Refusal, match="Places have been offered"):
            attempt(cohort, lead, now, mode="volunteer")
    assert value(cohort, "mode") == "funded"


@pytest.mark.parametrize(("name", "wanted"), [("mode", "volunteer"), ("currency", "EUR")])
def test_mode_and_currency_stay_once_there_are_stipend_lines(cohort, lead, now, name, wanted):
    project = cohorts.project(cohort, now=now)
    cohort.stipend_lines.create(project=project, person=lead, role="mentee", amount=1, state="void", created_at=now)
    with pytest.raises(Refusal, match="stipend lines already"):
        propose(cohort, lead, now, **{name: wanted})


def test_what_can_not_be_is_refused_in_words(cohort, lead, now):
    with pytest.raises(Refusal, match="to reach out” has to be more than “Days until a silent"):
        change(cohort, lead, now, nudge_after=12)
    with pytest.raises(Refusal):
        change(cohort, lead, now, arbiter=10**9)
    assert not CohortChange.objects.exists()


# What a change does -----------------------------------------------------------------------------


def test_it_is_shown_before_it_is_made_and_told_afterwards(client, cohort, lead, now, mailoutbox, settings):
    settings.MAIL_ALLOWLIST = ["@example.org"]
    sides.take_contributor_side(cohort, person("Al Applicant", email="al@example.org"))
    sides.give_mentor(cohort, person("Mo Mentor", email="mo@example.org"), now=now)
    page = send(client, cohort, lead, now)
    unsaid = send(client, cohort, lead, now, "post", **typed(page, contributions_required="1"))
    wanted = typed(page, contributions_required="1", reason="Two was **too much** for newcomers.")
    preview = send(client, cohort, lead, now, "post", **wanted)

    assert (unsaid.status_code, list(unsaid.context["form"].errors)) == (422, ["reason"])
    assert preview.context["preview"] == [("contributions to the community", "2", "1")]
    assert preview.context["touched"] == [("organizers", 1), ("applicants", 1)]
    assert (value(cohort, "contributions_required"), told()) == (2, [])

    confirmed = wanted | {"confirm": "1", "revision": preview.context["revision"]}
    for _twice in range(2):
        send(client, cohort, lead, now, "post", **confirmed)
    made = CohortChange.objects.get()
    assert (made.by, made.at, made.reason) == (lead, now, "Two was **too much** for newcomers.")
    assert made.settings == [{"name": "contributions_required", "was": 2, "now": 1}]
    assert (value(cohort, "contributions_required"), told()) == (1, ["Al Applicant", "Lea Lindqvist"])
    assert cohort.history.first().history_change_reason == made.reason
    log = send(client, cohort, lead, now)
    assert log.context["changes"] == [(made, [("contributions to the community", "2", "1")])]

    drain(now + DAY)
    [letter] = [mail for mail in mailoutbox if mail.to == ["al@example.org"]]
    assert letter.subject == "Changed settings in AMP 2027"
    assert "Contributions to the community: 1 (it was 2)" in letter.body.replace("*", "")
    assert "too much" in letter.body


def test_somebody_elses_change_meanwhile_is_seen_first(client, cohort, lead, now):
    page = send(client, cohort, lead, now)
    preview = send(client, cohort, lead, now, "post", **typed(page, shortlist_length="5", reason="More."))
    change(cohort, lead, now, answer_by_days=9)
    send(
        *(client, cohort, lead, now, "post"),
        **typed(page, shortlist_length="5", reason="More."),
        confirm="1",
        revision=preview.context["revision"],
    )
    assert (value(cohort, "shortlist_length"), value(cohort, "answer_by_days")) == (3, 9)


def test_before_publication_it_is_logged_and_nobody_is_written_to(lead, now):
    made = cohorts.cohort("unpublished", published=False, lead=lead)
    change(made, lead, instant(made, "applications", days=1), contributions_required=5)
    assert (value(made, "contributions_required"), told()) == (5, [])
    assert CohortChange.objects.get().reason == "A slip of the pen."


def test_a_change_needs_a_reason(cohort, lead, now):
    with pytest.raises(Refusal, match="give a reason"):
        change(cohort, lead, now, reason="  ", answer_by_days=9)


# Two together -----------------------------------------------------------------------------------


def test_an_error_is_mended_by_a_lead_and_a_superuser(client, cohort, lead, root, now):
    sides.take_contributor_side(cohort, person("Al Applicant"))
    page = send(client, cohort, lead, now)
    wanted = typed(page, contributions_required="3", reason="The page promised three.")
    preview = send(client, cohort, lead, now, "post", **wanted)
    assert preview.context["needs_two"] == "contributions to the community"
    send(client, cohort, lead, now, "post", **wanted, confirm="1", revision=preview.context["revision"])
    proposal = SettingsProposal.objects.get()
    assert (value(cohort, "contributions_required"), told("cohorts/mail/settings_proposed")) == (2, ["Rut Root"])

    url = reverse("cohorts:settings-proposal", args=[cohort.slug, proposal.pk])
    for by, expected in ((lead, 2), (root, 3)):
        with time_machine.travel(now, tick=False):
            client.force_login(by.user)
            assert client.post(url, {"confirm": "1"}).status_code == 302
        assert value(cohort, "contributions_required") == expected
    made = CohortChange.objects.get()
    assert (made.by, made.confirmed_by, made.reason) == (lead, root, "The page promised three.")
    assert told() == ["Al Applicant", "Lea Lindqvist"]
    assert "confirmed by Rut Root" in send(client, cohort, lead, now).content.decode()


def test_a_superuser_proposes_and_a_lead_confirms(cohort, lead, root, now):
    other_root = User.objects.create_superuser("two@example.org", "correct horse battery", name="Ron Root").person
    proposal = propose(cohort, root, now, months_active=6)
    assert told("cohorts/mail/settings_proposed") == ["Lea Lindqvist"]
    for by in (root, other_root):
        with pytest.raises(Refusal, match="It takes two people"):
            cohort_settings.confirm(proposal, by=by, now=now)
    cohort_settings.confirm(proposal, by=lead, now=now)
    assert value(cohort, "months_active") == 6


def test_who_is_both_is_still_one_person(cohort, lead, root, now):
    User.objects.filter(person=lead).update(is_superuser=True)
    proposal = propose(cohort, lead, now, months_active=6)
    with pytest.raises(Refusal, match="It takes two people"):
        cohort_settings.confirm(proposal, by=lead, now=now)
    cohort_settings.confirm(proposal, by=root, now=now)
    assert value(cohort, "months_active") == 6


def test_who_leads_no_more_by_then_is_not_one_of_the_two(cohort, lead, root, now):
    proposal = propose(cohort, lead, now, months_active=6)
    other = person("Lou Lead")
    sides.give_organizer(cohort, other, now=now, is_lead=True, contact="lou@example.org")
    sides.give_organizer(cohort, lead, now=now, is_lead=False, contact="")
    with pytest.raises(Refusal, match="It takes two people"):
        cohort_settings.confirm(proposal, by=root, now=now)


def test_what_changed_since_is_proposed_anew(cohort, lead, root, now):
    proposal = propose(cohort, lead, now, contributions_required=3)
    change(cohort, lead, now, contributions_required=1)
    with pytest.raises(Refusal, match="have changed since"):
        cohort_settings.confirm(proposal, by=root, now=now)
    with pytest.raises(Refusal, match="waits for an answer already"):
        propose(cohort, lead, now, contributions_required=3)
    cohort_settings.drop(proposal, by=lead, now=now)
    with pytest.raises(Refusal, match="settled already"):
        cohort_settings.confirm(proposal, by=root, now=now)
    assert value(cohort, "contributions_required") == 1


def test_what_is_free_is_not_proposed(cohort, lead, now):
    with pytest.raises(Refusal, match="change it yourself"):
        propose(cohort, lead, now, contributions_required=1)


def test_the_database_knows_that_two_are_two(cohort, lead, now):
    with pytest.raises(IntegrityError, match="change_confirmed_by_another"), transaction.atomic():
        cohort.changes.create(by=lead, confirmed_by=lead, at=now)


def test_the_overview_shows_what_waits_to_be_confirmed(client, cohort, lead, now):
    propose(cohort, lead, now, months_active=6)
    with time_machine.travel(now, tick=False):
        client.force_login(lead.user)
        page = client.get(reverse("cohorts:cockpit", args=[cohort.slug]))
    assert ("Settings", 1) in [(todo.topic, todo.count) for todo in page.context["needs"]]


@pytest.mark.parametrize("count", [1, 9])
def test_the_page_costs_the_same_for_a_long_log(client, cohort, lead, now, count, django_assert_num_queries):
    other = person("Ari Arbiter")
    sides.give_organizer(cohort, other, now=now)
    for number in range(count):
        change(cohort, lead, now, arbiter=other.pk if number % 2 == 0 else lead.pk)
    send(client, cohort, lead, now)
    with time_machine.travel(now, tick=False), django_assert_num_queries(14):
        client.get(reverse("cohorts:settings", args=[cohort.slug]))


@pytest.mark.parametrize(
    ("values", "beside"),
    [
        ({"quiet_until": "18", "quiet_from": "9"}, ["quiet_from"]),
        ({"nudge_after": "11"}, ["second_nudge_after"]),
        ({"at_risk_after": "11"}, ["at_risk_after"]),
        ({"second_nudge_after": "18", "answer_nudge_after": "8"}, ["at_risk_after", "answer_escalate_after"]),
    ],
)
def test_a_contradiction_is_told_beside_the_field_in_words(client, cohort, lead, now, values, beside):
    page = send(client, cohort, lead, now)

    refused = send(client, cohort, lead, now, "post", **typed(page, reason="Sooner.", **values))

    assert refused.status_code == 422
    errors = refused.context["form"].errors
    assert sorted(errors) == sorted(beside)
    told = " ".join(message for messages in errors.values() for message in messages)
    assert "has to" in told
    assert "_" not in told
