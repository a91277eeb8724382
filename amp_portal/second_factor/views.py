from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from amp_portal.refusals import Refusal
from amp_portal.users.factors import factors_of

from . import access


@login_required
def required(request):
    """What whoever needs a second factor and has none sees in place of the page they asked for."""
    return render(request, "second_factor/required.html", {"has_factor": factors_of(request.user).exists()})


@never_cache
def cancel(request, token):
    """The owner stops the reset. Needs no account; opening it alone does nothing: mail programs open links too."""
    reset = access.reset_with(token)
    if request.method == "POST":
        try:
            reset.cancel(because=_("By the account’s owner."), now=request.received_at)
            messages.success(request, _("The reset is canceled. Your second factor stays as it is."))
        except Refusal as refusal:
            messages.error(request, refusal)
        return redirect("second_factor:cancel", token)
    return render(request, "second_factor/cancel.html", {"reset": reset})
