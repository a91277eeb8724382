"""The handlers' pages, and the lead organizers' page that names handlers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal
from amp_portal.users.models import Person

from . import access
from .forms import HandlerForm, PersonForm, WriteForm
from .guards import confidential, login_required
from .models import ConductHandler


@confidential
@login_required
def reports(request):
    """What this handler may read. For anybody else the page is closed."""
    if not access.handles(request.user):
        raise PermissionDenied
    page_obj = Paginator(access.readable(request.user), 25).get_page(request.GET.get("page"))
    return render(request, "cohorts/conduct/reports.html", {"page_obj": page_obj})


@confidential
@login_required
def report(request, public_id):
    """One report: reading it is logged; writing about it."""
    found = access.report(request.user, public_id)
    form = WriteForm(request.POST or None, initial={"to": "reporter"})
    if request.method == "POST" and form.is_valid():
        is_shared = form.cleaned_data["to"] == "reporter"
        if _done(request, found.write, form.cleaned_data["text"], is_shared=is_shared):
            return redirect("cohorts:conduct-handle", public_id)
    found.record_reading(request.user.person, request.received_at)
    others = Person.objects.filter(pk__in=[person.pk for person in found.readers()])
    later = Person.objects.filter(pk__in=[person.pk for person in found.named_later()])
    context = {
        "report": found,
        "cohort": found.cohort,
        "notes": found.conversation(),
        "form": form,
        "accesses": found.accesses.select_related("person")[:50],
        "suspensions": list(found.suspensions.running().select_related("person")),
        "suspend_form": PersonForm(people=_people_of(found.cohort).exclude(pk=request.user.person.pk)),
        "keep_form": PersonForm(people=others, auto_id="keep-%s"),
        "let_read_form": PersonForm(people=later, auto_id="let-%s") if later else None,
    }
    return render(request, "cohorts/conduct/handle.html", context, status=422 if form.errors else 200)


def _people_of(cohort):
    return Person.objects.filter(participations__cohort=cohort).order_by("name", "pk")


@confidential
@login_required
@require_POST
def act(request, public_id, step):
    """A step that needs no words: close, suspend somebody, confirm that, give access back, let a handler read it or
    keep it from one."""
    found = access.report(request.user, public_id)
    if step == "close":
        _done(request, found.close)
        return redirect("cohorts:conduct-handle", public_id)
    form = PersonForm(request.POST, people=Person.objects.all())
    if not form.is_valid():
        messages.error(request, _("Please choose somebody. Nothing has changed."))
    elif step != "suspend" or _people_of(found.cohort).filter(pk=form.cleaned_data["person"].pk).exists():
        _done(request, getattr(found, step), form.cleaned_data["person"])
    if step == "keep_from":  # perhaps from themselves
        return redirect("cohorts:conduct-reports")
    return redirect("cohorts:conduct-handle", public_id)


def _done(request, verb, *args, **kwargs):
    try:
        verb(*args, by=request.user.person, now=request.received_at, **kwargs)
    except Refusal as refusal:
        messages.error(request, refusal)
        return False
    messages.success(request, _("Done."))
    return True


@login_required
def handlers(request, slug):
    """Lead organizers name who handles reports, and see whom to turn to outside: that is one of the settings."""
    cohort = access.led_cohort(request.user, slug)
    form = HandlerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        ConductHandler.objects.get_or_create(
            cohort=cohort,
            person=form.person,
            until=None,
            defaults={"named_by": request.user.person, "since": request.received_at},
        )
        messages.success(request, _("%(person)s handles reports of this cohort now.") % {"person": form.person})
        return redirect("cohorts:conduct-handlers", slug)
    rows = ConductHandler.objects.current().filter(cohort=cohort).select_related("person", "named_by")
    context = {"cohort": cohort, "handlers": rows, "form": form}
    status = 422 if form.errors else 200
    return render(request, "cohorts/conduct/handlers.html", context, status=status)


@login_required
@require_POST
@transaction.atomic
def end_handler(request, slug, pk):
    cohort = access.led_cohort(request.user, slug)
    row = get_object_or_404(ConductHandler.objects.current().select_for_update(), pk=pk, cohort=cohort)
    row.until = request.received_at
    row.save(update_fields=["until"])
    messages.success(request, _("%(person)s handles reports no longer.") % {"person": row.person})
    return redirect("cohorts:conduct-handlers", slug)
