"""The few words of GitHub's answers that prove something. Pure: no question is asked here, nothing is decided.

Each reader takes an answer's JSON; what has another shape than it should have is Unclear.
"""

import re
from dataclasses import dataclass
from datetime import datetime

# An account's number stands in the address that GitHub gives out for commits; a name or another address proves nothing.
HELPED = re.compile(
    r"^co-authored-by:[^<\n]*<(\d{1,18})\+[^@>\n]*@users\.noreply\.[^>\n]+>", re.IGNORECASE | re.MULTILINE
)
PUSHED = {"push", "force_push", "branch_creation", "pr_merge", "merge_queue_merge"}
BRANCH = "refs/heads/"


class Unclear(Exception):
    """The answer has not the shape it should have."""


@dataclass(frozen=True)
class Author:
    """An account by its number, which stays when a login changes; ``number`` is None where GitHub knows none."""

    number: int | None
    login: str


@dataclass(frozen=True)
class Repository:
    name: str  # owner/name as they are now, wherever the address led
    branch: str


@dataclass(frozen=True)
class Pull:
    """``merged_at`` is None where it is not merged, ``merge`` the hash of the commit that its merge made."""

    number: int
    author: Author
    repository: str
    merged_at: datetime | None
    merge: str
    is_open: bool


@dataclass(frozen=True)
class Issue:
    """``merged_at`` is None where nothing is merged; ``closed_as`` is "" while it is open."""

    number: int
    author: Author
    repository: str
    created_at: datetime
    closed_as: str
    is_pull: bool
    merged_at: datetime | None

    @property
    def is_open(self):
        return not self.closed_as


@dataclass(frozen=True)
class Commit:
    """Its own dates are left out: they are what its author typed. ``helpers``: numbers of accounts its text names."""

    hash: str
    author: Author
    helpers: tuple[int, ...]


@dataclass(frozen=True)
class Review:
    """``has_words`` or ``decides``: more than single comments that were sent by themselves."""

    author: Author
    submitted_at: datetime
    decides: bool
    has_words: bool


@dataclass(frozen=True)
class Push:
    tip: str
    branch: str
    at: datetime


def reader(read):
    def careful(data):
        try:
            return read(data)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise Unclear from error

    return careful


@reader
def repository(data):
    return Repository(_text(data["full_name"]), _text(data["default_branch"]))


@reader
def pull(data):
    return _pull(data)


@reader
def pulls(data):
    return [_pull(each) for each in data]


@reader
def issue(data):
    merged = data.get("pull_request")
    return Issue(
        int(data["number"]),
        _author(data["user"]),
        repository="/".join(data["repository_url"].partition("/repos/")[2].split("/")[:2]),
        created_at=_instant(data["created_at"]),
        closed_as=_text(data.get("state_reason") or "completed") if data["state"] == "closed" else "",
        is_pull=bool(merged),
        merged_at=_instant(merged["merged_at"]) if merged and merged.get("merged_at") else None,
    )


@reader
def commit(data):
    helpers = tuple(int(number) for number in HELPED.findall(data["commit"]["message"]))
    return Commit(_text(data["sha"]), _author(data["author"]), helpers)


@reader
def hashes(data):
    return [_text(each["sha"]) for each in data]


@reader
def leads_to(data):
    """Whether what was compared has the commit it was compared with behind it."""
    return _text(data["status"]) in ("behind", "identical")


@reader
def review(data):
    return Review(
        _author(data["user"]),
        submitted_at=_instant(data["submitted_at"]),
        decides=data["state"] in ("APPROVED", "CHANGES_REQUESTED", "DISMISSED"),
        has_words=data["state"] == "COMMENTED" and bool((data.get("body") or "").strip()),
    )


@reader
def pushes(data):
    """What put a branch where it is, of all that is noted about a repository."""
    pushed = [each for each in data if each["activity_type"] in PUSHED and each["ref"].startswith(BRANCH)]
    return [
        Push(_text(each["after"]), each["ref"].removeprefix(BRANCH), _instant(each["timestamp"])) for each in pushed
    ]


def _pull(data):
    return Pull(
        int(data["number"]),
        _author(data["user"]),
        repository=_text(data["base"]["repo"]["full_name"]),
        merged_at=_instant(data["merged_at"]) if data["merged_at"] else None,
        merge=data.get("merge_commit_sha") or "",
        is_open=data["state"] == "open",
    )


def _author(user):
    return Author(int(user["id"]), _text(user["login"])) if user else Author(None, "")


def _text(value):
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _instant(text):
    """Aware; what names no zone is no instant."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return instant
