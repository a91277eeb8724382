"""What organizers see of the mentorships on their start page, and where they are among the organizers' pages."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts.cockpit import Fact, fact
from cohorts.navigation import Page, page

from .models import Mentorship


@page
def mentorship_list(cohort, now):
    yield Page("mentorships", _("Mentorships"), reverse("mentorship:mentorships", args=[cohort.slug]), rank=60)


@fact
def mentorships(cohort, now):
    """How many run."""
    running = Mentorship.objects.active().filter(cohort=cohort).count()
    yield Fact(_("Mentorships"), running, _("running"), reverse("mentorship:mentorships", args=[cohort.slug]), rank=50)
