"""Whether two people are one is said by somebody it concerns, who has had no say on them before.

What hangs on people is known to the apps, and platform code never imports one: an app registers its ``Concerns``. Where
nobody is left there, a superuser decides who had no say either.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from .models.user import User


@dataclass(frozen=True)
class Concerns:
    """What one app knows about the joins of two people."""

    seen_by: Callable  # (person) -> Q: the joins of people whom somebody looks after
    deciders: Callable  # (join) -> lists of people: of the first one with anybody left, each may decide
    had_a_say: Callable  # (people's pks) -> pks of whoever judged them before
    findings: Callable  # (person, now) -> {(of what, name): object with ``word`` and ``reason``}
    decided: Callable  # (person, now): keep what a decision has changed


_CONCERNS: list[Concerns] = []


def register(concerns: Concerns):
    _CONCERNS.append(concerns)


def visible(joins, user):
    """Those that a user may read: a superuser all, others those that concern them."""
    if user.is_superuser:
        return joins
    seen = Q(pk=None)
    for concerns in _CONCERNS:
        seen |= concerns.seen_by(user.person)
    return joins.filter(seen)


def free_to_decide(join):
    """Who may decide now; nobody where everybody had a say."""
    people = {join.account_id, join.known_id} - {None}
    biased = people.union(*(concerns.had_a_say(people) for concerns in _CONCERNS))
    asked = [some for concerns in _CONCERNS for some in concerns.deciders(join)]
    roots = User.objects.filter(is_superuser=True).select_related("person").order_by("pk")
    for some in (*asked, [user.person for user in roots]):
        if free := [person for person in some if person.pk not in biased and _can_act(person)]:
            return free
    return []


def why_not(join, person):
    """Why this person can't decide it, in words; "" where they can."""
    if person.pk == join.account_id:
        return _("Somebody else has to decide whether this is you.")
    free = free_to_decide(join)
    if person in free:
        return ""
    if free:
        names = ", ".join(map(str, free))
        return _("A lead organizer who had no say on this person decides. That's up to: %(names)s.") % {"names": names}
    return _("Everybody who could decide had a say on this person before. A superuser who had none is needed.")


def findings(person, now) -> dict[tuple[str, str], Any]:
    """What is found about somebody by what is known now."""
    return {key: value for concerns in _CONCERNS for key, value in concerns.findings(person, now).items()}


def decided(person, now):
    for concerns in _CONCERNS:
        concerns.decided(person, now)


def _can_act(person):
    return person.has_account and person.user.is_active and person.suspended_at is None
