"""The contribution period of one application: its person notes what they did, mentors comment."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal

from .. import access
from ..forms.contribution_log import LogForm
from ..models import LogEntry


@login_required
def contribution_log(request, pk):
    application = access.logged_application(request.user, pk)
    cohort, now = application.cohort, request.received_at
    form = LogForm(request.POST or None, initial={"day": timezone.localdate(now, cohort.zone)})
    if request.method == "POST" and form.is_valid():
        try:
            LogEntry.write(application, **form.cleaned_data, by=request.user.person, now=now)
        except Refusal as error:
            messages.error(request, error)
        else:
            messages.success(request, _("Saved."))
        return redirect("applications:contribution-log", pk)
    context = {
        "application": application,
        "cohort": cohort,
        "page_obj": Paginator(application.log.select_related("by"), 25).get_page(request.GET.get("page")),
        "form": form if cohort.is_open("contribution", now) else None,
    }
    return render(request, "applications/contribution_log.html", context, status=422 if form.errors else 200)
