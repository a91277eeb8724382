"""Somebody known from a list or imported history signs in (docs/program.md, People and words).

- By GitHub's numeric id they are joined at once: everything that hung on the known person hangs on the account's, and
  the known one is gone.
- By login alone a ``Join`` is proposed; somebody confirms it. Logins get reused, and history has no ids.
- Where a join would break a constraint nothing moves: a ``Join`` in conflict says why. The numeric id stays with the
  known person, so the account does not count as proved and rules about GitHub need a person. Each sign-in tries again.

An account keeps the first GitHub identity it proved.
"""

from collections import defaultdict

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Lower

from .merging import Conflict, merge
from .models import Join, Person


def prove(person, *, github_id, login, now):
    """The account of ``person`` has just signed in with this GitHub account."""
    try:
        _prove(person, github_id, login, now)
    except IntegrityError:  # a list named this very identity at this moment; the next sign-in joins them
        return
    propose(now, account=person)


@transaction.atomic
def _prove(person, github_id, login, now):
    person, known = _lock(person, github_id)
    if person.github_id not in (None, github_id):
        return
    try:
        if known:
            merge(known, person)
    except Conflict as conflict:
        _flag(person, known, reason=str(conflict), now=now)
        return
    person.github_id, person.github_login = github_id, login
    person.github_proved_at = person.github_proved_at or now
    person.save(update_fields=["github_id", "github_login", "github_proved_at"])


def _lock(person, github_id):
    """The account's person and whoever else has the id, locked in order. Returns (person, other or None)."""
    rows = Person.objects.select_for_update().filter(Q(pk=person.pk) | Q(github_id=github_id)).order_by("pk")
    by_pk = {row.pk: row for row in rows}
    return by_pk.pop(person.pk), next(iter(by_pk.values()), None)


def _flag(account, known, *, reason, now):
    join, is_new = Join.objects.get_or_create(
        account=account,
        known=known,
        defaults={"known_label": str(known), "state": Join.State.CONFLICT, "reason": reason, "created_at": now},
    )
    if not is_new and join.is_open:
        join.state, join.reason = Join.State.CONFLICT, reason
        join.save(update_fields=["state", "reason"])


def propose(now, account=None) -> int:
    """Propose joins by login alone, for one account's person or for all. Once per pair; returns how many are new."""
    accounts = Person.objects.filter(github_proved_at__isnull=False, user__isnull=False)
    if account is not None:
        accounts = accounts.filter(pk=account.pk)
    accounts = accounts.annotate(login=Lower("github_login"))
    known = Person.objects.without_account().filter(github_id=None).exclude(github_login="")
    known = known.annotate(login=Lower("github_login")).filter(login__in=accounts.values("login"))
    by_login = defaultdict(list)
    for person in known:
        by_login[person.login].append(person)
    there = set(Join.objects.filter(known__in=known).values_list("account_id", "known_id"))
    joins = [
        Join(account=owner, known=person, known_label=str(person), created_at=now)
        for owner in accounts.filter(login__in=by_login)
        for person in by_login[owner.login]
        if (owner.pk, person.pk) not in there
    ]
    Join.objects.bulk_create(joins, ignore_conflicts=True)
    return len(joins)
