"""The contribution period of one application: its person notes what they did, mentors comment."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal import once, typed
from amp_portal.refusals import Refusal
from cohorts.access import organizes

from .. import access
from ..forms.contribution_log import CommentForm, LogForm
from ..models import LogEntry
from .stale import typed_before

PER_PAGE = 25


@typed.login_required
@once.per_press
def contribution_log(request, pk):
    """Everything noted, with the comments; in its time a form for the applicant, and one below each entry."""
    application = access.logged_application(request.user, pk)
    cohort, now = application.cohort, request.received_at
    initial = {"day": timezone.localdate(now, cohort.zone)}
    form = LogForm(request.POST or typed_before(request), initial=initial, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            LogEntry.write(application, **form.cleaned_data, by=request.user.person, now=now)
        except Refusal as error:
            messages.error(request, error)
        else:
            messages.success(request, _("Saved."))
            return _back(application)
    is_own = application.person == request.user.person
    is_open = application.is_shortlisted and cohort.is_open("contribution", now)
    entries = application.log.filter(of=None).select_related("by").prefetch_related("comments__by")
    context = {
        "application": application,
        "cohort": cohort,
        "is_own": is_own,
        "back": _way_back(request.user, application),
        "is_open": is_open,
        "phase": cohort.phase("contribution"),
        "page_obj": Paginator(entries, PER_PAGE).get_page(request.GET.get("page")),
        "form": form if is_own and (is_open or form.is_bound) else None,
    }
    return render(request, "applications/contribution_log.html", context, status=422 if form.errors else 200)


def _way_back(user, application):
    """To whatever page of the application this reader has."""
    if application.person == user.person:
        return application.get_absolute_url()
    slug = application.cohort.slug
    if organizes(user, application.cohort):
        return reverse("applications:application", args=[slug, application.pk])
    return reverse("applications:reviews", args=[slug])


@login_required
def log_entry(request, pk, entry):
    """The applicant puts an entry right."""
    entry = access.own_entry(request.user, pk, entry)
    now = request.received_at
    form = LogForm(request.POST or None, instance=entry, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            entry.change(**form.cleaned_data, by=request.user.person, now=now)
        except Refusal as error:
            messages.error(request, error)
        else:
            messages.success(request, _("Saved."))
            return _back(entry.application, entry)
    context = {"application": entry.application, "cohort": entry.application.cohort, "form": form}
    return render(request, "applications/log_entry.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
@once.per_press
def comment(request, pk, entry):
    """Somebody says something about an entry. Words that can't be saved come back, to be copied."""
    entry = access.logged_entry(request.user, pk, entry)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            entry.comment(form.cleaned_data["text"], by=request.user.person, now=request.received_at)
        except Refusal as error:
            messages.error(request, error)
        else:
            messages.success(request, _("Saved."))
            return _back(entry.application, entry)
    else:
        messages.error(request, _("Please write a comment of up to 5,000 characters."))
    context = {"application": entry.application, "words": typed.words(request)}
    return render(request, "applications/comment_refused.html", context, status=422)


def _back(application, entry=None):
    page = redirect("applications:contribution-log", application.pk)
    if entry:
        page["Location"] += f"#entry-{entry.pk}"
    return page
