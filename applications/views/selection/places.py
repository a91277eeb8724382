"""The places of each project under the proposal: trying other numbers of them, and giving a project more."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cohorts.access import leads

from ... import access, publishing
from ...forms.selection import SlotsForm
from ...matching import wording
from ...models import Adjustment, Publication, Version
from ...selection import board, proposal
from . import attempt, page_of


@login_required
def seats(request, slug):
    cohort = access.screened_cohort(request.user, slug)
    form = SlotsForm(request.POST or None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        _change(request, cohort, form.cleaned_data) if "change" in request.POST else _try(request, cohort, form)
        return redirect("applications:seats", slug)
    made = proposal.of(cohort)
    found = (
        sorted(made.matching.seats.items(), key=lambda item: (made.titles[item[0].project], item[0].track))
        if made.matching
        else []
    )
    context = page_of(request, found)
    tracks = dict(Version.Track.choices)
    context |= {
        "cohort": cohort,
        "proposal": made,
        "form": form,
        "may_change": leads(request.user, cohort),
        "publication": publishing.of(cohort, Publication.Kind.RESULTS),
        "seats": [
            (
                made.titles[seat.project],
                tracks[seat.track],
                outcome,
                wording.to_organizer(outcome),
                seat.project in made.by_score,
            )
            for seat, outcome in context["page_obj"].object_list
        ],
    }
    return render(request, "applications/seats.html", context, status=422 if form.errors else 200)


def _try(request, cohort, form):
    chosen = {**form.cleaned_data, "by": request.user.person, "now": request.received_at}
    attempt(
        request,
        lambda: board.adjust(cohort, Adjustment.Kind.SLOTS, **chosen),
        _("The proposal takes it into account."),
    )


def _change(request, cohort, chosen):
    project, by, now = chosen["project"], request.user.person, request.received_at
    attempt(
        request,
        lambda: board.change_places(cohort, project, chosen["track"], chosen["slots"], by=by, now=now),
        _("“%(project)s” has these places now, and its mentors are told.") % {"project": project},
    )
