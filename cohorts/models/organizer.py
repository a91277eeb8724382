from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import OrganizerQuerySet
from .cohort import Cohort


class Organizer(models.Model):
    """Who runs a cohort. At least one lead, named with a way to reach them.

    Rows are kept when somebody steps back (``until``).
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="organizers")
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="organizing")
    is_lead = models.BooleanField(_("lead organizer"), default=False)
    contact = models.CharField(_("how to reach them"), max_length=200, blank=True)
    since = models.DateTimeField(default=timezone.now, editable=False)
    until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OrganizerQuerySet.as_manager()

    class Meta:
        ordering = ["-is_lead", "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"], condition=models.Q(until=None), name="one_organizer_row_per_person"
            )
        ]

    def __str__(self):
        return f"organizer {self.pk}"


class Invitation(models.Model):
    """An organizer's invitation by e-mail to organize or to mentor. Accepted once, by whoever has the link."""

    class Role(models.TextChoices):
        ORGANIZER = "organizer", _("organizer")
        MENTOR = "mentor", _("mentor")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=10, choices=Role)
    is_lead = models.BooleanField(_("as lead organizer"), default=False)
    token = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey("users.Person", null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "cohort",
                models.functions.Lower("email"),
                "role",
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation",
            )
        ]

    def __str__(self):
        return f"{self.email} ({self.role})"
