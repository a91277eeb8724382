import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from amp_portal.users import scenarios
from amp_portal.users.models import User

pytestmark = pytest.mark.django_db


def test_two_people_of_one_name_are_two_people():
    first, second = scenarios.person("Ada Lark"), scenarios.person("Ada Lark")

    assert (first.user.email, second.user.email) == ("ada.lark@example.org", "ada.lark-2@example.org")
    assert (first.github_login, second.github_login) == ("ada-lark", "ada-lark-2")
    assert first.github_id != second.github_id
    assert first.github_is_proved


def test_an_account_can_sign_in(client):
    scenarios.person("Ada Lark")

    response = client.post(reverse("account_login"), {"login": "ada.lark@example.org", "password": scenarios.PASSWORD})

    assert response.status_code == 302
    assert response.url == reverse("home")


def test_somebody_known_from_a_list_has_only_what_the_list_says():
    known = scenarios.person("Old Hand", github_login="OldHand", account=False)

    assert (known.email, known.github_login, known.github_id, known.github_is_proved) == ("", "OldHand", None, False)
    assert (User.objects.count(), EmailAddress.objects.count()) == (0, 0)
