from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal

from .. import access, sides
from ..forms.organizers import InvitationForm, OrganizerForm
from ..models import Invitation, InvitationClaim


@login_required
def organizers(request, slug):
    """Who organizes the cohort, and who is invited to."""
    cohort = access.organized_cohort(request.user, slug)
    wanted = {"email": request.GET.get("email", ""), "role": request.GET.get("role", Invitation.Role.ORGANIZER)}
    may_appoint = access.leads(request.user, cohort)
    form = InvitationForm(request.POST if request.method == "POST" else None, initial=wanted, may_appoint=may_appoint)
    if request.method == "POST" and form.is_valid():
        try:
            Invitation.invite(cohort, **form.cleaned_data, by=request.user.person, now=request.received_at)
        except Refusal as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("The invitation to %(email)s is on its way.") % form.cleaned_data)
            return redirect("cohorts:organizers", slug)
    invitations = cohort.invitations.select_related("invited_by", "accepted_by").prefetch_related("claims__decided_by")
    page_obj = Paginator(invitations, 25).get_page(request.GET.get("page"))
    page = {
        "cohort": cohort,
        "form": form,
        "organizers": list(_organizers(cohort, request.user, may_appoint=may_appoint)),
        "names_handlers": may_appoint,
        "claims": list(_claims(cohort, request.user.person, may_appoint=may_appoint)),
        "invitations": [(invitation, invitation.is_open(request.received_at)) for invitation in page_obj],
        "page_obj": page_obj,
    }
    return render(request, "cohorts/organizers.html", page)


def _claims(cohort, person, *, may_appoint):
    """``(request to accept an invitation, whether the reader answers it)``"""
    waiting = InvitationClaim.objects.awaiting_answer().filter(invitation__cohort=cohort)
    for claim in waiting.select_related("invitation__invited_by", "person__user"):
        is_inviter = claim.invitation.invited_by == person and not claim.invitation.is_lead
        yield claim, (may_appoint or is_inviter) and claim.person != person


def _organizers(cohort, user, *, may_appoint):
    """``(organizer, the form to change them or None, whether it is the reader)``"""
    for organizer in cohort.organizers.current().select_related("person"):
        is_self = organizer.person == user.person
        may_change = is_self or may_appoint
        yield organizer, OrganizerForm(instance=organizer, may_appoint=may_appoint) if may_change else None, is_self


@login_required
@require_POST
def change(request, slug, pk):
    """An organizer's contact and whether they lead."""
    organizer = access.changeable_organizer(request.user, slug, pk)
    may_appoint = access.leads(request.user, organizer.cohort)
    form = OrganizerForm(request.POST, instance=organizer, may_appoint=may_appoint)
    was_lead = organizer.is_lead
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect("cohorts:organizers", slug)
    try:
        sides.give_organizer(
            organizer.cohort,
            organizer.person,
            by=request.user.person,
            now=request.received_at,
            is_lead=form.cleaned_data.get("is_lead", was_lead),
            contact=form.cleaned_data["contact"],
        )
        messages.success(request, _("Saved."))
    except Refusal as error:
        messages.error(request, error)
    return redirect("cohorts:organizers", slug)


@login_required
@require_POST
def end(request, slug, pk):
    """An organizer steps back, or a lead ends a colleague's role."""
    organizer = access.changeable_organizer(request.user, slug, pk)
    try:
        sides.end_organizer(organizer.cohort, organizer.person, now=request.received_at)
        messages.success(request, _("%(person)s is no organizer any more.") % {"person": organizer.person})
    except Refusal as error:
        messages.error(request, error)
    if access.organizes(request.user, organizer.cohort):
        return redirect("cohorts:organizers", slug)
    return redirect("home")
