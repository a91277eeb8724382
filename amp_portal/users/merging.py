"""Put two people together: whatever points at the one points at the other afterwards."""

from collections import Counter
from contextlib import suppress

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from .models.person import Person

NOT_MOVED = {"user", "joins", "join_proposals"}


class Conflict(Exception):
    """Two people can't be put together; ``str(conflict)`` says why. Nothing has changed."""


@transaction.atomic
def merge(known, account):
    """Everything of ``known`` becomes ``account``'s, empty fields are filled, ``known`` is deleted.

    A model whose rows of both would meet says by ``before_merging(known, account)`` how they become one.

    The caller holds the locks of both rows. Raises Conflict. The GitHub identity is left to the caller.
    """
    if known.has_account:
        raise Conflict(_("Another account here has this GitHub identity already."))
    if known.github_id and account.github_id and known.github_id != account.github_id:
        raise Conflict(_("Their numeric GitHub ids differ, so they are two people."))
    for relation in relations():
        if settle := getattr(relation.related_model, "before_merging", None):
            settle(known, account)
        _move(relation, known, account)
    _move_generic(known, account)
    Person.objects.filter(pk=known.pk).delete()
    for field in ("name", "email", "time_zone"):
        setattr(account, field, getattr(account, field) or getattr(known, field))
    account.created_at = min(account.created_at, known.created_at)
    _suspend_as_both(known, account)
    account.save(update_fields=["name", "email", "time_zone", "created_at", "suspended_at", "suspended_until"])


def _suspend_as_both(known, account):
    """Whoever of them has no access: neither has the one they become, for as long as the longer lasts."""
    suspended = [person for person in (known, account) if person.suspended_at]
    if suspended:
        ends = [person.suspended_until for person in suspended]
        account.suspended_at = min(person.suspended_at for person in suspended)
        account.suspended_until = None if None in ends else max(ends)


def rows_of(person) -> Counter:
    """What hangs on a person: how many rows of which model. For deciding whether two people are one."""
    return rows_of_each([person])[person.pk]


def rows_of_each(people) -> dict[int, Counter]:
    """The same for many people by their pk, in as many queries as for one, without models that are ``confidential``."""
    counts: dict[int, Counter] = {person.pk: Counter() for person in people}
    for relation in told_relations():
        field = relation.field.attname
        rows = relation.related_model._base_manager.filter(**{f"{field}__in": counts})
        for pk, count in rows.order_by().values_list(field).annotate(models.Count("pk")):
            counts[pk][relation.related_model] += count
    return counts


def in_words(rows) -> str:
    """What ``rows_of`` counted, for people to read."""
    named = sorted((str(model._meta.verbose_name), count) for model, count in rows.items())
    return ", ".join(f"{name}: {count}" for name, count in named)


def relations():
    """Every foreign key to Person, hidden ones included."""
    fields = Person._meta.get_fields(include_hidden=True)
    return [
        field
        for field in fields
        if (field.one_to_many or field.one_to_one) and field.auto_created and not field.concrete
        if field.name not in NOT_MOVED
    ]


def told_relations():
    """Those whose rows may be counted: not of models that are ``confidential``."""
    return [relation for relation in relations() if not getattr(relation.related_model, "confidential", False)]


def _move(relation, known, account):
    rows = relation.related_model._base_manager.filter(**{relation.field.name: known})
    if getattr(relation.related_model, "gives_way", False):
        _move_what_fits(rows, {relation.field.name: account})
        return
    try:
        with transaction.atomic():
            rows.update(**{relation.field.name: account})
    except IntegrityError as error:
        what = relation.related_model._meta.verbose_name
        raise Conflict(_("Both have a row under “%(what)s” where there can be only one.") % {"what": what}) from error


def _move_what_fits(rows, change):
    """Of a model with ``gives_way``: where both have a row, the account's stays, and the other goes with its person."""
    for row in rows:
        with suppress(IntegrityError), transaction.atomic():
            rows.filter(pk=row.pk).update(**change)


def _move_generic(known, account):
    """Whatever says ``about`` a person by content type."""
    person = ContentType.objects.get_for_model(Person)
    for model in apps.get_models():
        for field in model._meta.private_fields:
            if isinstance(field, GenericForeignKey):
                rows = model._base_manager.filter(**{field.ct_field: person, field.fk_field: known.pk})
                rows.update(**{field.fk_field: account.pk})
