"""A second factor: who needs one before which pages open, and how a lost one is taken off an account."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from amp_portal import arrival, sweeps
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.second_factor.models import SecondFactorReset
from amp_portal.users.models import User
from amp_portal.users.scenarios import PASSWORD, person
from cohorts import sides
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant

from .signing_in import code

pytestmark = pytest.mark.django_db
DAY = timedelta(hours=24)
REQUIRED = "/second-factor/"


@pytest.fixture
def root():
    return User.objects.create_superuser("root@example.org", PASSWORD, name="Rut Root")


@pytest.fixture
def production(settings):
    settings.PRODUCTION = True


def with_factor(user):
    """The secret of the authenticator app that the account has now, with recovery codes."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def sign_in(client, user, secret=None):
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    if secret:
        client.post(reverse("mfa_authenticate"), {"code": code(secret)})


# Who needs one -----------------------------------------------------------------------------


def test_the_admin_stays_closed_to_a_superuser_with_a_password_alone(client, root, production):
    sign_in(client, root)
    for path in ("/admin/", reverse("admin:users_user_changelist"), reverse("admin:login")):
        assert client.get(path)["Location"] == REQUIRED
    assert client.post(reverse("admin:users_user_changelist"), {"action": "x"})["Location"] == REQUIRED
    page = client.get(REQUIRED).content.decode()
    assert reverse("mfa_activate_totp") in page
    assert client.get(reverse("mfa_index")).status_code == 200


def test_nor_do_the_organizers_pages_that_the_role_opens(client, root, production):
    cohort = a_cohort()
    sign_in(client, root)
    for name in ("cohorts:cockpit", "cohorts:organizers", "applications:screening"):
        assert client.get(reverse(name, args=[cohort.slug]))["Location"] == REQUIRED


def test_the_admin_opens_to_a_superuser_with_a_second_factor(client, root, production):
    sign_in(client, root, with_factor(root))
    assert client.get("/admin/").status_code == 200


def test_outside_production_nobody_has_to(client, root):
    sign_in(client, root)
    assert client.get("/admin/").status_code == 200


def test_a_session_older_than_the_factor_has_to_show_it(client, root, production):
    """A stolen session that was opened with a password alone is worth nothing once the owner has a factor."""
    sign_in(client, root)
    secret = with_factor(root)
    answer = client.get("/admin/")
    assert answer["Location"] == f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2F"
    client.post(answer["Location"], {"code": code(secret)})
    assert client.get("/admin/").status_code == 200


def test_a_password_alone_takes_no_factor_off(client, root, production):
    """Else whoever has the password and a session from before removes the owner's, sets up their own and is in."""
    sign_in(client, root)
    secret = with_factor(root)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    for name in ("mfa_deactivate_totp", "mfa_generate_recovery_codes"):
        assert client.post(reverse(name))["Location"].startswith(reverse("mfa_reauthenticate"))
    assert factors(root) == ["recovery_codes", "totp"]

    client.post(reverse("mfa_reauthenticate"), {"code": code(secret)})
    client.post(reverse("mfa_deactivate_totp"))
    assert factors(root) == []


@pytest.mark.django_db(transaction=True)
def test_setting_the_first_factor_up_shows_it(client, root, production):
    sign_in(client, root)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert client.get("/admin/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_another_one_set_up_does_not_stand_in_for_the_first(client, root, production):
    Authenticator.objects.create(user=root, type="webauthn", data={"name": "Key", "credential": {}})
    client.force_login(root)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))
    assert client.get("/admin/")["Location"].startswith(reverse("mfa_reauthenticate"))


@pytest.mark.parametrize("dashboard", ["home", "cockpit"])
def test_organizers_are_asked_on_their_dashboard_until_they_have_one(client, dashboard):
    cohort = a_cohort()
    lead, now = cohort.leads().get().person, instant(cohort, "mentor_call")
    url = reverse("home") if dashboard == "home" else reverse("cohorts:cockpit", args=[cohort.slug])
    with time_machine.travel(now, tick=False):
        client.force_login(lead.user)
        asked = client.get(url).content.decode()
        with_factor(lead.user)
        after = client.get(url).content.decode()
    assert ("Set up two-factor sign-in" in asked, "Set up two-factor sign-in" in after) == (True, False)


def test_nobody_else_is_asked(client):
    client.force_login(person("Stan Stranger").user)
    assert "two-factor" not in client.get(reverse("home")).content.decode()


