from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..querysets import EventQuerySet
from .cohort import Cohort


class Event(models.Model):
    """Something a cohort does together: kickoff, orientation, office hours. Its link is for its audience.

    Read through ``for_everybody`` or ``for_person``: who is not invited learns nothing of it. ``put_down`` saves it.
    """

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", _("everybody, also on the public page")
        PARTICIPANTS = "participants", _("mentees, mentors and organizers")
        MENTEES = "mentees", _("mentees and organizers")
        MENTORS = "mentors", _("mentors and organizers")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="events")
    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    url = models.URLField(_("link"), blank=True)
    audience = models.CharField(_("for"), max_length=20, choices=Audience, default=Audience.PARTICIPANTS)
    text = models.TextField(_("what to expect"), max_length=2_000, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)  # how often it was put down

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="event_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self):
        return self.title

    def put_down(self):
        """Save it as it stands; calendars see by the revision that it is newer than theirs."""
        self.revision = F("revision") + 1 if self.pk else 1
        self.save()
