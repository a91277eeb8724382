"""What a certificate says, and its PDF: tagged (PDF/UA), fonts embedded, names in any script.

Typst brings its own Latin, Greek and Cyrillic fonts and uses what the system has for the rest. A name it has no letters
for is replaced by the GitHub login, with a word on where the name stands; the PDF is made in any case.
"""

import json
import unicodedata
from contextlib import suppress
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

TEMPLATE = Path(__file__).with_name("typst") / "certificate.typ"
ACCESSIBLE, PLAIN = "ua-1", "1.7"
_PROBE = b"#set document(title: sys.inputs.text)\n#sys.inputs.text"


def facts(certificate):
    """What may be shown of a certificate to everybody: always the name, beyond that what its holder chose."""
    mentorship = certificate.mentorship
    cohort = mentorship.cohort
    mentors = mentorship.project.mentors.filter(until=None).select_related("person")
    return {
        "holder": certificate.holder_name,
        "cohort": cohort,
        "since": timezone.localdate(mentorship.starts_at, cohort.zone),
        "until": timezone.localdate(mentorship.ends_at, cohort.zone),
        "project": mentorship.project.title if certificate.shows_project else "",
        "mentors": [str(row.person) for row in mentors] if certificate.shows_mentors else [],
        "leads": [str(lead.person) for lead in cohort.leads()],
        "issued": timezone.localdate(certificate.issued_at, cohort.zone),
    }


def pdf(certificate) -> bytes:
    """The certificate as a PDF. Never fails for want of letters."""
    data = _texts(certificate)
    with suppress(typst.TypstError):
        return _compile(data, ACCESSIBLE, certificate.issued_at)
    data = _in_our_letters(data, certificate.mentorship.mentee.github_login)
    with suppress(typst.TypstError):
        return _compile(data, ACCESSIBLE, certificate.issued_at)
    return _compile(data, PLAIN, certificate.issued_at)


def _compile(data, standard, timestamp):
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=standard,
        timestamp=int(timestamp.timestamp()),
    )


def _texts(certificate):
    """All texts of the template, in the active language."""
    shown = facts(certificate)
    cohort, url = shown["cohort"], settings.SITE_URL + certificate.get_absolute_url()
    days = {name: date_format(shown[name], "j F Y") for name in ("since", "until", "issued")}
    return {
        "lang": (get_language() or "en").split("-")[0],
        "title": _("Certificate of %(name)s") % {"name": shown["holder"]},
        "community": settings.COMMUNITY_NAME,
        "program": _("Open-source mentorship · %(cohort)s") % {"cohort": cohort},
        "heading": _("Certificate of completion"),
        "lead_in": _("This certifies that"),
        "holder": shown["holder"],
        "name_size": 40 if len(shown["holder"]) <= 28 else 28 if len(shown["holder"]) <= 45 else 20,
        "also": "",
        "completed": _("has completed %(cohort)s, from %(since)s to %(until)s") % {"cohort": cohort, **days},
        "project": shown["project"],
        "mentors": _("Mentored by %(names)s") % {"names": get_text_list(shown["mentors"], _("and"))}
        if shown["mentors"]
        else "",
        "signed_by": get_text_list(shown["leads"], _("and")),
        "role": _("for %(community)s, lead organizer") % {"community": settings.COMMUNITY_NAME},
        "issued": _("Issued on %(issued)s") % days,
        "verify": _("See that it is genuine"),
        "code": certificate.code,
        "url": url,
        "address": (settings.SITE_URL + reverse("evaluations:verify")).partition("://")[2],
        "qr": segno.make(url, error="m").svg_inline(border=0),
        "qr_alt": _("QR code with the address of the verification page"),
    }


def _in_our_letters(data, login):
    """The texts without characters no font here has. A name that would lose letters becomes the GitHub login."""
    printed = {name: _printable(text) if isinstance(text, str) else text for name, text in data.items()}
    lost = set(data["holder"]) - set(printed["holder"])
    if any(unicodedata.category(character).startswith("L") for character in lost):
        printed["holder"] = login or _("the holder of this code")
        printed["also"] = _("The name in its own script stands on the verification page.")
        printed["title"] = _("Certificate of %(name)s") % {"name": printed["holder"]}
    return printed


def _printable(text):
    return text if _has_letters(text) else "".join(filter(_has_letters, text)).strip()


def _has_letters(text):
    try:
        typst.compile(_PROBE, format="pdf", sys_inputs={"text": text}, pdf_standards=ACCESSIBLE)
    except typst.TypstError:
        return False
    return True
