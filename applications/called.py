"""What an applicant is or was called, as far as the portal knows: to be compared with what they write, never shown."""

import re
from urllib.parse import urlsplit

from amp_portal.users.models import KnownAs
from cohorts.conduct.naming import aliases
from cohorts.models import Participation

from .redaction.names import Called

# Where the address of a profile is the handle of a person: of other sites it may be a community's.
_PROFILES = re.compile(
    r"(?:[\w-]+\.)?(?:linkedin\.com/in|dev\.to|gitlab\.com|codeberg\.org|hashnode\.com|x\.com|twitter\.com|instagram\.com"
    r"|facebook\.com|stackoverflow\.com/users/\d+|youtube\.com|t\.me|bsky\.app/profile)/@?([\w.-]{3,40})/?"
    r"|[\w.-]+/@([\w.-]{3,40})(?:/.*)?"
    r"|([\w-]{3,40})\.(?:github\.io|medium\.com|hashnode\.dev|substack\.com|gitlab\.io|netlify\.app|vercel\.app)(?:/.*)?"
    r"|gist\.github\.com/([\w-]{3,40})(?:/.*)?",
    re.IGNORECASE,
)


def of(application) -> Called:
    """Names as they are, were and were confirmed; logins, what stands before the @, and handles in listed links."""
    person = application.person
    known = aliases([person])[person.pk]
    names = {value for kind, value in known if kind == KnownAs.Kind.NAME} | {person.name}
    names |= set(Participation.objects.filter(person=person).values_list("confirmed_name", flat=True))
    logins = {value for kind, value in known if kind == KnownAs.Kind.LOGIN} | {person.github_login}
    addresses = {value for kind, value in known if kind == KnownAs.Kind.ADDRESS} | {person.email}
    logins |= {address.partition("@")[0].partition("+")[0] for address in addresses}
    links = application.versions.exclude(submitted_at=None).exclude(links=None).values_list("links__url", flat=True)
    logins |= {handle for url in links if (handle := handle_in(url))}
    return Called(frozenset(names - {""}), frozenset(logins - {""}))


def handle_in(url: str) -> str:
    """Whose profile or own site an address is, or nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    found = _PROFILES.fullmatch(parts.netloc.removeprefix("www.") + parts.path)
    return next(filter(None, found.groups()), "") if found else ""
