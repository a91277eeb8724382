from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal

from .. import access
from ..forms.organizers import AcceptanceForm


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
    """What somebody is invited to, and the button to say yes. Whoever holds the link may, with any account."""
    invitation = access.invitation_with(request.user, token)
    form = AcceptanceForm(request.POST if request.method == "POST" else None, invitation=invitation)
    if not invitation.is_open(request.received_at):
        return render(request, "cohorts/invitation_closed.html", {"invitation": invitation}, status=410)
    if request.method == "POST" and form.is_valid():
        try:
            invitation.accept(request.user.person, now=request.received_at, **form.cleaned_data)
        except Refusal as error:
            messages.error(request, error)
        else:
            messages.success(request, _("Thank you! Welcome to %(cohort)s.") % {"cohort": invitation.cohort})
            return redirect("home")
    return render(request, "cohorts/invitation.html", {"invitation": invitation, "form": form})
