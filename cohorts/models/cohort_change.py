from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .cohort import Cohort, Phase


@dataclass(frozen=True)
class Shift:
    """One phase that moves: from ``was`` (None for one that is brought in) to ``now`` (None for one left out)."""

    kind: str
    was: tuple[datetime, datetime] | None
    now: tuple[datetime, datetime] | None

    @property
    def label(self):
        return Phase.Kind(self.kind).label

    @property
    def starts_at(self):
        return self.now[0] if self.now else None

    @property
    def ends_at(self):
        return self.now[1] if self.now else None

    @property
    def leaves_out(self):
        return self.now is None

    @property
    def moves_opening(self):
        return self.now is not None and (self.was is None or self.was[0] != self.now[0])

    @property
    def moves_closing(self):
        return self.now is not None and (self.was is None or self.was[1] != self.now[1])

    def as_json(self):
        return {
            "kind": self.kind,
            "was": [instant.isoformat() for instant in self.was or ()],
            "now": [instant.isoformat() for instant in self.now or ()],
        }

    @classmethod
    def from_json(cls, kept):
        was, now = (tuple(map(datetime.fromisoformat, kept[name])) or None for name in ("was", "now"))
        return cls(kept["kind"], was, now)


@dataclass(frozen=True)
class SettingShift:
    """One setting of a cohort that changes; values as the database keeps them, people by their pk."""

    name: str
    was: Any
    now: Any

    @property
    def label(self):
        return Cohort._meta.get_field(self.name).verbose_name

    def as_json(self):
        return {"name": self.name, "was": self.was, "now": self.now}


class CohortChange(models.Model):
    """One revision of a cohort's dates or settings: who changed what, when, why. Never changed again."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="changes")
    by = models.ForeignKey("users.Person", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey("users.Person", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("changed"))
    reason = models.TextField(_("reason"), blank=True)
    moved = models.JSONField(default=list)  # one item per phase, see Shift
    settings = models.JSONField(default=list)  # one item per setting, see SettingShift

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="change_confirmed_by_another", condition=~Q(confirmed_by=F("by"))),
        ]

    def __str__(self):
        return f"cohort change {self.pk}"

    @property
    def shifts(self):
        return [Shift.from_json(kept) for kept in self.moved]

    @property
    def setting_shifts(self):
        return [SettingShift(**kept) for kept in self.settings]


class SettingsProposal(models.Model):
    """A change of locked settings that mends an error: waits until a lead organizer and a superuser both want it."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="settings_proposals")
    settings = models.JSONField()  # one item per setting, see SettingShift
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    settled_by = models.ForeignKey("users.Person", null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    change = models.OneToOneField(CohortChange, null=True, on_delete=models.RESTRICT, related_name="proposal")

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort"], condition=Q(settled_at=None), name="one_open_proposal_of_settings"
            ),
            models.CheckConstraint(
                name="proposal_confirmed_by_another", condition=Q(change=None) | ~Q(settled_by=F("proposed_by"))
            ),
        ]

    def __str__(self):
        return f"settings proposal {self.pk}"

    @property
    def setting_shifts(self):
        return [SettingShift(**kept) for kept in self.settings]
