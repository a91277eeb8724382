from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from .cohort import Cohort, Phase


@dataclass(frozen=True)
class Shift:
    """One phase that moves: from ``was`` (None for a phase that is new) to ``starts_at``, ``ends_at``."""

    kind: str
    was: tuple[datetime, datetime] | None
    starts_at: datetime
    ends_at: datetime

    @property
    def label(self):
        return Phase.Kind(self.kind).label

    @property
    def moves_opening(self):
        return self.was is None or self.was[0] != self.starts_at

    @property
    def moves_closing(self):
        return self.was is None or self.was[1] != self.ends_at

    def as_json(self):
        return {
            "kind": self.kind,
            "was": [instant.isoformat() for instant in self.was or ()],
            "now": [self.starts_at.isoformat(), self.ends_at.isoformat()],
        }

    @classmethod
    def from_json(cls, kept):
        was = tuple(map(datetime.fromisoformat, kept["was"])) or None
        return cls(kept["kind"], was, *map(datetime.fromisoformat, kept["now"]))


class ScheduleChange(models.Model):
    """One revision of a cohort's dates: who moved what, when. Never changed again."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="schedule_changes")
    by = models.ForeignKey("users.Person", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("changed"))
    moved = models.JSONField()  # one item per phase, see Shift

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"schedule change {self.pk}"

    @property
    def shifts(self):
        return [Shift.from_json(kept) for kept in self.moved]
