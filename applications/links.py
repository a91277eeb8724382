"""Addresses of contributions: one form for the same thing, and what GitHub calls it."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

NAME = r"[\w.-]{1,100}"
PATHS = {
    "pull": re.compile(rf"/({NAME})/({NAME})/pull/(\d{{1,12}})(?:/.*)?"),
    "issue": re.compile(rf"/({NAME})/({NAME})/issues/(\d{{1,12}})"),
    "commit": re.compile(rf"/({NAME})/({NAME})/commit/([0-9a-fA-F]{{7,64}})"),
}
WORDS = {"pull": "pull", "issue": "issues", "commit": "commit"}
REVIEW = re.compile(r"pullrequestreview-(\d{1,15})")
COMMENT = re.compile(r"(?:issuecomment-|discussion_r|commitcomment-|r)(\d{1,15})")

# What comes along when an address is copied: it is never part of one, wherever it stands …
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
AROUND = '<>"“”„«»‹›「」 \t\r\n'
# … and what may begin or end an address elsewhere, but none of a thing on GitHub.
BEFORE = AROUND + "'‘`*_|([{（【"
AFTER = AROUND + ".,;:!?…'‘’`*_|)]}。，、；：）】"


@dataclass(frozen=True)
class Reference:
    """Something on GitHub that has an author. ``kind``: pull, issue, commit, review or comment.

    ``number`` is a commit's hash; a review and a comment are ``on`` the thing of that kind and number.
    """

    kind: str
    owner: str
    repo: str
    number: str
    on: tuple[str, str] = ("", "")

    @property
    def repository(self):
        return f"{self.owner}/{self.repo}"

    @property
    def thing(self):
        """One name for it, as far as an address tells: repositories have several when they are renamed."""
        if self.kind == "commit":
            return self.number
        _kind, number = self.on if self.on[0] else (self.kind, self.number)
        within = f"/{self.kind}/{self.number}" if self.on[0] else ""
        return f"{self.repository}#{number}{within}".lower()


def normalized(url):
    """The address that stands for the same contribution: without what came along when it was pasted, without fragment,
    and without what follows a pull request's number.

    Anything that is no http(s) address stays as it was typed.
    """
    parts = _parts(pasted(url))
    if parts is None:
        return url.strip()
    base = f"{parts.scheme.lower()}://{parts.netloc.lower()}"
    found = reference(url)
    if found is None:
        query = f"?{parts.query}" if parts.query else ""
        return f"{base}{parts.path.rstrip('/')}{query}"
    kind, number = found.on if found.on[0] else (found.kind, found.number)
    fragment = f"#{parts.fragment}" if found.on[0] else ""
    return f"{base}/{found.repository}/{WORDS[kind]}/{number}{fragment}"


def pasted(url):
    """The address in what was pasted, without the brackets, quotes and invisible characters around it."""
    text = url
    while True:
        shorter = INVISIBLE.sub("", text).strip(AROUND)
        if shorter[:1] + shorter[-1:] in ("()", "[]", "{}", "''", "‘’"):
            shorter = shorter[1:-1]
        if shorter == text:
            break
        text = shorter
    bare = text.lstrip(BEFORE).rstrip(AFTER)
    return bare if _on_github(bare) else text


def thing_at(url):
    """What is the same for all addresses of the same thing, whatever they look like."""
    found = reference(url)
    return found.thing if found else normalized(url)


def reference(url) -> Reference | None:
    """What the address names on GitHub (GITHUB_URL), or None."""
    return _on_github(pasted(url))


def _on_github(url):
    parts, home = _parts(url), urlsplit(settings.GITHUB_URL).netloc.lower()
    if parts is None or parts.netloc.lower() not in (home, f"www.{home}"):
        return None
    path = parts.path.rstrip("/")
    for kind, pattern in PATHS.items():
        if match := pattern.fullmatch(path):
            owner, repo, number = match.groups()
            return _said_on(kind, owner, repo, number.lower(), parts.fragment)
    return None


def _said_on(kind, owner, repo, number, fragment):
    if kind == "pull" and (review := REVIEW.fullmatch(fragment)):
        return Reference("review", owner, repo, review[1], on=(kind, number))
    if comment := COMMENT.fullmatch(fragment):
        return Reference("comment", owner, repo, comment[1], on=(kind, number))
    return Reference(kind, owner, repo, number)


def _parts(url):
    """An http(s) address in its parts, or None."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def kind_of(url):
    """What a contribution of that address most likely is (a value of Link.Kind), or ""."""
    found = reference(url)
    if found is None:
        return ""
    return "code" if found.kind in ("pull", "commit") else "community"
