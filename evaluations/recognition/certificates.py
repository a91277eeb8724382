"""What a certificate says, what its public page shows of that, and its PDF."""

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import segno
from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from amp_portal import typesetting

TEMPLATE = Path(__file__).parent.parent / "typst" / "certificate.typ"


@dataclass(frozen=True)
class Facts:
    """What is empty is not shown."""

    cohort: str
    leads: list[str]
    issued: date
    holder: str = ""
    project: str = ""
    since: date | None = None
    until: date | None = None
    hours: str = ""
    mentors: list[str] = field(default_factory=list)


def facts(certificate) -> Facts:
    """Everything, for its holder and the PDF."""
    mentorship = certificate.mentorship
    cohort = mentorship.cohort
    return Facts(
        cohort=str(cohort),
        leads=_names(cohort.leads()),
        issued=timezone.localdate(certificate.issued_at, cohort.zone),
        holder=certificate.holder_name,
        project=mentorship.project.title,
        since=timezone.localdate(mentorship.starts_at, cohort.zone),
        until=timezone.localdate(mentorship.ends_at, cohort.zone),
        hours=_hours(certificate),
        mentors=_mentors(mentorship),
    )


def shown(certificate) -> Facts:
    """What its holder lets everybody see."""
    hidden: dict = {}
    if not certificate.shows_name:
        hidden["holder"] = ""
    if not certificate.shows_project:
        hidden["project"] = ""
    if not certificate.shows_dates:
        hidden |= {"since": None, "until": None}
    if not certificate.shows_hours:
        hidden["hours"] = ""
    if not certificate.shows_mentors:
        hidden["mentors"] = []
    return replace(facts(certificate), **hidden)


def _hours(certificate):
    """As the mentee wrote them down week by week; where they did not, what the cohort asks for."""
    if certificate.hours:
        text = ngettext("%(hours)d hour of recorded work", "%(hours)d hours of recorded work", certificate.hours)
        return text % {"hours": certificate.hours}
    expected = certificate.mentorship.cohort.hours_expected
    return ngettext("%(hours)d hour a week", "%(hours)d hours a week", expected) % {"hours": expected}


def _mentors(mentorship):
    """Who mentored the project when the mentorship ended."""
    then = Q(until=None) | Q(until__gte=mentorship.ends_at)
    mentors = mentorship.project.mentors.filter(then, since__lt=mentorship.ends_at)
    return _names(mentors.with_public_names())


def _names(roles):
    """As confirmed for each; in the order of their roles."""
    return list(dict.fromkeys(role.public_name or str(role.person) for role in roles))


def pdf(certificate) -> bytes:
    """Says everything. Never fails for want of letters."""
    login = certificate.mentorship.mentee.github_login
    holder = certificate.holder_name
    return typesetting.pdf(
        TEMPLATE,
        _texts(certificate),
        at=certificate.issued_at,
        instead=lambda printed: _with_a_name(printed, holder, login),
    )


def _texts(certificate):
    """All texts of the template, in the active language."""
    said, url = facts(certificate), settings.SITE_URL + certificate.get_absolute_url()
    days = {name: date_format(getattr(said, name), "j F Y") for name in ("since", "until", "issued")}
    return {
        "lang": (get_language() or "en").split("-")[0],
        "title": _("Certificate of %(name)s") % {"name": said.holder},
        "community": settings.COMMUNITY_NAME,
        "program": _("Open-source mentorship · %(cohort)s") % {"cohort": said.cohort},
        "heading": _("Certificate of completion"),
        "lead_in": _("This certifies that"),
        "holder": said.holder,
        "name_size": 40 if len(said.holder) <= 28 else 28 if len(said.holder) <= 45 else 20,
        "also": "",
        "completed": _("has completed %(cohort)s with the project") % {"cohort": said.cohort},
        "project": said.project,
        "when": _("%(since)s to %(until)s") % days + f" · {said.hours}",
        "mentors": _("Mentored by %(names)s") % {"names": get_text_list(said.mentors, _("and"))}
        if said.mentors
        else "",
        "signed_by": get_text_list(said.leads, _("and")),
        "role": _("for %(community)s, lead organizer") % {"community": settings.COMMUNITY_NAME},
        "issued": _("Issued on %(issued)s") % days,
        "verify": _("See that it is genuine"),
        "code": certificate.code,
        "url": url,
        "address": (settings.SITE_URL + reverse("evaluations:verify")).partition("://")[2],
        "qr": segno.make(url, error="m").svg_inline(border=0),
        "qr_alt": _("QR code with the address of the verification page"),
    }


def _with_a_name(printed, holder, login):
    """A name that would lose letters becomes the GitHub login."""
    lost = set(holder) - set(printed["holder"])
    if not any(unicodedata.category(character).startswith("L") for character in lost):
        return printed
    name = login or _("the holder of this code")
    also = _("The name in its own script stands on the verification page.")
    return printed | {"holder": name, "also": also, "title": _("Certificate of %(name)s") % {"name": name}}
