from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.urls import reverse

from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import access, sides
from cohorts.models import Invitation, InvitationClaim, MentorApplication, Organizer
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cohort():
    return a_cohort()


@pytest.fixture
def lead(cohort):
    return cohort.leads().get().person


@pytest.fixture
def now(cohort):
    return instant(cohort, "mentor_call", days=1)


def invite(cohort, lead, now, role="organizer", email="new@example.com", **fields):
    return Invitation.invite(cohort, email, role, by=lead, now=now, **fields)


def send(client, method, url, now, *, by=None, **data):
    with time_machine.travel(now, tick=False):
        if by:
            client.force_login(by.user)
        return getattr(client, method)(url, data)


def test_an_organizer_invites_and_the_letter_carries_a_link_nobody_else_sees(client, cohort, lead, now):
    url = reverse("cohorts:organizers", args=[cohort.slug])
    response = send(client, "post", url, now, by=lead, email="new@example.com", role="organizer")
    assert response.status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.cohort, invitation.role, invitation.invited_by) == (cohort, "organizer", lead)
    letters = Message.objects.filter(letter="cohorts/mail/invited")
    assert [(letter.address, letter.person, letter.channel, letter.private) for letter in letters] == [
        ("new@example.com", None, "email", True)
    ]
    page = send(client, "get", url, now, by=lead).content.decode()
    assert "new@example.com" in page
    assert invitation.token not in page


def test_accepting_needs_an_account_with_the_address_and_works_once(client, cohort, lead, now):
    invitation = invite(cohort, lead, now)
    url = invitation.secret_path
    assert send(client, "get", url, now)["Location"].startswith(reverse("account_login"))
    somebody = person("Nia New", email="new@example.com")
    assert send(client, "get", url, now, by=somebody).status_code == 200
    assert not Organizer.objects.filter(person=somebody).exists()  # looking is not accepting
    response = send(client, "post", url, now, by=somebody, contact="@nia on Slack")
    assert response["Location"] == reverse("home")
    organizer = Organizer.objects.get(person=somebody)
    assert (organizer.cohort, organizer.contact, organizer.is_lead, organizer.since) == (
        cohort,
        "@nia on Slack",
        False,
        now,
    )
    assert access.organizes(somebody.user, cohort)
    response = send(client, "post", url, now, by=person("Second Visitor"), contact="me")
    assert response.status_code == 410
    assert "works once" in response.content.decode()
    assert Organizer.objects.current().count() == 2


def test_a_lead_says_how_to_be_reached(client, cohort, lead, now):
    invitation, nia = invite(cohort, lead, now, is_lead=True), person("Nia New", email="new@example.com")
    response = send(client, "post", invitation.secret_path, now, by=nia, contact="")
    assert response.status_code == 200
    assert response.context["form"].errors == {"contact": ["This field is required."]}
    send(client, "post", invitation.secret_path, now, by=nia, contact="nia@example.org")
    assert sorted(cohort.leads().values_list("contact", flat=True)) == [
        "lead-amp-2027@example.org",
        "nia@example.org",
    ]


def test_a_mentors_invitation_makes_a_mentor(client, cohort, lead, now):
    invitation = invite(cohort, lead, now, role="mentor")
    somebody = person("Mo Mentor", email="new@example.com")
    send(client, "post", invitation.secret_path, now, by=somebody)
    assert cohort.participations.get(person=somebody).is_mentor
    assert MentorApplication.objects.get(person=somebody).state == "approved"


@pytest.mark.parametrize("role", ["organizer", "mentor"])
def test_somebody_with_an_application_is_refused_with_the_reason(client, cohort, lead, now, role):
    invitation = invite(cohort, lead, now, role=role)
    applicant = person("Al Applicant", email="new@example.com")
    sides.take_contributor_side(cohort, applicant)
    page = send(client, "get", invitation.secret_path, now, by=applicant)
    assert "You have an application or a place in AMP 2027" in page.content.decode()  # before they press anything
    response = send(client, "post", invitation.secret_path, now, by=applicant, contact="me")
    assert "has an application or a place in AMP 2027" in response.content.decode()
    invitation.refresh_from_db()
    assert invitation.accepted_at is None
    assert not access.organizes(applicant.user, cohort)


def test_an_invitation_ends_when_taken_back_or_after_thirty_days(client, cohort, lead, now):
    taken_back, old = invite(cohort, lead, now), invite(cohort, lead, now, email="old@example.com")
    send(client, "post", reverse("cohorts:invitation-revoke", args=[cohort.slug, taken_back.pk]), now, by=lead)
    guest, later = person("Nia New"), now + 30 * DAY
    answers = [
        send(client, "get", invitation.secret_path, at, by=guest)
        for invitation, at in ((taken_back, now), (old, later - timedelta(seconds=1)), (old, later))
    ]
    assert [answer.status_code for answer in answers] == [410, 200, 410]
    assert "taken back" in answers[0].content.decode()
    assert "expired" in answers[2].content.decode()
    with pytest.raises(Refusal, match="expired"):
        old.accept(person("Late Comer"), now=later)


def test_one_open_invitation_per_address_and_role(cohort, lead, now):
    first = invite(cohort, lead, now)
    with pytest.raises(Refusal, match="open invitation"):
        invite(cohort, lead, now, email="NEW@example.com")
    invite(cohort, lead, now, role="mentor")
    invite(cohort, lead, now + 30 * DAY)  # the first has expired
    first.refresh_from_db()
    assert first.revoked_at == now + 30 * DAY


def test_an_organizer_is_not_invited_again(client, cohort, lead, now):
    url = reverse("cohorts:organizers", args=[cohort.slug])
    response = send(client, "post", url, now, by=lead, email=lead.user.email.upper(), role="organizer")
    assert "is an organizer of this cohort already" in str(response.context["form"].errors["email"])


def test_an_invitation_never_takes_the_lead_away(cohort, lead, now):
    invite(cohort, lead, now, email="other@example.com")
    EmailAddress.objects.create(user=lead.user, email="other@example.com", verified=True)
    Invitation.objects.get().accept(lead, now=now, contact="new way")
    assert [(organizer.person, organizer.contact) for organizer in cohort.leads()] == [(lead, "new way")]


def test_a_guessed_link_is_not_found(client):
    client.force_login(person("Nia New").user)
    assert client.get(reverse("cohorts:invitation", args=["guess"])).status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_the_organizers_page_has_constant_cost(client, cohort, lead, now, count, django_assert_num_queries):
    for number in range(count):
        invitation = invite(cohort, lead, now, email=f"person-{number}@example.com")
        InvitationClaim.ask(invitation, person(f"Guest {number}"), now=now)
        sides.give_organizer(cohort, person(f"Organizer {number}"), now=now)
    client.force_login(lead.user)
    with django_assert_num_queries(12):
        client.get(reverse("cohorts:organizers", args=[cohort.slug]))


@pytest.mark.parametrize(("role", "asks"), [("organizer", "help to organize"), ("mentor", "mentor in")])
def test_the_letter_brings_the_link_unless_it_was_taken_back(cohort, lead, now, role, asks, mailoutbox):
    invitation = invite(cohort, lead, now, role=role)
    invite(cohort, lead, now, role=role, email="gone@example.com").revoke(now=now)
    call_command("tick", "--at", now.isoformat())
    letters = [letter for letter in mailoutbox if "Would you" in letter.subject]
    assert [(letter.to, letter.subject) for letter in letters] == [(["new@example.com"], f"Would you {asks} AMP 2027?")]
    assert f"http://localhost:8000{invitation.secret_path}" in letters[0].body
    assert "Lea Lindqvist invites you" in letters[0].body
