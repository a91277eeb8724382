"""What the world may know of somebody: the one place that reads what they chose, for the alumni page and the posts."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings

from ..models import Testimonial

_INVISIBLE = re.compile(r"[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+")


@dataclass(frozen=True)
class Card:
    """What is empty was not chosen."""

    name: str
    about: str = ""
    cohort: str = ""
    project: str = ""
    project_url: str = ""
    github: str = ""
    website: str = ""
    certificate_url: str = ""
    words: str = ""

    @property
    def links(self):
        """``(label, address)`` pairs."""
        found = (("GitHub", self.github), (self.website.partition("://")[2].rstrip("/"), self.website))
        return [(label, address) for label, address in found if address]


def cards(entries, place) -> list[Card]:
    """Of entries with names and ``with_all``. ``place``: where they stand; a testimonial comes along if it may."""
    said = Testimonial.objects.consented().filter(
        **{place: True}, author__in=[entry.mentorship.mentee_id for entry in entries]
    )
    words = {(row.author_id, row.cohort_id): row.words for row in said}
    return [_card(entry, words) for entry in entries]


def plain(text):
    """In one line, without signs that turn text around or that nobody sees."""
    return " ".join(_INVISIBLE.sub(" ", text).split())


def _card(entry, words):
    mentorship = entry.mentorship
    mentee, project = mentorship.mentee, mentorship.project
    shows_certificate = entry.shows_certificate and mentorship.valid_certificates
    return Card(
        name=plain(entry.public_name),
        about=plain(entry.about),
        cohort=str(mentorship.cohort) if entry.shows_cohort else "",
        project=project.title if entry.shows_project else "",
        project_url=project.get_absolute_url() if entry.shows_project else "",
        github=f"{settings.GITHUB_URL}/{quote(mentee.github_login)}"
        if entry.shows_github and mentee.github_login
        else "",
        website=entry.website,
        certificate_url=mentorship.valid_certificates[0].get_absolute_url() if shows_certificate else "",
        words=plain(words.get((mentee.pk, mentorship.cohort_id), "")),
    )
