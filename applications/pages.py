"""What the organizers' start page says about applications, and where they are among the organizers' pages."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from amp_portal import charts
from cohorts.cockpit import Fact, chart, fact
from cohorts.models import Phase
from cohorts.navigation import Page, page

from .models import Publication
from .states import LIVE, State


@page
def screening(cohort, now):
    yield Page("applications", _("Applications"), reverse("applications:screening", args=[cohort.slug]), rank=50)


@page
def reading(cohort, now):
    yield Page("reading", _("Reviews"), reverse("applications:reading", args=[cohort.slug]), rank=55)


@page
def shortlists(cohort, now):
    yield Page("shortlists", _("Shortlists"), reverse("applications:shortlists", args=[cohort.slug]), rank=56)


@page
def selecting(cohort, now):
    yield Page("selection", _("Selection"), reverse("applications:selection", args=[cohort.slug]), rank=57)
    yield Page("statistics", _("Statistics"), reverse("applications:statistics", args=[cohort.slug]), rank=58)


@page
def fairness(cohort, now):
    yield Page("fairness", _("Fairness"), reverse("applications:appeals", args=[cohort.slug]), rank=59)


@fact
def applications(cohort, now):
    """How many are where. Two queries."""
    counts = cohort.applications.received().counts_by_state()
    url = reverse("applications:screening", args=[cohort.slug])
    yield Fact(_("Applications to screen"), 0, _("waiting for an organizer"), f"{url}?state={State.SUBMITTED}", rank=30)
    in_review = f"{url}?state={State.IN_REVIEW}"
    yield Fact(_("Applications in review"), counts.get(State.IN_REVIEW, 0), _("with the mentors"), in_review, rank=31)
    if offers := counts.get(State.OFFERED, 0):
        yield Fact(_("Offers"), offers, _("waiting for an answer"), f"{url}?state={State.OFFERED}", rank=32)
    results = cohort.publications.filter(kind=Publication.Kind.RESULTS, finished_at=None).first()
    if results:
        telling = reverse("applications:publication", args=[cohort.slug, Publication.Kind.RESULTS])
        yield Fact(_("Results"), results.total - results.done, _("still to be told"), telling, rank=33)
    if waiting := counts.get(State.WAITLISTED, 0):
        board = reverse("applications:selection", args=[cohort.slug])
        yield Fact(_("Waiting lists"), waiting, _("waiting for a place"), f"{board}?outcome=waitlist", rank=35)


@chart
def choices(cohort, now):
    """How sought after each idea is, until mentees are announced. One query."""
    announced = cohort.phase(Phase.Kind.MENTEES_ANNOUNCED)
    if announced and announced.ends_at <= now:
        return
    live = Q(choices__version__submitted_for__state__in=LIVE)
    sought = Count("choices", filter=live), Count("choices", filter=live & Q(choices__rank=1))
    projects = cohort.projects.published().annotate(anywhere=sought[0], first=sought[1]).order_by("-anywhere", "title")
    rows = list(projects.values_list("title", "anywhere", "first"))
    if not any(anywhere for _title, anywhere, _first in rows):
        return
    titles, anywhere, first = zip(*rows, strict=True)
    yield charts.bars(
        "choices",
        _("Who chose which project"),
        titles,
        {_("as any choice"): anywhere, _("as first choice"): first},
        summary=_("“%(project)s” is chosen most, by %(count)d.") % {"project": titles[0], "count": anywhere[0]},
    )
