"""What is new in the list. Pure: what was listed and the stretches still open in, differences out."""

from dataclasses import dataclass, field

from .parse import Entry, Listed, Unreadable


@dataclass
class Diff:
    """``stretch`` is anything with a Maintainer's fields."""

    added: list[Entry] = field(default_factory=list)
    changed: list[tuple] = field(default_factory=list)  # (stretch, entry)
    left: list = field(default_factory=list)  # stretches
    unchanged: list[tuple] = field(default_factory=list)  # (stretch, entry)
    kept: list = field(default_factory=list)  # stretches whose entry can't be read now
    lost: list[Unreadable] = field(default_factory=list)  # could be anybody's

    @property
    def before(self):
        """How many stood on the list so far."""
        return len(self.changed) + len(self.unchanged) + len(self.left) + len(self.kept)

    @property
    def may_be_half(self):
        """Whether somebody has to say that this is the whole list: too many are missing, or an entry may be theirs."""
        shrunk = len(self.left) - len(self.added)
        return bool(
            len(self.left) * 5 > self.before or (shrunk > 5 and shrunk * 10 > self.before) or (self.left and self.lost)
        )


def compare(stretches, listed: Listed) -> Diff:
    """Pair by numeric id first, so that a renamed login is a change; else by login, unless both ids are known.

    Of entries that can't be read, the first thing that says whose it is counts: id, login or name.
    """
    pairs, rest, open_ones = _pair(stretches, listed.entries, _same_id)
    more, added, left = _pair(open_ones, rest, _same_login)
    diff = Diff(added=added)
    for stretch, entry in pairs + more:
        (diff.changed if _differs(stretch, entry) else diff.unchanged).append((stretch, entry))
    lost = [one for one in listed.unreadable if not _is_double(one, listed.entries)]
    for key in (_same_id, _same_login, _same_name):
        kept, lost, left = _pair(left, lost, key)
        diff.kept += [stretch for stretch, _unreadable in kept]
    diff.lost, diff.left = lost, left
    return diff


def _same_id(thing):
    return thing.github_id


def _same_login(thing):
    return thing.github_login.lower()


def _same_name(thing):
    return thing.name.casefold()


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


def _is_double(unreadable, entries):
    """Whether an entry that could be read names the same account."""
    return any(
        (unreadable.github_id and unreadable.github_id == entry.github_id)
        or (unreadable.github_login and unreadable.github_login.lower() == entry.github_login.lower())
        for entry in entries
    )


def _differs(stretch, entry):
    """Case in a login, the order of repositories and an id that an older revision lacks are no differences."""
    return (
        stretch.github_login.lower() != entry.github_login.lower()
        or (entry.github_id is not None and stretch.github_id != entry.github_id)
        or stretch.name != entry.name
        or sorted(stretch.repos) != sorted(entry.repos)
        or stretch.is_tsc_member != entry.is_tsc_member
    )
