"""Numbers about a cohort's applications, and all of them as a table."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _

from amp_portal import charts, tables

from .. import access
from ..selection import export as table
from ..selection import figures

PER_PAGE = 25
MOST = 10  # projects in the chart; the table has all


@login_required
def statistics(request, slug):
    """Funnel, projects, and submissions day by day: charts with their numbers beneath."""
    cohort = access.screened_cohort(request.user, slug)
    projects = figures.projects(cohort)
    page = Paginator(projects, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "funnel": _funnel(cohort),
        "per_project": _per_project(projects[:MOST]),
        "over_time": _over_time(cohort, request.received_at),
        "page_obj": page,
    }
    return render(request, "applications/statistics.html", context)


def _funnel(cohort):
    counts = figures.funnel(cohort)
    started, *_between, accepted = counts.values()
    summary = _("%(accepted)d accepted a place, of %(started)d who started an application.")
    return charts.bars(
        "funnel",
        _("How far applications come"),
        list(counts),
        {_("applications"): list(counts.values())},
        summary=summary % {"accepted": accepted, "started": started},
    )


def _per_project(rows):
    if not rows:
        return None
    return charts.bars(
        "projects",
        _("The projects chosen most"),
        [row.title for row in rows],
        {
            _("chosen"): [row.chosen for row in rows],
            _("as first choice"): [row.first for row in rows],
        },
        summary=_("How often the projects were chosen that people chose most."),
    )


def _over_time(cohort, now):
    labels, values = figures.by_day(cohort, now)
    if not labels:
        return None
    summary = _("%(count)d people had submitted by %(day)s.") % {"count": values[-1], "day": labels[-1]}
    return charts.line("days", _("Submitted by day"), labels, {_("submitted"): values}, summary=summary)


@login_required
def export(request, slug):
    """CSV, sent as it is read from the database."""
    cohort = access.screened_cohort(request.user, slug)
    return tables.download(f"{cohort.slug}-applications", table.rows(cohort))
