"""What is new in the list. Pure: entries and the stretches still open in, differences out."""

from dataclasses import dataclass, field

from .parse import Entry


@dataclass
class Diff:
    """``stretch`` is anything with a Maintainer's fields."""

    added: list[Entry] = field(default_factory=list)
    changed: list[tuple] = field(default_factory=list)  # (stretch, entry)
    left: list = field(default_factory=list)  # stretches
    unchanged: list[tuple] = field(default_factory=list)  # (stretch, entry)


def compare(stretches, entries) -> Diff:
    """Pair by numeric id first, so that a renamed login is a change; else by login, unless both ids are known."""
    pairs, rest, open_ones = _pair(stretches, entries, _same_id)
    more, added, left = _pair(open_ones, rest, _same_login)
    diff = Diff(added=added, left=left)
    for stretch, entry in pairs + more:
        (diff.changed if _differs(stretch, entry) else diff.unchanged).append((stretch, entry))
    return diff


def _same_id(thing):
    return thing.github_id


def _same_login(thing):
    return thing.github_login.lower()


def _pair(stretches, entries, key):
    """Returns (pairs, entries without a stretch, stretches without an entry)."""
    waiting = {key(stretch): stretch for stretch in stretches if key(stretch)}
    pairs, rest = [], []
    for entry in entries:
        stretch = waiting.get(key(entry))
        if stretch is None or _are_two_accounts(stretch, entry):
            rest.append(entry)
        else:
            pairs.append((stretch, entry))
            del waiting[key(entry)]
    paired = {id(stretch) for stretch, _entry in pairs}
    return pairs, rest, [stretch for stretch in stretches if id(stretch) not in paired]


def _are_two_accounts(stretch, entry):
    return stretch.github_id and entry.github_id and stretch.github_id != entry.github_id


def _differs(stretch, entry):
    """Case in a login, the order of repositories and an id that an older revision lacks are no differences."""
    return (
        stretch.github_login.lower() != entry.github_login.lower()
        or (entry.github_id is not None and stretch.github_id != entry.github_id)
        or stretch.name != entry.name
        or sorted(stretch.repos) != sorted(entry.repos)
        or stretch.is_tsc_member != entry.is_tsc_member
    )
