"""Who gives which role: only leads the lead's, and an invitation is for the address it was sent to."""

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.urls import reverse

from amp_portal.refusals import Refusal
from amp_portal.users.models import User
from amp_portal.users.scenarios import person
from cohorts import access, sides
from cohorts.models import Invitation, InvitationClaim
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return a_cohort()


@pytest.fixture
def now(cohort):
    return instant(cohort, "mentor_call", days=1)


@pytest.fixture
def lead(cohort):
    return cohort.leads().get().person


@pytest.fixture
def colleague(cohort, lead, now):
    """Organizes, and doesn't lead."""
    colleague = person("Cora Colleague")
    sides.give_organizer(cohort, colleague, by=lead, now=now)
    return colleague


def invite(cohort, by, now, role="organizer", email="new@example.com", **fields):
    return Invitation.invite(cohort, email, role, by=by, now=now, **fields)


def send(client, method, url, now, *, by, **data):
    with time_machine.travel(now, tick=False):
        client.force_login(by.user)
        return getattr(client, method)(url, data, follow=True)


def answer(client, claim, now, *, by, **data):
    url = reverse("cohorts:invitation-claim", args=[claim.invitation.cohort.slug, claim.pk])
    return send(client, "post", url, now, by=by, **data)


def test_an_organizer_who_does_not_lead_makes_nobody_lead(client, cohort, colleague, now):
    """The steps of the attack: invite any address as lead, accept the link oneself, name conduct handlers."""
    page = reverse("cohorts:organizers", args=[cohort.slug])
    send(client, "post", page, now, by=colleague, email="me@example.com", role="organizer", is_lead="on")
    invitation = Invitation.objects.get()
    assert not invitation.is_lead
    send(client, "post", invitation.secret_path, now, by=colleague, contact="me")
    assert not access.leads(colleague.user, cohort)
    handlers = reverse("cohorts:conduct-handlers", args=[cohort.slug])
    assert send(client, "get", handlers, now, by=colleague).status_code == 403


def test_the_verbs_themselves_refuse_to_make_somebody_lead(cohort, colleague, now):
    with pytest.raises(Refusal, match="Only lead organizers"):
        invite(cohort, colleague, now, is_lead=True)
    with pytest.raises(Refusal, match="Only lead organizers"):
        sides.give_organizer(cohort, person("Nia New"), by=colleague, now=now, is_lead=True, contact="nia")


def test_an_organizer_of_another_cohort_gives_no_role_here(cohort, now):
    elsewhere = a_cohort("other").leads().get().person
    for role in ("organizer", "mentor"):
        with pytest.raises(Refusal, match="Only organizers of AMP 2027"):
            invite(cohort, elsewhere, now, role=role)


def test_an_invitation_is_worth_what_its_sender_may_give_when_it_is_accepted(client, cohort, lead, colleague, now):
    """Sent as lead by somebody who leads no longer, or before only leads could: a lead has to agree."""
    sides.give_organizer(cohort, colleague, by=lead, now=now, is_lead=True, contact="cora")
    invitation = invite(cohort, colleague, now, is_lead=True, email="nia.new@example.org")
    sides.give_organizer(cohort, colleague, by=lead, now=now)
    nia = person("Nia New")
    with pytest.raises(Refusal, match="a lead organizer has to agree"):
        invitation.accept(nia, now=now, contact="nia")
    send(client, "post", invitation.secret_path, now, by=nia, contact="nia")
    claim = InvitationClaim.objects.get()
    answer(client, claim, now, by=colleague, answer="approve")
    assert not access.organizes(nia.user, cohort)
    answer(client, claim, now, by=lead, answer="approve")
    assert access.leads(nia.user, cohort)


def test_what_a_former_organizer_sent_is_asked_about(cohort, lead, colleague, now):
    invitation = invite(cohort, colleague, now, role="mentor", email="mo.mentor@example.org")
    sides.end_organizer(cohort, colleague, now=now)
    with pytest.raises(Refusal, match="a lead organizer has to agree"):
        invitation.accept(person("Mo Mentor"), now=now)


@pytest.mark.parametrize("role", ["organizer", "mentor"])
def test_an_invitation_is_for_the_address_it_was_sent_to(cohort, lead, now, role):
    invitation = invite(cohort, lead, now, role=role, email="Nia.New@Example.org")
    with pytest.raises(Refusal, match="another address"):
        invitation.accept(person("Somebody Else"), now=now, contact="x")
    invitation.accept(person("Nia New", email="nia.new@example.org"), now=now, contact="x")
    assert invitation.accepted_by.name == "Nia New"


def test_an_address_that_is_not_confirmed_does_not_count(cohort, lead, now):
    invitation = invite(cohort, lead, now)
    guest = person("Gus Guest")
    address = EmailAddress.objects.create(user=guest.user, email="new@example.com", verified=False)
    with pytest.raises(Refusal, match="another address"):
        invitation.accept(guest, now=now, contact="x")
    address.verified = True
    address.save()
    invitation.accept(guest, now=now, contact="x")
    assert access.organizes(guest.user, cohort)


