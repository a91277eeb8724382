"""Posts to copy into a blog or a discussion: who takes part, who completed the program. Of consented data only.

Whatever somebody is called, it stays text: in Markdown every sign that could mean something is escaped, and a name
calls nobody (no @mention). HTML is written by Django's templates, which escape.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ..models import PublicEntry
from .public import cards

INTRODUCTION, GRADUATES = "introduction", "graduates"
KINDS = (INTRODUCTION, GRADUATES)
NO_MENTION = "\u2060"  # a word joiner, which nobody sees
_MEANINGFUL = re.compile(
    r"""[\\`*_{}\[\]<>#|~&$]  # anywhere
    |^[-+=]                   # a list, a heading
    |(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d{3})[.)]
    |:(?=//)|(?<=www)\.       # an address that would become a link by itself
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Post:
    title: str
    lead: str
    cards: list

    @property
    def html(self):
        return render_to_string("evaluations/recognition/_post.html", {"post": self, "site": settings.SITE_URL})

    @property
    def markdown(self):
        return "\n".join(_lines(self)) + "\n"


def of_cohort(cohort, kind) -> Post:
    """Four queries at most."""
    names = {"cohort": cohort, "community": settings.COMMUNITY_NAME}
    everybody = PublicEntry.objects.filter(mentorship__cohort=cohort).with_all()
    if kind == INTRODUCTION:
        entries, title = everybody.introduced().by_name(), _("Meet the mentees of %(cohort)s") % names
        lead = _("They work on %(community)s projects for the coming months. Say hello!") % names
    else:
        entries, title = everybody.graduates().by_name(), _("The graduates of %(cohort)s") % names
        lead = _("They have completed the mentorship of the %(community)s community. Congratulations!") % names
    return Post(title, lead, cards(list(entries), "in_posts"))


def escaped(text):
    """Text that Markdown shows as it is, in one line."""
    return _MEANINGFUL.sub(r"\\\g<0>", " ".join(text.split())).replace("@", "@" + NO_MENTION)


def _address(url):
    """An address that ends where it should: in angle brackets nothing but these and blanks means anything."""
    full = settings.SITE_URL + url if url.startswith("/") else url
    return f"<{quote(full, safe='/:?#[]@!$&*+,;=%~-._')}>"


def _lines(post):
    yield from (f"# {escaped(post.title)}", "", escaped(post.lead))
    for card in post.cards:
        yield from ("", f"## {escaped(card.name)}")
        if card.project:
            yield from ("", f"[{escaped(card.project)}]({_address(card.project_url)})")
        if card.about:
            yield from ("", escaped(card.about))
        if card.words:
            yield from ("", f"> {escaped(card.words)}")
        links = [f"[{escaped(label)}]({_address(address)})" for label, address in card.links]
        if card.certificate_url:
            links.append(f"[{_('Certificate')}]({_address(card.certificate_url)})")
        if links:
            yield from ("", " · ".join(links))
