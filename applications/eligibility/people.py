"""Whom the program knows under an account, who for sure and who by login alone.

People are found by who they are or by the proved numeric id. Imported people without an id are found by login alone,
and marked so; a login that somebody merely typed finds nobody.
"""

from dataclasses import dataclass, replace

from django.db.models import Q

from amp_portal.users.models import Join, Person

from .facts import Account


@dataclass(frozen=True)
class Found:
    """The account with what is known about its login, and the people (pks) it is: for sure, and by login alone.

    ``earlier_logins`` are others that its numeric id is known by, ``names`` those of the people it is for sure.
    """

    account: Account
    sure: frozenset[int]
    by_login: frozenset[int]
    is_superuser: bool
    earlier_logins: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()

    @property
    def ids(self):
        return self.sure | self.by_login


def same_account(account, logins, prefix=""):
    """Rows whose person has this proved account's numeric id, or one of the logins; nobody where it is not proved."""
    wanted = Q(pk=None)
    if account.proved and account.github_id:
        wanted |= Q(**{f"{prefix}github_id": account.github_id})
    for login in filter(None, logins if account.proved else ()):
        wanted |= Q(**{f"{prefix}github_login__iexact": login})
    return wanted


def logins(account):
    """The login asked about, and the one its numeric id is known by: a renamed account's history has the old one."""
    known = Person.objects.filter(github_id=account.github_id, github_id__isnull=False)
    return {account.login.lower(), *(login.lower() for login in known.values_list("github_login", flat=True))}


def identify(account, candidates, itself=None) -> Found:
    """Who of the candidates the account is. Asked by login alone, it is the one account known by that login."""
    candidates = list(candidates)
    same_login = [person for person in candidates if person.github_login.lower() == account.login.lower()]
    known = {person.github_id for person in same_login if person.github_id}
    if account.proved and account.github_id is None and len(known) == 1:
        account = replace(account, github_id=known.pop())
    if account.proved:
        account = replace(account, other_ids=tuple(sorted(known - {account.github_id})))
    sure, by_login, earlier, is_superuser = set(), set(), set(), False
    for person in candidates:
        user = getattr(person, "user", None)
        if person == itself or (account.github_id and person.github_id == account.github_id):
            sure.add(person.pk)
            if account.github_id and person.github_id == account.github_id:
                earlier.add(person.github_login.lower())
            is_superuser = is_superuser or bool(user and user.is_superuser)
        elif person.github_id is None and user is None:
            by_login.add(person.pk)
    earlier -= {account.login.lower(), ""}
    names = tuple(sorted({person.name for person in candidates if person.pk in sure}))
    return Found(account, frozenset(sure), frozenset(by_login), is_superuser, frozenset(earlier), names)


def tell_apart(found) -> Found:
    """Without those of whom an organizer said that they are somebody else with the same login."""
    refused = Join.objects.filter(state=Join.State.REFUSED, account__in=found.sure, known__in=found.by_login)
    return replace(found, by_login=found.by_login - set(refused.values_list("known_id", flat=True)))