@pytest.mark.parametrize("role", ["organizer", "mentor"])
def test_with_another_account_the_inviter_is_asked_and_approves(client, cohort, lead, now, role, mailoutbox):
    invitation = invite(cohort, lead, now, role=role)
    guest = person("Gus Guest", email="gus@example.net")
    page = send(client, "get", invitation.secret_path, now, by=guest).content.decode()
    assert "sent to another address" in page
    assert "new@example.com" not in page  # whoever holds the link learns no address
    page = send(client, "post", invitation.secret_path, now, by=guest, contact="@gus").content.decode()
    assert "We’ve asked" in page
    assert not cohort.participations.filter(person=guest).exists()
    call_command("tick", "--at", now.isoformat())
    asked = [mail for mail in mailoutbox if mail.to == [lead.email] and "Gus Guest" in mail.subject]
    assert [mail.subject for mail in asked] == ["Gus Guest asks to accept your invitation with another account"]
    assert "gus@example.net" in asked[0].body
    assert "new@example.com" in asked[0].body
    people = send(client, "get", reverse("cohorts:organizers", args=[cohort.slug]), now, by=lead).content.decode()
    assert "gus@example.net" in people
    answer(client, InvitationClaim.objects.get(), now, by=lead, answer="approve")
    place = cohort.participations.get(person=guest)
    assert (place.is_organizer, place.is_mentor) == (role == "organizer", role == "mentor")
    invitation.refresh_from_db()
    assert (invitation.accepted_by, invitation.accepted_at) == (guest, now)
    call_command("tick", "--at", now.isoformat())
    assert [mail.to for mail in mailoutbox if mail.subject.startswith("You’re")] == [["gus@example.net"]]


def test_declined_the_link_still_works_for_who_was_invited(client, cohort, lead, now, mailoutbox):
    invitation = invite(cohort, lead, now, email="nia.new@example.org")
    guest = person("Gus Guest")
    send(client, "post", invitation.secret_path, now, by=guest, contact="x")
    answer(client, InvitationClaim.objects.get(), now, by=lead, answer="decline")
    assert "declined" in send(client, "get", invitation.secret_path, now, by=guest).content.decode()
    send(client, "post", invitation.secret_path, now, by=guest, contact="x")
    assert InvitationClaim.objects.get().decided_by == lead  # it is not asked again
    call_command("tick", "--at", now.isoformat())
    assert [mail.to for mail in mailoutbox if "was declined" in mail.subject] == [[guest.email]]
    nia = person("Nia New")
    send(client, "post", invitation.secret_path, now, by=nia, contact="nia")
    assert access.organizes(nia.user, cohort)


def test_nobody_answers_for_themselves_nor_out_of_turn(client, cohort, lead, colleague, now):
    invitation = invite(cohort, colleague, now)
    send(client, "post", invitation.secret_path, now, by=colleague, contact="x")
    own = InvitationClaim.objects.get()
    assert "Somebody else has to answer" in answer(client, own, now, by=colleague, answer="approve").content.decode()
    other = person("Otto Organizer")
    sides.give_organizer(cohort, other, by=lead, now=now)
    assert "Only" in answer(client, own, now, by=other, answer="approve").content.decode()
    assert answer(client, own, now, by=person("Stan Stranger"), answer="approve").status_code == 403
    own.refresh_from_db()
    assert own.decided_at is None


def test_what_was_answered_accepted_or_taken_back_is_answered_no_more(client, cohort, lead, now):
    invitation = invite(cohort, lead, now, email="nia.new@example.org")
    guest = person("Gus Guest")
    send(client, "post", invitation.secret_path, now, by=guest, contact="x")
    invitation.accept(person("Nia New"), now=now, contact="nia")
    response = answer(client, InvitationClaim.objects.get(), now, by=lead, answer="approve")
    assert "has been accepted already" in response.content.decode()
    assert not access.organizes(guest.user, cohort)


def test_a_command_has_nobody_to_ask_so_leads_or_else_superusers_are(client, mailoutbox):
    root = User.objects.create_superuser("root@example.org", "correct horse battery", name="Rut Root")
    call_command("create_cohort", "fresh", "--name", "Fresh", "--kickoff", "2027-06-15", "--lead", "new@example.com")
    invitation = Invitation.objects.get()
    now, guest = invitation.invited_at, person("Gus Guest")
    send(client, "post", invitation.secret_path, now, by=guest, contact="x")
    call_command("tick", "--at", now.isoformat())
    assert [mail.to for mail in mailoutbox if "another account" in mail.subject] == [["root@example.org"]]
    answer(client, InvitationClaim.objects.get(), now, by=root.person, answer="approve")
    assert access.leads(guest.user, invitation.cohort)


def test_home_and_overview_say_that_somebody_waits_for_an_answer(client, cohort, lead, now):
    invitation = invite(cohort, lead, now)
    send(client, "post", invitation.secret_path, now, by=person("Gus Guest"), contact="x")
    for page in (reverse("home"), reverse("cohorts:cockpit", args=[cohort.slug])):
        shown = send(client, "get", page, now, by=lead).content.decode()
        assert reverse("cohorts:organizers", args=[cohort.slug]) + "#claims" in shown
