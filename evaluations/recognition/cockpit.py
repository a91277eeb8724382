"""Recognition among the organizers' pages; what is not issued on their start page. The rest is for attention."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.cockpit import Panel, panel
from cohorts.navigation import Page, page

from . import issuing


@page
def recognition(cohort, now):
    yield Page("recognition", _("Recognition"), reverse("evaluations:recognition", args=[cohort.slug]), rank=72)


@panel
def certificates(cohort, now):
    """What a release has left to be issued; for good only where the job is stuck."""
    missing = issuing.without_certificate(cohort).count()
    if missing:
        text = ngettext("certificate to issue", "certificates to issue", missing)
        url = reverse("evaluations:recognition", args=[cohort.slug])
        yield Panel(_("Certificates"), missing, text, url, "warning", rank=66)
