from django.urls import reverse

from amp_portal.users import scenarios


def again(client, user):
    """Signed in, with the password typed just now: changes of the account are open."""
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": scenarios.PASSWORD})
    return client
