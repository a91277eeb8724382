import re
from datetime import UTC, datetime

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages
from django.urls import reverse

from amp_portal.outbox import delivery
from amp_portal.outbox.models import Message
from amp_portal.users import scenarios
from amp_portal.users.models import Person, User

from .signing_in import again

pytestmark = pytest.mark.django_db

NEW = {
    "name": "Ada Lark",
    "email": "Ada@Example.org",
    "password1": "a quiet heron stands",
    "password2": "a quiet heron stands",
}


def links_in(mail):
    return re.findall(r"https?://\S+", mail.body)


@pytest.fixture
def deliver(mailoutbox):
    """Deliver what is due; returns the e-mails."""

    def run():
        delivery.drain(datetime.now(UTC))
        return mailoutbox

    return run


def test_signing_up_makes_a_person_and_asks_to_confirm_the_address(client, deliver):
    client.cookies["timezone"] = "Asia/Kolkata"

    response = client.post(reverse("account_signup"), NEW)

    assert response.url == reverse("account_email_verification_sent")
    user = User.objects.get()
    assert (user.email, user.person.name, user.person.email, user.person.time_zone) == (
        "ada@example.org",
        "Ada Lark",
        "ada@example.org",
        "Asia/Kolkata",
    )
    [mail] = deliver()
    assert (mail.to, mail.subject) == (["ada@example.org"], "Please confirm your e-mail address")
    confirm = links_in(mail)[0]
    assert client.post(confirm).status_code == 302
    assert EmailAddress.objects.get().verified


@pytest.mark.parametrize("zone", ["", "Middle/Earth", "../../etc/passwd", "x" * 500])
def test_a_zone_we_do_not_know_is_left_empty(client, zone):
    client.cookies["timezone"] = zone

    client.post(reverse("account_signup"), NEW)

    assert Person.objects.get().time_zone == ""


def test_nobody_signs_in_before_the_address_is_confirmed(client):
    client.post(reverse("account_signup"), NEW)

    response = client.post(
        reverse("account_login"), {"login": "ada@example.org", "password": "a quiet heron stands"}, follow=True
    )

    assert response.redirect_chain[-1][0] == reverse("account_email_verification_sent")
    assert client.get(reverse("users:profile")).status_code == 302


def test_a_name_is_needed_and_what_was_typed_stays(client):
    response = client.post(reverse("account_signup"), NEW | {"name": " "})

    assert response.context["form"].errors == {"name": ["This field is required."]}
    assert b'value="ada@example.org"' in response.content.lower()
    assert not Person.objects.exists()


def test_account_mail_is_private_and_wiped_once_it_is_sent(client, deliver):
    scenarios.person("Ada Lark")
    client.post(reverse("account_reset_password"), {"email": "ada.lark@example.org"})
    queued = Message.objects.get()
    assert (queued.private, queued.channel, queued.address, queued.person) == (
        True,
        Message.Channel.EMAIL,
        "ada.lark@example.org",
        None,
    )
    assert "/accounts/password/reset/key/" in queued.facts["text"]

    [mail] = deliver()

    assert "/accounts/password/reset/key/" in mail.body
    queued.refresh_from_db()
    assert (queued.state, queued.body, queued.facts) == (Message.State.SENT, "", {})


def test_a_new_password_is_chosen_by_the_link(client, deliver):
    user = scenarios.person("Ada Lark").user
    client.post(reverse("account_reset_password"), {"email": user.email})
    page = client.get(links_in(deliver()[0])[0], follow=True)

    client.post(page.redirect_chain[-1][0], {"password1": "new and quite long", "password2": "new and quite long"})

    user.refresh_from_db()
    assert user.check_password("new and quite long")


def test_the_link_of_account_mail_is_a_button(client, deliver, settings):
    settings.SITE_URL = "http://testserver"
    client.post(reverse("account_signup"), NEW)
    [mail] = deliver()
    [(page, _kind)] = mail.alternatives
    assert re.search(
        r'<a href="http://testserver/accounts/confirm-email/[^"]+" class="[^"]*button"[^>]*>Confirm your', page
    )


def test_each_time_is_a_letter_of_its_own(client):
    scenarios.person("Ada Lark")
    for _time in range(2):
        client.post(reverse("account_reset_password"), {"email": "ada.lark@example.org"})

    assert Message.objects.count() == 2


def test_whether_somebody_has_an_account_is_only_told_to_their_mailbox(client, deliver):
    scenarios.person("Ada Lark", email="ada@example.org")

    signup = client.post(reverse("account_signup"), NEW)
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})

    assert signup.url == reverse("account_email_verification_sent")
    assert unknown.url == reverse("account_reset_password_done")
    assert sorted((mail.to[0], mail.subject) for mail in deliver()) == [
        ("ada@example.org", "You have an account already"),
        ("nobody@example.org", "There is no account with this address"),
    ]