def test_a_setting_makes_it_mandatory_for_organizers_and_nobody_else(client, settings):
    settings.ORGANIZERS_NEED_SECOND_FACTOR = True
    cohort = a_cohort()
    lead, stranger = cohort.leads().get().person, person("Stan Stranger")
    pages = ["/home/", "/admin/", reverse("cohorts:cockpit", args=[cohort.slug])]
    sign_in(client, lead.user)
    assert [client.get(page)["Location"] for page in pages] == [REQUIRED] * 3
    report = reverse("cohorts:conduct-report", args=[cohort.slug])
    assert client.get(report).status_code == 200  # reporting stays open to everybody
    assert client.get(reverse("cohorts:conduct-reports"))["Location"] == REQUIRED
    client.logout()
    sign_in(client, lead.user, with_factor(lead.user))
    assert [client.get(page).status_code for page in pages] == [200] * 3
    client.force_login(stranger.user)
    assert client.get("/home/").status_code == 200


def test_a_lead_s_decisions_about_people_need_it_and_objecting_to_a_change_does_not(client, settings):
    settings.ORGANIZERS_NEED_SECOND_FACTOR = True
    sign_in(client, a_cohort().leads().get().person.user)

    assert client.get(reverse("users:match", args=[1])).headers.get("Location") == REQUIRED
    assert client.post(reverse("users:match", args=[1]), {"decision": "confirm"}).headers.get("Location") == REQUIRED
    assert client.get(reverse("outbox:object", args=["none-of-ours"])).status_code == 404


def test_a_former_organizer_need_not(client, settings):
    settings.ORGANIZERS_NEED_SECOND_FACTOR = True
    cohort, colleague = a_cohort(), person("Cora Colleague")
    now = instant(cohort, "mentor_call")
    sides.give_organizer(cohort, colleague, now=now)
    sides.end_organizer(cohort, colleague, now=now)
    client.force_login(colleague.user)
    assert client.get("/home/").status_code == 200


# A lost one ----------------------------------------------------------------------------------


@pytest.fixture
def now():
    return instant(a_cohort(), "mentor_call")


@pytest.fixture
def ada():
    """An organizer's account with a second factor and a second address."""
    ada = person("Ada Lark").user
    EmailAddress.objects.create(user=ada, email="ada@home.example", verified=True)
    with_factor(ada)
    return ada


def tick(now):
    call_command("tick", "--at", now.isoformat())


def factors(user):
    return sorted(user.authenticator_set.values_list("type", flat=True))


def ask(ada, root, now):
    return SecondFactorReset.ask(ada, "We talked on a video call.", by=root.person, now=now)


def test_a_recovery_code_takes_the_place_of_a_lost_factor(client, ada):
    codes = Authenticator.objects.get(user=ada, type="recovery_codes").wrap().get_unused_codes()
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert client.get("/home/").status_code == 200


def test_a_superuser_asks_with_a_reason_and_a_day_later_the_factor_is_gone(client, ada, root, now, mailoutbox):
    add = reverse("admin:second_factor_secondfactorreset_add")
    with time_machine.travel(now, tick=False):
        client.force_login(root)
        refused = client.post(add, {"email": ada.email, "reason": " "})
        assert refused.context["adminform"].form.errors == {"reason": ["This field is required."]}
        client.post(add, {"email": ada.email.upper(), "reason": "We talked on a video call."})
    reset = SecondFactorReset.objects.get()
    assert (reset.user, reset.asked_by, reset.due_at) == (ada, root.person, now + DAY)
    tick(now)
    asked = [mail for mail in mailoutbox if "will be reset" in mail.subject]
    assert sorted(mail.to[0] for mail in asked) == ["ada.lark@example.org", "ada@home.example"]
    assert all("We talked on a video call." in mail.body and "Rut Root" in mail.body for mail in asked)
    tick(now + DAY - timedelta(seconds=1))
    assert factors(ada) == ["recovery_codes", "totp"]
    tick(now + DAY + arrival.OLDEST)
    assert factors(ada) == []
    tick(now + DAY + arrival.OLDEST + timedelta(minutes=1))
    gone = [mail for mail in mailoutbox if "was removed" in mail.subject]
    assert sorted(mail.to[0] for mail in gone) == ["ada.lark@example.org", "ada@home.example"]


