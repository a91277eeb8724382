"""What blind review hides of an application: an organizer looks before mentors read it, and may show words again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal

from .. import access, blinding, redacted
from ..models import RedactionCheck
from ..redaction.letters import key
from .stale import signed_in_or_back_to, version_read


@signed_in_or_back_to("applications:screening")
def redaction(request, slug, pk):
    application = access.screened_application(request.user, slug, pk)
    veil = blinding.for_reviewers(application.cohort)
    found = redacted.texts(application.submitted_version, veil.finder(application))
    words = redacted.hidden_words(found)
    if request.method == "POST":
        return _looked(request, application, {folded for folded, _written, _times in words})
    context = {
        "application": application,
        "cohort": application.cohort,
        "version": application.submitted_version,
        "is_blind": veil.is_down,
        "waits": application.is_in_review and redacted.waits_for_a_look(application, veil, request.received_at),
        "texts": found,
        "words": words,
        "reveals": application.reveals.select_related("by"),
        "checks": RedactionCheck.objects.filter(version__application=application)
        .exclude(looked_at=None)
        .select_related("looked_by"),
    }
    return render(request, "applications/redaction.html", context)


def _looked(request, application, hidden):
    """Only what is hidden now can be shown."""
    words = hidden & {key(word) for word in request.POST.getlist("show")}
    by, now = request.user.person, request.received_at
    try:
        RedactionCheck.look(application, words, by=by, now=now, read=version_read(request))
    except Refusal as error:
        messages.error(request, error)
    else:
        messages.success(request, _("Saved. Mentors read the rest of the application."))
    return redirect("applications:redaction", application.cohort.slug, application.pk)
