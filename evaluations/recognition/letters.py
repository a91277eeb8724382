"""The PDF of a signed letter of recommendation."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amp_portal import typesetting
from cohorts.names import public_name

TEMPLATE = Path(__file__).parent.parent / "typst" / "letter.typ"


def pdf(letter) -> bytes:
    """Tagged, with its fonts inside, as many pages as it takes."""
    return typesetting.pdf(TEMPLATE, _texts(letter), at=letter.signed_at)


def _texts(letter):
    mentorship = letter.mentorship
    cohort, project, mentee = mentorship.cohort, mentorship.project, mentorship.public_name
    day = date_format(timezone.localdate(letter.signed_at, cohort.zone), "j F Y")
    about = _("About %(mentee)s, mentee of %(cohort)s, with the project “%(project)s”")
    return {
        "lang": (get_language() or "en").split("-")[0],
        "title": _("Letter of recommendation for %(mentee)s") % {"mentee": mentee},
        "community": settings.COMMUNITY_NAME,
        "program": _("Open-source mentorship · %(cohort)s") % {"cohort": cohort},
        "heading": _("Letter of recommendation"),
        "about": about % {"mentee": mentee, "cohort": cohort, "project": project},
        "day": day,
        "paragraphs": letter.paragraphs,
        "author": public_name(cohort, letter.author) or str(letter.author),
        "author_role": _("Mentor of the project"),
        "signed_by": public_name(cohort, letter.signed_by) or str(letter.signed_by),
        "signed_role": _("Signed for %(community)s on %(day)s") % {"community": settings.COMMUNITY_NAME, "day": day},
    }
