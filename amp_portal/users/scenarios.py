"""Invented people, for tests, benchmarks and the demo."""

import zlib
from functools import cache

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from . import deciders
from .models import Person, User

PASSWORD = "correct horse battery"  # noqa: S105 # nosec B105


@cache
def _encoded_password():
    return make_password(PASSWORD)


def _free(base, is_taken):
    """``base``, or ``base-2``, ``base-3``, … : the first that nobody has."""
    candidate, number = base, 1
    while is_taken(candidate):
        number += 1
        candidate = f"{base}-{number}"
    return candidate


@transaction.atomic
def person(
    name="Ada Lark",
    *,
    email=None,
    github_login=None,
    github_id=None,
    proved=True,
    time_zone="UTC",
    account=True,
    now=None,
) -> Person:
    """Somebody with an account (password ``PASSWORD``, verified e-mail) who signed in with GitHub.

    - ``proved=False``: the GitHub login is merely a label; ``github_login=""``: no GitHub at all.
    - ``account=False``: somebody known from a list; has only what is given.

    E-mail and login come from the name, with a number when taken; the numeric id comes from the login.
    """
    slug = slugify(name) or "somebody"
    if account and email is None:
        mailbox = _free(slug.replace("-", "."), lambda box: User.objects.filter(email=f"{box}@example.org").exists())
        email = f"{mailbox}@example.org"
    if account and github_login is None:
        github_login = _free(slug[:35], lambda login: Person.objects.with_login(login).exists())
    proved = proved and account and bool(github_login)
    if proved and github_id is None:
        github_id = 10_000_000_000 + zlib.crc32(github_login.lower().encode())
    made = Person.objects.create(
        name=name,
        email=email or "",
        time_zone=time_zone,
        github_login=github_login or "",
        github_id=github_id,
        github_proved_at=(now or timezone.now()) if proved else None,
    )
    if account:
        user = User.objects.create(email=email, person=made, password=_encoded_password())
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        if proved:
            SocialAccount.objects.create(
                user=user, provider="github", uid=str(github_id), extra_data={"id": github_id, "login": github_login}
            )
    return made


def decide(join, verb, *, now):
    """Whoever may (a superuser, if nobody else is left) confirms or refuses a possible match."""
    if not deciders.free_to_decide(join):
        User.objects.filter(pk=person("Rut Root").user.pk).update(is_superuser=True)
    getattr(join, verb)(by=deciders.free_to_decide(join)[0], source="They said so in Slack", now=now)
    return join
