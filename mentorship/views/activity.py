"""The mentee's switch for what is recorded from GitHub."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal

from .. import access, activity


@login_required
@require_POST
def github_activity(request, pk):
    """``switch``: on, or anything else for off."""
    mentorship = access.as_mentee(request.user, pk)
    person = request.user.person
    try:
        if request.POST.get("switch") == "on":
            activity.switch_on(mentorship, by=person, now=request.received_at)
            said = _("Switched on. You can switch it off here any time.")
        else:
            activity.switch_off(mentorship, by=person)
            said = _("Switched off: from now on nothing is recorded.")
    except Refusal as refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, said)
    return redirect(mentorship)
