"""What an answer of GitHub's API says about a contribution, and what follows from it. Pure."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext as _

CONFIRMED, REJECTED, LATER, UNDECIDED = "confirmed", "rejected", "later", "undecided"


@dataclass(frozen=True)
class Reading:
    """Author, repository and day of something on GitHub. ``made_at`` is ISO 8601.

    ``author_id`` is None where GitHub knows no account for its author, ``merged`` where there is nothing to merge.
    """

    author_id: int | None
    author: str
    owner: str
    made_at: str
    merged: bool | None = None
    is_open: bool = False

    def as_json(self):
        return asdict(self)


@dataclass(frozen=True)
class Ruling:
    """``outcome``: confirmed (with ``made_at``), rejected, undecided (somebody has to look), or later (look again)."""

    outcome: str
    words: str = ""
    made_at: datetime | None = None


def read(kind, data) -> Reading | None:
    """What the answer about a pull, issue, commit or comment says; None where it has not the shape it should have."""
    try:
        return _READERS[kind](data)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _pull(data):
    return Reading(
        *_author(data["user"]),
        owner=data["base"]["repo"]["owner"]["login"],
        made_at=data["created_at"],
        merged=data.get("merged_at") is not None,
        is_open=data["state"] == "open",
    )


def _issue(data):
    pull = data.get("pull_request")
    return Reading(
        *_author(data["user"]),
        owner=_owner(data["repository_url"]),
        made_at=data["created_at"],
        merged=pull.get("merged_at") is not None if pull else None,
        is_open=data["state"] == "open",
    )


def _commit(data):
    return Reading(*_author(data["author"]), owner=_owner(data["url"]), made_at=data["commit"]["committer"]["date"])


def _comment(data):
    return Reading(*_author(data["user"]), owner=_owner(data["url"]), made_at=data["created_at"])


def _author(user):
    return (int(user["id"]), user["login"]) if user else (None, "")


def _owner(api_url):
    return api_url.partition("/repos/")[2].split("/")[0]


_READERS = {"pull": _pull, "issue": _issue, "commit": _commit, "comment": _comment}


def rule(reading, *, github_id, owners) -> Ruling:
    """Is it by this account, in a repository of the community, and done? ``owners`` are logins of any case."""
    if reading is None:
        return Ruling(UNDECIDED, _("We could not understand what GitHub says about it."))
    if reading.author_id is None:
        return Ruling(UNDECIDED, _("GitHub knows no account for its author."))
    if reading.author_id != github_id:
        return Ruling(REJECTED, _("GitHub names %(login)s as its author.") % {"login": reading.author})
    if reading.owner.lower() not in {owner.lower() for owner in owners}:
        return Ruling(
            UNDECIDED, _("It is in a repository of %(owner)s, not of the community.") % {"owner": reading.owner}
        )
    if reading.merged is False and reading.is_open:
        return Ruling(LATER, _("On GitHub it is open, and not merged yet."))
    if reading.merged is False:
        return Ruling(UNDECIDED, _("On GitHub it was closed without being merged."))
    return Ruling(CONFIRMED, _("By %(login)s, on GitHub.") % {"login": reading.author}, _instant(reading.made_at))


def _instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
