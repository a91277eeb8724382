"""A new name of somebody who has a place or a role: confirmed by an organizer before anything shows it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal

from .. import access
from ..forms.name import NameDecisionForm
from ..models import NameCheck


@login_required
def name_check(request, slug, pk):
    """First an organizer takes it on; then they alone see both names, and decide."""
    place = access.renamed(request.user, slug, pk)
    person, now = request.user.person, request.received_at
    check = place.name_checks.filter(name=place.person.name).select_related("taken_by").first()
    is_mine = bool(check) and check.is_open and check.taken_by == person
    is_deciding = request.method == "POST" and "take" not in request.POST
    form = NameDecisionForm(request.POST if is_deciding else None)
    try:
        if request.method == "POST" and not is_deciding:
            NameCheck.take(place, by=person, now=now)
            return redirect(request.path)
        if is_deciding and is_mine and form.is_valid():
            decide = check.confirm if "confirm" in request.POST else check.decline
            decide(by=person, now=now, words=form.cleaned_data["words"])
            messages.success(request, _("Recorded. An email with your words is on its way to them."))
            return redirect("cohorts:attention", slug)
    except Refusal as refusal:
        messages.error(request, refusal)
        return redirect(request.path)
    context = {"cohort": place.cohort, "place": place, "check": check, "is_mine": is_mine, "form": form}
    return render(request, "cohorts/name_check.html", context, status=422 if form.errors else 200)
