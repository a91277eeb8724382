from hashlib import blake2b

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .version import LONGEST, Version


class SelectionQuerySet(models.QuerySet):
    def unpublished(self):
        return self.filter(applied_at=None)

    def in_turn(self):
        """Those of a waiting list, who comes next first."""
        return self.order_by("position", "pk")


class Selection(models.Model):
    """What organizers have decided about an application. Nobody else sees it until the results are published."""

    class Outcome(models.TextChoices):
        OFFER = "offer", _("offer")
        WAITLIST = "waitlist", _("waiting list")
        DECLINE = "decline", _("decline")

    TONES = {Outcome.OFFER: "success", Outcome.WAITLIST: "info"}

    application = models.OneToOneField("applications.Application", on_delete=models.CASCADE, related_name="selection")
    outcome = models.CharField(_("decision"), max_length=10, choices=Outcome)
    project = models.ForeignKey(
        "cohorts.Project", null=True, blank=True, on_delete=models.PROTECT, related_name="selections"
    )
    track = models.CharField(_("track"), max_length=10, choices=Version.Track, blank=True)
    position = models.PositiveIntegerField(  # on the waiting list of the project's track; equal ones in order of entry
        _("place on the waiting list"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    feedback = models.TextField(_("feedback for the applicant"), max_length=LONGEST, blank=True)
    note = models.TextField(_("personal words"), max_length=LONGEST, blank=True)  # in the letter of this outcome
    decided_by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)  # when the results took it over
    held = models.TextField(blank=True)  # why the portal left it to a person

    objects = SelectionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="only_declined_without_project",
                condition=Q(outcome="decline", project=None, track="") | ~Q(outcome="decline") & ~Q(project=None),
            ),
            models.CheckConstraint(name="no_note_with_a_decline", condition=~Q(outcome="decline") | Q(note="")),
            models.CheckConstraint(
                name="waiting_has_position",
                condition=Q(outcome="waitlist", position__isnull=False) | ~Q(outcome="waitlist") & Q(position=None),
            ),
        ]

    def __str__(self):
        return f"selection {self.pk}"

    @property
    def is_offer(self):
        return self.outcome == self.Outcome.OFFER

    @property
    def is_decline(self):
        return self.outcome == self.Outcome.DECLINE

    @property
    def tone(self):
        return self.TONES.get(self.outcome, "neutral")

    @property
    def mark(self):
        """Another one for whatever else organizers decide or write: a page says by it what it was made of."""
        said = (self.outcome, self.project_id, self.position, self.feedback, self.note)
        return blake2b(repr(said).encode(), digest_size=8).hexdigest()


class Adjustment(models.Model):
    """What organizers try on the board: a pair locked or excluded, or another number of slots. Kept for the cohort."""

    class Kind(models.TextChoices):
        LOCK = "lock", _("locked")
        EXCLUDE = "exclude", _("excluded")
        SLOTS = "slots", _("slots")

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="adjustments")
    kind = models.CharField(max_length=10, choices=Kind)
    application = models.ForeignKey("applications.Application", null=True, blank=True, on_delete=models.CASCADE)
    project = models.ForeignKey("cohorts.Project", on_delete=models.CASCADE, related_name="adjustments")
    track = models.CharField(max_length=10, choices=Version.Track, blank=True)
    slots = models.PositiveSmallIntegerField(null=True, blank=True)
    made_by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(kind="lock"), name="one_lock_per_application"),
            models.UniqueConstraint(
                fields=["application", "project"], condition=Q(kind="exclude"), name="excluded_once"
            ),
            models.UniqueConstraint(
                fields=["project", "track"], condition=Q(kind="slots"), name="one_number_of_slots_tried"
            ),
            models.CheckConstraint(
                name="adjustment_of_a_pair_or_of_slots",
                condition=Q(kind="slots", application=None, slots__isnull=False)
                | ~Q(kind="slots") & Q(application__isnull=False, slots=None),
            ),
        ]

    def __str__(self):
        return f"adjustment {self.pk}"

    @property
    def is_slots(self):
        return self.kind == self.Kind.SLOTS
