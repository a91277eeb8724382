"""The picture shown where somebody shares a link to a page: its title in the portal's colours, as PNG."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from amp_portal import typesetting

TEMPLATE = Path(__file__).with_name("typst") / "picture.typ"
KEPT_FOR = 24 * 3600  # seconds
PIXELS_PER_POINT = 72  # the template's points are pixels


def of_portal() -> bytes:
    return _png(
        title=_("Become a maintainer, with someone beside you"),
        eyebrow=_mentorship(),
        line=_("Eighteen weeks on a real project. Free to join, from anywhere."),
    )


def of_cohort(cohort, now) -> bytes:
    """With the day until which one may apply, as long as one may."""
    line = "" if cohort.imported else _("Kickoff on %(day)s") % {"day": date_format(cohort.kickoff, "j F Y")}
    applications = cohort.phase("applications")
    if applications and now < applications.ends_at:
        last_day = date_format(applications.ends_at.astimezone(cohort.zone), "j F Y")
        line = _("Apply by %(day)s · %(kickoff)s") % {"day": last_day, "kickoff": line}
    return _png(title=cohort.name, eyebrow=_mentorship(), line=line)


def of_project(project) -> bytes:
    line = f"{project.get_kind_display()} · {project.get_difficulty_display()}"
    return _png(title=project.title, eyebrow=project.cohort.name, line=line)


def _mentorship():
    return _("Open-source mentorship with %(community)s") % {"community": settings.COMMUNITY_NAME}


def _png(*, title, eyebrow, line) -> bytes:
    """Drawn once a day for the same words."""
    size = 72 if len(title) <= 40 else 58 if len(title) <= 80 else 44
    texts = {"title": title, "size": size, "eyebrow": eyebrow, "line": line, "site": settings.SITE_NAME}
    key = f"picture/{hashlib.sha256(json.dumps(texts).encode()).hexdigest()}"
    picture = cache.get(key)
    if picture is None:
        picture = typesetting.png(TEMPLATE, texts, ppi=PIXELS_PER_POINT)
        cache.set(key, picture, KEPT_FOR)
    return picture
