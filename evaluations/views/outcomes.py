"""What became of the people: for organizers; and the short form of the follow-ups, for who has the link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from amp_portal import charts, tables
from amp_portal.refusals import Refusal
from amp_portal.users.suspension import closed_page
from cohorts.access import organized_cohort

from .. import access
from ..outcomes import export
from ..outcomes.forms import FollowUpForm
from ..outcomes.gather import countable
from ..outcomes.gather import outcomes as gather


@login_required
def outcomes(request, slug):
    """All cohorts, one beside the other, in a constant number of queries."""
    cohort = organized_cohort(request.user, slug)
    now = request.received_at
    each, everything = gather(countable(now), now.date())
    labels, windows = export.labels(), export.windows(now.date())
    context = {
        "cohort": cohort,
        "on": now,
        "columns": [*each, everything] if each else [],
        "rows": [
            (labels[name], windows[name], [export.in_words(getattr(row, name)) for row in [*each, everything]])
            for name in export.RATIOS
        ],
        "before_lists": export.before_lists(),
        "later": [
            (months, [(export.in_words(row.active[months]), row.asked[months]) for row in [*each, everything]])
            for months in everything.active
        ],
        "chart": _chart(each),
    }
    return render(request, "evaluations/outcomes.html", context)


def _chart(each):
    """Of each cohort's mentees, in per cent, who completed and who is a maintainer today; not of running ones."""
    each = [row for row in each if row.completed.of]
    shown = ("completed", "maintainers")
    labels = export.labels()
    return charts.bars(
        "outcomes",
        _("Of each cohort's mentees, per cent"),
        [row.name for row in each],
        {labels[name]: [getattr(row, name).percent for row in each] for name in shown},
        summary=_("The same numbers stand in the table below, with what they are out of."),
        maximum=100,
    )


@login_required
def table(request, slug):
    organized_cohort(request.user, slug)
    now = request.received_at
    return tables.download("outcomes", export.table(*gather(countable(now), now.date())))


@never_cache
def follow_up(request, token):
    """Answered without an account, once or again while it is open."""
    row = access.follow_up(token)
    if row.mentorship.mentee.is_suspended(request.received_at):  # a link is no way around it
        return closed_page(request, row.mentorship.mentee)
    form = FollowUpForm(request.POST or None, instance=row)
    if form.is_valid():
        try:
            row.answer(now=request.received_at, **form.cleaned_data)
        except Refusal as error:
            messages.error(request, error)
        else:
            messages.success(request, _("Thank you. It is good to hear from you."))
            return redirect(request.path)
    context = {"row": row, "form": form, "is_open": form.is_bound or row.is_open(request.received_at)}
    response = render(request, "evaluations/follow_up.html", context, status=422 if form.errors else 200)
    response["Referrer-Policy"] = "no-referrer"
    return response
