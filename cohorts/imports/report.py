from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .table import Reading


@dataclass
class Tally:
    """How many things of a kind a list names, and what importing them did or would do."""

    total: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0

    @property
    def unchanged(self):
        return self.total - self.added - self.changed


@dataclass
class Report:
    """What an import did, or would do: a Tally for each kind of thing (by its name, in the plural), in order.

    ``reading``: how its file was read.
    """

    tallies: dict[str, Tally] = field(default_factory=dict)
    reading: Reading | None = None

    def count(self, kind, *, total, added=0, changed=0, removed=0):
        self.tallies[kind] = Tally(total, added, changed, removed)

    @property
    def has_changes(self):
        return any(tally.added or tally.changed or tally.removed for tally in self.tallies.values())

    def in_words(self):
        """What the list holds, what was added, what has changed and what is gone; a line each."""
        lines = [self._line(name) for name in ("total", "added", "changed", "removed")]
        heads = ("%s", _("Added: %s"), _("Changed: %s"), _("Removed: %s"))
        said = [head % line for head, line in zip(heads, lines, strict=True) if line]
        return "\n".join(said if self.has_changes else [*said, _("Nothing changed.")])

    def _line(self, name):
        counts = ((kind, getattr(tally, name)) for kind, tally in self.tallies.items())
        return ", ".join(f"{count} {kind}" for kind, count in counts if count)
