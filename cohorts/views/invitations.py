from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal

from .. import access, sides
from ..forms.organizers import AcceptanceForm
from ..models import InvitationClaim


@login_required
@require_POST
def revoke(request, slug, pk):
    invitation = access.sent_invitation(request.user, slug, pk)
    try:
        invitation.revoke(now=request.received_at)
        messages.success(request, _("The invitation to %(email)s is taken back.") % {"email": invitation.email})
    except Refusal as error:
        messages.error(request, error)
    return redirect("cohorts:organizers", slug)


@login_required
@never_cache
def invitation(request, token):
    """What somebody is invited to, and the button to say yes; with an account it was not sent to, to ask for it."""
    invitation = access.invitation_with(request.user, token)
    person = request.user.person
    if not invitation.is_open(request.received_at):
        return render(request, "cohorts/invitation_closed.html", {"invitation": invitation}, status=410)
    reason = invitation.why_ask(person)
    form = AcceptanceForm(
        request.POST if request.method == "POST" else None,
        invitation=invitation,
        address=request.user.email if reason else invitation.email,
    )
    if request.method == "POST" and form.is_valid():
        answer = _ask if reason else _accept
        try:
            return answer(request, invitation, form.cleaned_data.get("contact", ""))
        except Refusal as error:
            messages.error(request, error)
    context = {
        "invitation": invitation,
        "form": form,
        "reason": reason,
        "claim": invitation.claims.filter(person=person).select_related("decided_by").first(),
        "conflict": sides.why_not(person, role=invitation.role, cohort=invitation.cohort, now=request.received_at),
    }
    return render(request, "cohorts/invitation.html", context)


def _accept(request, invitation, contact):
    invitation.accept(request.user.person, now=request.received_at, contact=contact)
    messages.success(request, _("Thank you! Welcome to %(cohort)s.") % {"cohort": invitation.cohort})
    return redirect("home")


def _ask(request, invitation, contact):
    InvitationClaim.ask(invitation, request.user.person, now=request.received_at, contact=contact)
    return redirect("cohorts:invitation", invitation.token)


@login_required
@require_POST
def decide(request, slug, pk):
    """The answer to somebody who asks to accept an invitation with another account."""
    claim = access.answerable_claim(request.user, slug, pk)
    verb = claim.approve if request.POST.get("answer") == "approve" else claim.decline
    try:
        verb(by=request.user.person, now=request.received_at)
        messages.success(request, _("Saved. %(person)s will get an email with your answer.") % {"person": claim.person})
    except Refusal as error:
        messages.error(request, error)
    return redirect("cohorts:organizers", slug)
