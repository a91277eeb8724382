"""A conflict of interest that is none (any more): lifted by the mentor who declared it, or by an organizer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal

from .. import access
from ..forms import LiftForm


@login_required
@require_POST
def lift_own_recusal(request, slug, pk):
    _lift(request, access.own_recusal(request.user, slug, pk), _("It is back in your list."))
    return redirect("applications:reviews", slug)


@login_required
@require_POST
def lift_recusal(request, slug, pk, recusal):
    recusal = access.declared_recusal(request.user, slug, pk, recusal)
    told = _("%(person)s can review it again, and a letter says so.") % {"person": recusal.person}
    _lift(request, recusal, told)
    return redirect("applications:application", slug, pk)


def _lift(request, recusal, told):
    form = LiftForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        recusal.lift(reason, by=request.user.person, now=request.received_at)
    except Refusal as error:
        messages.error(request, error)
    else:
        messages.success(request, told)
