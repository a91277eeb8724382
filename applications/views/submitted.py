from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from .. import access, blinding, submission


@login_required
def submitted(request, pk):
    """What its person submitted last, as organizers and mentors read it; beside it the draft may have gone on."""
    application, version = access.own_submitted_application(request.user, pk)
    context = submission.read(version, application, blinding.OPEN)
    context |= {
        "application": application,
        "cohort": application.cohort,
        "draft": application.draft() if application.is_editable else None,
        "is_open": application.cohort.is_open("applications", request.received_at),
        "is_own": True,
    }
    return render(request, "applications/submitted.html", context)