def test_the_owner_cancels_by_the_link_without_signing_in(client, ada, root, now, mailoutbox):
    ask(ada, root, now)
    tick(now)
    [link] = {re.search(r"/second-factor/reset/\S+/", mail.body)[0] for mail in mailoutbox if "reset" in mail.subject}
    with time_machine.travel(now, tick=False):
        assert "Cancel the reset" in client.get(link).content.decode()  # opening it does nothing yet
        assert SecondFactorReset.objects.waiting().exists()
        assert "canceled" in client.post(link, follow=True).content.decode()
    tick(now + DAY + arrival.OLDEST)
    assert factors(ada) == ["recovery_codes", "totp"]
    assert [mail.to for mail in mailoutbox if "reset of ada.lark" in mail.subject] == [["root@example.org"]]
    with time_machine.travel(now + DAY, tick=False):
        assert "canceled already" in client.post(link, follow=True).content.decode()


def test_the_owner_who_is_signed_in_sees_it_first_and_cancels(client, ada, root, now):
    reset = ask(ada, root, now)
    with time_machine.travel(now, tick=False):
        client.force_login(ada)
        page = client.get("/home/")
        assert page.context["todo"][0].what == "Your second factor will be reset"
        client.post(page.context["todo"][0].link)
    reset.refresh_from_db()
    assert reset.canceled_at == now


def test_who_can_ask_is_another_superuser(ada, root, now):
    with_factor(root)
    with pytest.raises(Refusal, match="Another superuser"):
        ask(root, root, now)
    cohort = a_cohort("theirs")
    with pytest.raises(Refusal, match="Only superusers"):
        SecondFactorReset.ask(ada, "Please.", by=cohort.leads().get().person, now=now)
    assert not SecondFactorReset.objects.exists()


def test_an_organizer_finds_no_page_for_it(client, ada, root, now):
    reset = ask(ada, root, now)
    client.force_login(a_cohort("theirs").leads().get().person.user)
    for name, args in (("changelist", []), ("add", []), ("change", [reset.pk])):
        assert client.get(reverse(f"admin:second_factor_secondfactorreset_{name}", args=args)).status_code == 403


def test_the_secret_link_is_in_no_page_of_the_admin(client, ada, root, now):
    reset = ask(ada, root, now)
    client.force_login(root)
    for name, args in (("changelist", []), ("change", [reset.pk]), ("history", [reset.pk])):
        page = client.get(reverse(f"admin:second_factor_secondfactorreset_{name}", args=args))
        assert page.status_code == 200
        assert reset.token not in page.content.decode()


def test_a_superuser_cancels_a_mistaken_one(client, ada, root, now):
    reset = ask(ada, root, now)
    client.force_login(root)
    url = reverse("admin:second_factor_secondfactorreset_changelist")
    client.post(url, {"action": "cancel", "_selected_action": [reset.pk]})
    reset.refresh_from_db()
    assert reset.canceled_because == "By Rut Root."


def test_it_counts_for_nothing_once_its_author_is_no_superuser(ada, root, now):
    reset = ask(ada, root, now)
    User.objects.filter(pk=root.pk).update(is_superuser=False)
    assert sweeps.run_all(now + DAY + arrival.OLDEST)["second-factor-resets"] == {"applied": 0}
    reset.refresh_from_db()
    assert (factors(ada), reset.is_waiting) == (["recovery_codes", "totp"], False)


def test_one_at_a_time_and_only_of_what_is_there(ada, root, now):
    ask(ada, root, now)
    with pytest.raises(Refusal, match="under way"):
        ask(ada, root, now)
    with pytest.raises(Refusal, match="has no second factor"):
        ask(person("Noor Nofactor").user, root, now)


def test_a_command_for_whoever_has_the_machine(ada, capsys):
    with pytest.raises(CommandError, match="Nobody has an account"):
        call_command("reset_second_factor", "nobody@example.org", "--reason", "x")
    with pytest.raises(CommandError, match="give a reason"):
        call_command("reset_second_factor", ada.email, "--reason", " ")
    call_command("reset_second_factor", ada.email, "--reason", "The only superuser lost their phone.")
    assert "will be removed at" in capsys.readouterr().out
    reset = SecondFactorReset.objects.get()
    assert (reset.asked_by, reset.due_at - reset.asked_at) == (None, DAY)
    assert Message.objects.filter(letter="second_factor/mail/reset_asked").count() == 2


def test_the_database_keeps_the_day_of_waiting(ada, root, now):
    reset = ask(ada, root, now)
    with pytest.raises(Refusal, match="still has time"):
        reset.apply(now=now + timedelta(hours=23))
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondFactorReset.objects.update(applied_at=now)
