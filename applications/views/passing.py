"""Passing many applications on to the mentors in one go: choose, look once more, confirm."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal.numbers import numbers
from amp_portal.refusals import Refusal

from .. import access, listing
from .stale import version_read

PER_PAGE = 25


@login_required
def pass_on_many(request, slug):
    """Those that wait, to be ticked; then who was ticked, to be confirmed; then each through its own verb."""
    cohort = access.screened_cohort(request.user, slug)
    waiting = cohort.applications.awaiting_screening().with_last_verdict().with_review_count().with_twins().in_turn()
    if request.method != "POST":
        page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
        context = {"cohort": cohort, "page_obj": page, "lines": listing.lines(page.object_list)}
        return render(request, "applications/pass_on_many.html", context)
    received = cohort.applications.received().with_last_verdict().with_submission().in_turn()
    chosen = received.filter(pk__in=numbers(request.POST.getlist("application"))[:PER_PAGE])
    if not chosen:
        messages.error(request, _("Tick at least one application."))
        return redirect("applications:pass-on-many", slug)
    if "confirm" not in request.POST:
        return render(request, "applications/pass_on_preview.html", {"cohort": cohort, "chosen": chosen})
    _pass_on(request, chosen)
    return redirect("applications:pass-on-many", slug)


def _pass_on(request, chosen):
    """One that was withdrawn or screened meanwhile keeps nobody else back: it is named."""
    done = 0
    for application in chosen:
        try:
            read = version_read(request, f"version-{application.pk}")
            application.pass_on(by=request.user.person, now=request.received_at, read=read)
            done += 1
        except Refusal as error:
            messages.error(request, f"{application.person}: {error}")
    if done:
        text = ngettext("%(done)d application passed on.", "%(done)d applications passed on.", done)
        messages.success(request, text % {"done": done})
