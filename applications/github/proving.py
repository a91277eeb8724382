"""What GitHub's record proves about a contribution, question by question.

Proved is what the server noted: who an account is, that a pull request was merged, what a branch of the community's own
repository leads to, when something was merged, pushed, opened or sent. Not what an author can type: GitHub answers a
fork's commits under the parent's address, and a commit's dates are its author's. What can't be proved needs a person.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

from django.utils.translation import gettext as _

from amp_portal.github import NotThere, Withheld

from . import reading

CONFIRMED, LATER, UNDECIDED = "confirmed", "later", "undecided"
MOST = 3  # of a commit's pull requests and pushes: each costs up to two questions


@dataclass(frozen=True)
class Ruling:
    """``outcome``: confirmed (with ``made_at``), undecided (somebody has to look), or later (look again).

    ``thing`` names what it is about, whichever address led there (``Reference.thing``); "" where that is not known.
    """

    outcome: str
    words: str = ""
    made_at: datetime | None = None
    thing: str = ""

    def about(self, thing):
        return replace(self, thing=thing.lower())


@dataclass(frozen=True)
class Claim:
    """That the account of this number did something in a repository of these ``owners`` (logins of any case).

    ``ask(path, read, shape=dict)`` gives what ``read`` makes of the answer; it raises NotThere or what else
    ``amp_portal.github.ask`` raises.
    """

    github_id: int
    owners: list[str]
    ask: Callable

    def is_by(self, author):
        return author.number == self.github_id

    def is_ours(self, repository):
        return repository.partition("/")[0].lower() in {owner.lower() for owner in self.owners}

    def or_none(self, path, read, shape: type = dict):
        """The same, where a "no" is an answer, too."""
        try:
            return self.ask(path, read, shape)
        except (NotThere, Withheld):
            return None


def prove(found, claim) -> Ruling:
    """What follows about a Reference. Raises what ``claim.ask`` raises, but NotThere."""
    if found.kind not in _PROOFS:
        return _open(_("A comment counts when somebody has looked at it."))
    try:
        return _PROOFS[found.kind](found, claim)
    except NotThere:
        return _open(_("GitHub has nothing at this address that everybody may see."))
    except reading.Unclear:
        return _open(_("We could not understand what GitHub says about it."))


def _pull(found, claim):
    said = claim.ask(f"/repos/{found.repository}/pulls/{found.number}", reading.pull)
    return (_not_theirs(said, claim) or _merged(said)).about(f"{said.repository}#{said.number}")


def _issue(found, claim):
    said = claim.ask(f"/repos/{found.repository}/issues/{found.number}", reading.issue)
    return (_not_theirs(said, claim) or _opened(said)).about(f"{said.repository}#{said.number}")


def _opened(said):
    if said.is_pull:
        return _merged(said)
    if said.closed_as not in ("", "completed"):
        return _open(_("On GitHub it was closed as not planned, or as a duplicate."))
    return _confirmed(said.author, said.created_at)


def _review(found, claim):
    path = f"/repos/{found.repository}/pulls/{found.on[1]}"
    pull = claim.ask(path, reading.pull)
    said = claim.ask(f"{path}/reviews/{found.number}", reading.review)
    doubt = _not_by_them(said.author, claim) or _elsewhere(pull.repository, claim)
    return (doubt or _reviewed(said, pull, claim)).about(f"{pull.repository}#{pull.number}/review/{found.number}")


def _reviewed(said, pull, claim):
    if claim.is_by(pull.author):
        return _open(_("It is a review of their own pull request."))
    if not (said.decides or said.has_words):
        return _open(_("A comment counts when somebody has looked at it."))
    return _confirmed(said.author, said.submitted_at)


def _merged(said):
    if said.merged_at:
        return _confirmed(said.author, said.merged_at)
    if said.is_open:
        return Ruling(LATER, _("On GitHub it is open, and not merged yet."))
    return _open(_("On GitHub it was closed without being merged."))


def _commit(found, claim):
    home = claim.ask(f"/repos/{found.repository}", reading.repository)
    if doubt := _elsewhere(home.name, claim):
        return doubt
    path = f"/repos/{quote(home.name)}"
    said = claim.ask(f"{path}/commits/{found.number}", reading.commit)
    return (_not_by_them(said.author, claim, said.helpers) or _arrived(said, home, path, claim)).about(said.hash)


def _arrived(said, home, path, claim):
    """By the pull request that brought it to the community's repository, or the push that did."""
    known = claim.ask(f"{path}/commits/{said.hash}/pulls?per_page=100", reading.pulls, list)
    here = [pull for pull in known if pull.repository.lower() == home.name.lower()]
    for pull in sorted((pull for pull in here if pull.merged_at), key=lambda pull: pull.merged_at)[:MOST]:
        if _brought(pull, said, path, claim):
            return _confirmed(said.author, pull.merged_at)
    if push := _push(said, path, claim):
        return _confirmed(said.author, push.at)
    if _leads_to(home.branch, said, path, claim):
        return _open(_("It is on a branch of the repository; GitHub does not say since when."))
    if any(pull.is_open for pull in here):
        return Ruling(LATER, _("On GitHub its pull request is open, and not merged yet."))
    return _open(_("GitHub does not show it on a branch of the community's repository: it may be in a fork only."))


def _brought(pull, said, path, claim):
    """It is behind the commit that the merge made, or one of those that were squashed into that.

    A branch as it is now would not do: what came to it later was not there on the day of this merge.
    """
    if pull.merge == said.hash or (pull.merge and _leads_to(pull.merge, said, path, claim)):
        return True
    return said.hash in (claim.or_none(f"{path}/pulls/{pull.number}/commits?per_page=100", reading.hashes, list) or ())


def _push(said, path, claim):
    """The author's own first push of it to a branch that still leads to it."""
    query = f"actor={quote(said.author.login)}&per_page=100"
    pushes = claim.or_none(f"{path}/activity?{query}", reading.pushes, list) or []
    own = sorted((push for push in pushes if push.tip == said.hash), key=lambda push: push.at)
    return next((push for push in own[:MOST] if _leads_to(push.branch, said, path, claim)), None)


def _leads_to(branch, said, path, claim):
    # From the second page on there are no files, which may be megabytes.
    compared = f"{path}/compare/{quote(branch)}...{said.hash}?per_page=1&page=2"
    return bool(claim.or_none(compared, reading.leads_to))


def _not_theirs(said, claim):
    return _not_by_them(said.author, claim) or _elsewhere(said.repository, claim)


def _not_by_them(author, claim, helpers=()):
    """They may have written it together, reviewed it or pushed to it: that is for a person to see."""
    if claim.is_by(author):
        return None
    if author.number is None:
        return _open(_("GitHub knows no account for its author."))
    if claim.github_id in helpers:
        return _open(_("GitHub names %(login)s as its author; its text names them, too.") % {"login": author.login})
    return _open(_("GitHub names %(login)s as its author.") % {"login": author.login})


def _elsewhere(repository, claim):
    if claim.is_ours(repository):
        return None
    owner = repository.partition("/")[0]
    return _open(_("It is in a repository of %(owner)s, not of the community.") % {"owner": owner})


def _confirmed(author, at):
    return Ruling(CONFIRMED, _("By %(login)s, on GitHub.") % {"login": author.login}, at)


def _open(words):
    return Ruling(UNDECIDED, words)


_PROOFS = {"pull": _pull, "issue": _issue, "commit": _commit, "review": _review}