def test_a_closed_account_can_not_sign_in(client):
    user = scenarios.person("Ada Lark").user
    client.force_login(user)
    user.is_active = False
    user.save()

    assert client.get(reverse("users:profile")).status_code == 302  # the session they had
    response = client.post(reverse("account_login"), {"login": user.email, "password": scenarios.PASSWORD}, follow=True)

    assert response.redirect_chain[-1][0] == reverse("account_inactive")
    assert not response.wsgi_request.user.is_authenticated


def test_a_name_is_not_repeated_in_mail_to_an_address_nobody_confirmed(client, deliver):
    """Else a stranger could send their text to anybody through us."""
    client.post(reverse("account_signup"), NEW | {"name": "You WIN evil"})

    assert "evil" not in deliver()[0].body


def test_the_time_of_account_mail_is_the_request_s(client):
    with time_machine.travel("2027-05-01 12:00Z", tick=False):
        client.post(reverse("account_signup"), NEW)

    assert Message.objects.get().created_at == datetime(2027, 5, 1, 12, tzinfo=UTC)


def test_the_profile_offers_the_browser_s_zone_when_there_is_none(client):
    ada = scenarios.person("Ada Lark", time_zone="")
    client.force_login(ada.user)
    client.cookies["timezone"] = "Africa/Lagos"

    form = client.get(reverse("users:profile")).context["form"]

    assert form["time_zone"].value() == "Africa/Lagos"
    ada.refresh_from_db()
    assert ada.time_zone == ""


@pytest.mark.parametrize(
    ("typed", "saved"),
    [("Europe/Berlin", "Europe/Berlin"), (" america/new york ", "America/New_York"), ("", "")],
)
def test_name_and_zone_change(client, typed, saved):
    ada = scenarios.person("Ada Lark")
    client.force_login(ada.user)

    response = client.post(reverse("users:profile"), {"name": "Ada L.", "time_zone": typed})

    assert response.url == reverse("users:profile")
    assert [str(message) for message in get_messages(response.wsgi_request)] == ["Your profile is saved."]
    ada.refresh_from_db()
    assert (ada.name, ada.time_zone) == ("Ada L.", saved)


def test_a_name_is_one_line_wherever_it_comes_from(client):
    """It stands in the subjects of letters to others: a second line would be a text of its own there."""
    forged = "Ada\r\n\r\nYour account expires, see\u2028the bank"
    ada = scenarios.person("Ada Lark")
    client.post(reverse("account_signup"), NEW | {"name": forged, "email": "new@example.org"})
    client.force_login(ada.user)
    client.post(reverse("users:profile"), {"name": forged, "time_zone": ""})

    ada.refresh_from_db()
    assert ada.name == "Ada Your account expires, see the bank"
    assert User.objects.get(email="new@example.org").person.name == ada.name


def test_an_address_is_no_name(client):
    """A superuser made on the command line has no name; their address is nobody else's business."""
    root = User.objects.create_superuser("root@example.org", scenarios.PASSWORD)
    client.force_login(root)

    page = client.get(reverse("users:profile")).content.decode()

    assert (str(root.person), "root@example.org" in page) == ("root", False)


def test_an_unknown_zone_is_explained_beside_the_field(client):
    ada = scenarios.person("Ada Lark", time_zone="UTC")
    client.force_login(ada.user)

    response = client.post(reverse("users:profile"), {"name": "Ada", "time_zone": "Berlin"})

    assert response.status_code == 422
    assert "Berlin" in response.context["form"].errors["time_zone"][0]
    ada.refresh_from_db()
    assert (ada.name, ada.time_zone) == ("Ada Lark", "UTC")


def test_a_profile_never_takes_a_github_identity(client):
    ada = scenarios.person("Ada Lark", github_login="")
    client.force_login(ada.user)

    client.post(
        reverse("users:profile"),
        {"name": "Ada", "time_zone": "UTC", "github_login": "derberg", "github_id": "1", "email": "x@example.org"},
    )

    ada.refresh_from_db()
    assert (ada.github_login, ada.github_id, ada.email) == ("", None, "ada.lark@example.org")


def test_letters_follow_the_address_of_the_account(client):
    ada = scenarios.person("Ada Lark")
    EmailAddress.objects.create(user=ada.user, email="new@example.org", verified=True)
    again(client, ada.user)

    client.post(reverse("account_email"), {"action_primary": "", "email": "new@example.org"})

    ada.refresh_from_db()
    assert (ada.user.email, ada.email) == ("new@example.org", "new@example.org")
