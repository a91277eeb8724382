"""Settings of a cohort and their values as people read them."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _

from amp_portal.users.models import Person

from .amounts import AmountField, in_words


def rows(change) -> list[tuple[str, str, str]]:
    """``(setting, what it was, what it is then)`` of a CohortChange or SettingsProposal. One query at most."""
    return in_rows(change.setting_shifts, change.cohort)


def in_rows(shifts: Iterable, cohort) -> list[tuple[str, str, str]]:
    """The same of shifts that are only planned."""
    shifts = list(shifts)
    people = _people(shifts, cohort)
    return [
        (str(shift.label), *(_value(cohort, shift.name, value, people) for value in (shift.was, shift.now)))
        for shift in shifts
    ]


def _people(shifts, cohort):
    named = {
        value
        for shift in shifts
        if isinstance(cohort._meta.get_field(shift.name), models.ForeignKey)
        for value in (shift.was, shift.now)
        if value
    }
    return {person.pk: str(person) for person in Person.objects.filter(pk__in=named)} if named else {}


def _value(cohort, name, value, people):
    field = cohort._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        return people.get(value, _("nobody"))
    if isinstance(field, AmountField):
        return in_words(value, cohort.currency)
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value) or _("none")
