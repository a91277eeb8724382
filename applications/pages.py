"""What the organizers' start page says about applications, and where they are among the organizers' pages."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal import charts
from cohorts.cockpit import Panel, chart, panel
from cohorts.models import Phase
from cohorts.navigation import Page, page

from .models import Appeal, Offer, Publication
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


@panel
def left_to_a_person(cohort, now):
    """What the rules leave to somebody; nothing where nothing waits."""
    if unclear := cohort.applications.received().pending().with_last_verdict().filter(eligible=None).count():
        url = reverse("applications:screening", args=[cohort.slug])
        text = ngettext("where a rule needs a person: a fact, and how we know", "where a rule needs a person", unclear)
        yield Panel(_("Left to you"), unclear, text, f"{url}?eligible=unclear", "warning", rank=32)
    if appeals := Appeal.objects.of(cohort).open().count():
        text = ngettext("waits for an answer", "wait for an answer", appeals)
        yield Panel(
            _("Appeals"), appeals, text, reverse("applications:appeals", args=[cohort.slug]), "warning", rank=33
        )


@panel
def applications(cohort, now):
    counts = cohort.applications.received().counts_by_state()
    url = reverse("applications:screening", args=[cohort.slug])
    waiting, with_mentors = counts.get(State.SUBMITTED, 0), counts.get(State.IN_REVIEW, 0)
    review = cohort.phase(Phase.Kind.REVIEW)
    yield Panel(
        _("Applications to screen"),
        waiting,
        _("waiting for an organizer"),
        f"{url}?state={State.SUBMITTED}",
        tone="warning",
        rank=30,
        due=review and review.ends_at,
    )
    yield Panel(
        _("Applications in review"), with_mentors, _("with the mentors"), f"{url}?state={State.IN_REVIEW}", rank=31
    )
    if offers := counts.get(State.OFFERED, 0):
        yield _offers(cohort, offers, f"{url}?state={State.OFFERED}", now)


@panel
def selection(cohort, now):
    """What waits on the selection board: decisions, the results, and what the portal left to an organizer."""
    board = reverse("applications:selection", args=[cohort.slug])
    counts = cohort.applications.selection_counts()
    results = cohort.publications.filter(kind=Publication.Kind.RESULTS).first()
    if results is None:
        yield from _to_decide(cohort, counts, board, now)
    elif not results.is_finished:
        url = reverse("applications:publication", args=[cohort.slug, Publication.Kind.RESULTS])
        tone = "warning" if results.error else "info"
        yield Panel(_("Results"), results.total - results.done, _("still to be told"), url, tone, rank=33)
    if held := counts["held"]:
        text = ngettext("left to you: the portal could not do it", "left to you: the portal could not do it", held)
        yield Panel(_("Selection"), held, text, f"{board}?outcome=held", "warning", rank=34)
    if waiting := counts["waiting"]:
        yield Panel(_("Waiting lists"), waiting, _("waiting for a place"), f"{board}?outcome=waitlist", rank=35)


def _to_decide(cohort, counts, board, now):
    """Once the days of the selection have come, or somebody has begun. First all decisions, then the letters."""
    phase, announced = cohort.phase(Phase.Kind.SELECTION), cohort.phase(Phase.Kind.MENTEES_ANNOUNCED)
    has_begun = counts["decided"] or (phase and phase.starts_at <= now)
    if has_begun and (undecided := counts["undecided"]):
        text = ngettext("application to decide about", "applications to decide about", undecided)
        due = phase and phase.ends_at
        yield Panel(_("Selection"), undecided, text, f"{board}?outcome=open", "warning", rank=33, due=due)
    elif decided := counts["decided"]:
        text = ngettext(
            "decided and not told: read the letter, publish the results",
            "decided and not told: read the letters, publish the results",
            decided,
        )
        url, due = reverse("applications:result-letters", args=[cohort.slug]), announced and announced.starts_at
        yield Panel(_("Results"), decided, text, url, "warning", rank=33, due=due)


def _offers(cohort, count, url, now):
    """Those whose day to answer has passed need an organizer: more time, or to be taken back."""
    lapsed = Offer.objects.overdue(now).filter(application__cohort=cohort).count()
    if lapsed:
        text = ngettext(
            "without an answer, and the day has passed: ask, and give more time or take it back",
            "without an answer, and the day has passed: ask, and give more time or take them back",
            lapsed,
        )
        return Panel(_("Offers"), lapsed, text, url, "warning", rank=32)
    return Panel(_("Offers"), count, _("waiting for an answer"), url, "info", rank=32)


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
