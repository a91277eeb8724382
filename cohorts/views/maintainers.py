"""The community's maintainers list, for a cohort's organizers; a lead can confirm one that may be half a list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amp_portal.roster.apply import confirm
from amp_portal.roster.errors import RosterError

from .. import access, maintainers


@login_required
def maintainers_list(request, slug):
    """What was read last and what waits; a POST says that the one which waits is whole."""
    cohort = access.organized_cohort(request.user, slug)
    may_confirm = access.may_confirm_maintainers(request.user, cohort, request.received_at)
    if request.method == "POST":
        if not may_confirm:
            raise PermissionDenied
        try:
            confirm(request.POST.get("digest", ""), by=request.user.person, now=request.received_at)
        except RosterError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Confirmed. This is the maintainers list now."))
        return redirect("cohorts:maintainers", slug)
    context = {"cohort": cohort, "list": maintainers.state(), "may_confirm": may_confirm}
    return render(request, "cohorts/maintainers.html", context)
