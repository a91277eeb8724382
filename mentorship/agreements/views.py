"""How the two sides of a mentorship work together: read, propose, agree."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal

from .. import access
from ..models import Agreement
from ..room import terms_of
from . import check_ins, hours
from .forms import AgreementForm

SHOWN = 3  # of the next calls


@login_required
def agreement(request, pk):
    """What holds, what is proposed, and a form to propose something else."""
    seat = access.room(request.user, pk)
    mentorship, now = seat.mentorship, request.received_at
    terms = terms_of(mentorship)
    prefilled = terms.waiting or terms.current
    form = AgreementForm(
        request.POST or None,
        zones=_clocks(terms, prefilled),
        initial=prefilled.terms if prefilled else {"cadence": mentorship.cadence},
    )
    if request.method == "POST":
        if not seat.takes_part:
            raise PermissionDenied
        if form.is_valid() and _propose(request, mentorship, form):
            return redirect("mentorship:agreement", pk)
    shown = terms.waiting or terms.current
    context = {
        "seat": seat,
        "mentorship": mentorship,
        "terms": terms,
        "form": form,
        "first_call": terms.waiting.first_call(now) if terms.waiting else None,
        "next_calls": _next_calls(shown, now),
        "hours": hours.drawn(terms.sides(shown), _("both"), timezone.get_current_timezone(), timezone.localdate(now)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "mentorship/agreement.html", context, status=status)


def _clocks(terms, prefilled):
    """The time zones whose clock a call may go by: that of each side, and the one it goes by now."""
    clocks = {str(zone): f"{zone} ({person})" for person, zone in reversed(terms.zones)}
    if prefilled and prefilled.zone:
        clocks.setdefault(prefilled.zone, prefilled.zone)
    return list(clocks.items())


def _propose(request, mentorship, form):
    """Whether it could be; says why where not."""
    try:
        Agreement.propose(mentorship, form.cleaned_data, by=request.user.person, now=request.received_at)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Proposed. The other side hears of it, and it holds once they agree."))
    return True


def _next_calls(agreement, now):
    if agreement is None or agreement.agreed_at is None:
        return []
    calls = agreement.check_ins(now - agreement.duration)
    return [instant for instant, _number in zip(calls, range(SHOWN), strict=False)]


@login_required
@require_POST
def agree(request, pk, agreement_pk):
    seat = access.room(request.user, pk)
    if not seat.takes_part:
        raise PermissionDenied
    proposed = seat.mentorship.agreements.filter(pk=agreement_pk).first()
    try:
        if proposed is None:
            raise Refusal(_("This proposal has been changed meanwhile. Have a look at what stands there now."))
        proposed.mentorship = seat.mentorship
        proposed.agree(by=request.user.person, now=request.received_at)
    except Refusal as refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, _("Agreed. Whenever something doesn't fit any more, propose something else."))
    return redirect("mentorship:agreement", pk)


@login_required
def check_ins_file(request, pk):
    """The calls for a calendar program."""
    mentorship = access.room(request.user, pk).mentorship
    agreed = get_object_or_404(mentorship.agreements.in_force().exclude(weekday=None))
    agreed.mentorship = mentorship
    if next(agreed.check_ins(mentorship.starts_at), None) is None:
        raise Http404
    return HttpResponse(
        check_ins.file(agreed),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="mentorship-{pk}.ics"'},
    )
