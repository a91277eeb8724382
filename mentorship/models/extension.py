from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cohorts.models import Phase, Shift

from ..querysets import OwnWindowQuerySet
from .mentorship import Mentorship


class Extension(models.Model):
    """More time that an organizer gave a mentorship: who, when, why, and what moved. Never changed again."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="extensions")
    was = models.DateTimeField()  # the end so far
    ends_at = models.DateTimeField()
    moved = models.JSONField()  # one item per date, see Shift: the mentorship, its evaluations
    reason = models.TextField(_("reason"))  # the organizers read it
    words = models.TextField(_("words to its people"), blank=True)
    by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="extension_is_later", condition=Q(ends_at__gt=F("was"))),
            models.CheckConstraint(name="extension_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"extension {self.pk}"

    def was_followed(self):
        """Another one came after it. One query."""
        return self.mentorship.extensions.filter(pk__gt=self.pk).exists()

    @property
    def shifts(self):
        return [Shift.from_json(kept) for kept in self.moved]

    @property
    def evaluations(self):
        """What moved beside the mentorship itself."""
        return self.shifts[1:]


class OwnWindow(models.Model):
    """When an evaluation of one mentorship is open, where an extension moved it away from its cohort's.

    Never over before the cohort's. ``since`` is when it came to be: reminders of before are not sent again.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="windows")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in Phase.EVALUATIONS])
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    since = models.DateTimeField()

    objects = OwnWindowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "kind"], name="one_own_window_of_a_kind"),
            models.CheckConstraint(name="own_window_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self):
        return f"own window {self.pk}"

    def is_open(self, now):
        return self.starts_at <= now < self.ends_at
