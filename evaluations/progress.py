"""How far a round is, drawn: which forms are in, and which projects still wait. Duties in, charts out."""

from collections import Counter

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from amp_portal import charts

MOST = 12  # projects in a chart
LABEL = 34  # characters of a title that fit above a bar on a phone


def by_form(duties):
    """How many of each form are in."""
    done = Counter(duty.label for duty in duties if duty.is_done)
    still_open = Counter(duty.label for duty in duties if not duty.is_done)
    labels = list(dict.fromkeys(duty.label for duty in duties))
    return charts.bars(
        "forms",
        _("Each form"),
        [label.capitalize() for label in labels],
        {_("in"): [done[label] for label in labels], _("still open"): [still_open[label] for label in labels]},
        summary=_("%(done)d forms are in, %(open)d still open.") % {"done": done.total(), "open": still_open.total()},
    )


def by_project(duties):
    """The projects with most forms still open; None where nothing is."""
    titles = {duty.mentorship.project_id: duty.mentorship.project.title for duty in duties}
    done = Counter(duty.mentorship.project_id for duty in duties if duty.is_done)
    still_open = Counter(duty.mentorship.project_id for duty in duties if not duty.is_done)
    if not still_open:
        return None
    waiting = sorted(still_open, key=lambda project: (-still_open[project], titles[project]))[:MOST]
    return charts.bars(
        "projects",
        _("Projects that wait for most"),
        [Truncator(titles[project]).chars(LABEL) for project in waiting],
        {
            _("in"): [done[project] for project in waiting],
            _("still open"): [still_open[project] for project in waiting],
        },
        summary=_("%(complete)d of %(all)d projects have everything in.")
        % {"complete": len(titles) - len(still_open), "all": len(titles)},
    )
