from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.numbers import number
from amp_portal.refusals import Refusal

from .. import access, cohort_settings, schedule, setting_words
from ..effects import touched
from ..forms.cohort_settings import SettingsForm

CHANGES_SHOWN = 10


@login_required
def edit_settings(request, slug):
    """Change what people rely on: first see what changes and whom it concerns, then confirm. For leads."""
    cohort = access.organized_cohort(request.user, slug)
    now, may_change = request.received_at, access.leads(request.user, cohort)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    form = SettingsForm(request.POST if request.method == "POST" else None, cohort=cohort, now=now)
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and form.shifts and "confirm" in request.POST:
        return _carry_out(request, cohort, form)
    preview = form.shifts if is_valid else []
    page = {
        "cohort": cohort,
        "form": form,
        "may_change": may_change,
        "revision": schedule.revision(cohort),
        "preview": setting_words.in_rows(preview, cohort),
        "needs_two": cohort_settings.labels(cohort_settings.needing_two(cohort, preview, now)),
        "nothing_changes": is_valid and not preview,
        "proposal": _proposal(request, cohort),
        "changes": _changes(cohort),
        **_whom(cohort, preview, now),
    }
    return render(request, "cohorts/settings.html", page, status=422 if form.errors else 200)


def _whom(cohort, shifts, now):
    """Whom a change would concern, for the page."""
    people = touched(cohort, now, cohort_settings.concerned_roles(shifts)) if shifts else {}
    return {
        "touched": [(role.label, len(ids)) for role, ids in people.items() if ids],
        "concerned": len(set().union(*people.values())),
    }


def _proposal(request, cohort):
    """The proposal that waits for the second of two people, with its rows and what the reader may do; or None."""
    proposal = cohort.settings_proposals.filter(settled_at=None).select_related("proposed_by").first()
    if proposal:
        proposal.cohort = cohort
        proposal.rows = setting_words.rows(proposal)
        proposal.can_be_confirmed = request.user.person in cohort_settings.who_may_confirm(proposal)
    return proposal


def _changes(cohort):
    """The last changes of settings: ``(change, rows)``. Three queries at most, however many there are."""
    changes = list(cohort.changes.exclude(settings=[]).select_related("by", "confirmed_by")[:CHANGES_SHOWN])
    rows = iter(setting_words.in_rows([shift for change in changes for shift in change.setting_shifts], cohort))
    return [(change, [next(rows) for _shift in change.settings]) for change in changes]


def _carry_out(request, cohort, form):
    """At once, or where it takes a lead and a superuser as a proposal."""
    asked = {
        "by": request.user.person,
        "now": request.received_at,
        "reason": form.cleaned_data["reason"],
        "seen": number(request.POST.get("revision", "")),
    }
    try:
        if cohort_settings.needing_two(cohort, form.shifts, request.received_at):
            cohort_settings.propose(cohort, form.values, **asked)
            messages.success(request, _("Proposed. It changes once the second person confirms it."))
        else:
            cohort_settings.change(cohort, form.values, **asked)
            messages.success(request, _("The settings have changed."))
    except Refusal as error:
        messages.error(request, error)
    return redirect("cohorts:settings", cohort.slug)


@login_required
@require_POST
def settle_proposal(request, slug, pk):
    """The second of the two confirms it, or somebody with a say drops it."""
    cohort, proposal = access.settings_proposal(request.user, slug, pk)
    by, now = request.user.person, request.received_at
    try:
        if "confirm" in request.POST:
            cohort_settings.confirm(proposal, by=by, now=now)
            messages.success(request, _("Confirmed. The settings have changed."))
        else:
            cohort_settings.drop(proposal, by=by, now=now)
            messages.success(request, _("Dropped. The settings stay as they are."))
    except Refusal as error:
        messages.error(request, error)
    return redirect("cohorts:settings", cohort.slug)
