"""Paused access, for those who decide about them without reading reports: who, since when, until when. No more."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal
from amp_portal.users.models import Person

from . import access
from .forms import LiftForm, PersonForm
from .guards import confidential, login_required
from .suspensions import ConductSuspension


@dataclass(frozen=True)
class Pause:
    """What all suspensions of a person come to, and which of them this reader may decide about."""

    person: Person
    since: datetime
    until: datetime | None
    to_confirm: list[ConductSuspension]
    to_lift: list[ConductSuspension]


def _pauses(user, now):
    by_person: dict[Person, list] = {}
    for row in access.suspensions(user, now):
        by_person.setdefault(row.person, []).append(row)
    for person, rows in by_person.items():
        yield Pause(
            person,
            since=min(row.since for row in rows),
            until=None if any(row.until is None for row in rows) else max(row.until for row in rows),
            to_confirm=[row for row in rows if access.confirms(user, row)],
            to_lift=[row for row in rows if user.is_superuser and not row.is_lifted],
        )


@confidential
@login_required
def suspensions(request):
    return _page(request, LiftForm())


def _page(request, form, status=200):
    pauses = list(_pauses(request.user, request.received_at))
    return render(request, "cohorts/conduct/suspensions.html", {"pauses": pauses, "form": form}, status=status)


@confidential
@login_required
@require_POST
def confirm(request):
    """A second person agrees, where no other handler could."""
    return _decide(request, lambda pause: pause.to_confirm, "confirm")


@confidential
@login_required
@require_POST
def lift(request):
    """A superuser gives somebody their access back, with a reason."""
    access.may_lift(request.user)
    form = LiftForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    return _decide(request, lambda pause: pause.to_lift, "lift", reason=form.cleaned_data["reason"])


def _decide(request, chosen, verb, **kwargs):
    by, now = request.user.person, request.received_at
    pauses = {pause.person.pk: chosen(pause) for pause in _pauses(request.user, now)}
    form = PersonForm(request.POST, people=Person.objects.filter(pk__in=pauses))
    if not form.is_valid() or not pauses[form.cleaned_data["person"].pk]:
        messages.error(request, _("There is nothing to decide about them, or not by you. Nothing has changed."))
        return redirect("cohorts:conduct-suspensions")
    try:
        _each(form.cleaned_data["person"], pauses, verb, by=by, now=now, **kwargs)
    except Refusal as refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, _("Done."))
    return redirect("cohorts:conduct-suspensions")


@transaction.atomic
def _each(person, pauses, verb, *, by, now, **kwargs):
    rows = ConductSuspension.hold(person).filter(pk__in=[row.pk for row in pauses[person.pk]])
    for row in rows.select_related("person", "cohort", "report"):
        getattr(row, verb)(by=by, now=now, **kwargs)
        row.record(verb, by, now)
