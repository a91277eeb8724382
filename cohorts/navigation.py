"""The organizers' way around a cohort: the same pages, in the same order, on top of each of them.

An app adds its own in its ``pages.py``:

    @page
    def applications(cohort, now):
        yield Page("applications", _("Applications"), reverse("applications:screening", args=[cohort.slug]), rank=50)

A template shows them with ``{% organizing_nav cohort "applications" %}``, naming the page it is or belongs to. They
come in the parts of a cohort's year, by rank: the overview, 10 preparing, 50 selecting, 60 mentoring, 70 results,
80 everything else.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.hooks import Hook


@dataclass(frozen=True)
class Page:
    """``key`` is its name in templates."""

    key: str
    label: str
    url: str
    rank: int = 50


@dataclass(frozen=True)
class Part:
    """Pages that belong together, in their order; ``is_here``: the page shown is one of them."""

    label: str
    pages: list[Page]
    is_here: bool

    @property
    def url(self):
        return self.pages[0].url


# The first rank of each part, and its name.
PARTS = (
    (0, gettext_lazy("Overview")),
    (10, gettext_lazy("Preparing")),
    (50, gettext_lazy("Selecting")),
    (60, gettext_lazy("Mentoring")),
    (70, gettext_lazy("Results")),
    (80, gettext_lazy("Letters and settings")),
)

page = Hook()  # function(cohort, now) -> Iterable[Page], without a query where the phases are prefetched


def pages(cohort, now) -> list[Page]:
    """All pages of all apps."""
    return sorted(page.gather(cohort, now), key=lambda made: made.rank)


def parts(cohort, now, here) -> list[Part]:
    """All pages by part; parts without a page are left out. ``here`` is the key of a page."""
    found = pages(cohort, now)
    ends = [first for first, _label in PARTS[1:]] + [None]
    made = []
    for (first, label), end in zip(PARTS, ends, strict=True):
        within = [page for page in found if first <= page.rank and (end is None or page.rank < end)]
        if within:
            made.append(Part(str(label), within, any(page.key == here for page in within)))
    return made


@page
def of_the_cohort(cohort, now):
    """Those of this app."""

    def url(name):
        return reverse(f"cohorts:{name}", args=[cohort.slug])

    yield Page("cockpit", _("Overview"), url("cockpit"), rank=0)
    yield Page("dates", _("Dates"), url("schedule"), rank=10)
    yield Page("events", _("Events"), url("events"), rank=12)
    yield Page("people", _("Organizers"), url("organizers"), rank=20)
    yield Page("mentors", _("Mentors"), url("mentor-applications"), rank=30)
    yield Page("projects", _("Projects"), url("project-reviews"), rank=40)
    yield Page("attention", _("Attention list"), url("attention"), rank=62)
    yield Page("maintainers", _("Maintainers list"), url("maintainers"), rank=59)
    yield Page("letters", _("Letters"), url("letters"), rank=80)
    yield Page("slack", _("Slack"), url("slack"), rank=85)
    yield Page("settings", _("Settings"), url("settings"), rank=90)
    yield Page("names", _("Name and links"), reverse("admin:cohorts_cohort_change", args=[cohort.pk]), rank=92)
