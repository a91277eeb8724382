"""What an applicant sees and does after submitting."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal

from .. import access, eligibility
from ..forms import AcceptForm
from ..models import listed_in
from ..refusals import NotEligible
from ..states import State
from ..status import ahead, gone, story, what_next

CHECKS_SHOWN = 20


@login_required
def status(request, pk):
    """Where the application stands: what happened, what is next by when, the verdicts, an offer to answer."""
    application = access.own_application(request.user, pk)
    now = request.received_at
    if application.is_draft:
        return redirect("applications:apply", application.cohort.slug)
    cohort, offer, version = application.cohort, application.open_offer(), application.last_submitted()
    appeals = application.appeals.with_answer()
    context = {
        "application": application,
        "submitted": version,
        "cohort": cohort,
        "leads": cohort.leads(),
        "story": story(application),
        "next": what_next(application, offer, now),
        "ahead": ahead(application, now),
        "is_checked": version is None or version.judged_at is not None or not application.is_live,
        "gone": gone(version) if version and application.is_editable else [],
        "offer": offer,
        "can_accept": offer is not None and offer.can_be_accepted(now),
        "accept_form": AcceptForm(),
        "verdict": _verdict(application, version, now),
        "checks": application.checks.all()[:CHECKS_SHOWN],
        "appeals": appeals,
        "appealed": {appeal.rule for appeal in appeals if appeal.is_open},
        "contributions": listed_in(version) if version else [],
        "has_log": application.moves.filter(state=State.SHORTLISTED).exists(),
        "has_unsubmitted_draft": application.draft() is not None,
        "is_open": cohort.is_open("applications", now),
    }
    return render(request, "applications/status.html", context)


def _verdict(application, version, now):
    """By what they submitted last, judged or not: it is their own page."""
    if not application.is_live:
        return None
    return eligibility.verdict_on(application.person, application.cohort, now, version=version)


@login_required
@require_POST
def accept(request, pk, offer):
    offer = access.own_offer(request.user, pk, offer)
    form = AcceptForm(request.POST)
    form.is_valid()
    try:
        offer.accept(by=request.user.person, now=request.received_at, **form.cleaned_data)
    except NotEligible as error:
        messages.warning(
            request, _("You accepted in time, and we’re keeping the place for you. But: %(why)s") % {"why": error}
        )
    except Refusal as error:
        messages.error(request, error)
    else:
        messages.success(request, _("The place is yours. Welcome! Your mentors know, too."))
    return redirect(offer.application)


@login_required
@require_POST
def turn_down(request, pk, offer):
    offer = access.own_offer(request.user, pk, offer)
    try:
        offer.decline(by=request.user.person, now=request.received_at)
    except Refusal as error:
        messages.error(request, error)
    else:
        messages.success(request, _("Thank you for telling us. We hope to see you again."))
    return redirect(offer.application)
