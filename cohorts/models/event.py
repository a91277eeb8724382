from datetime import UTC

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import LineField
from amp_portal.users.models import Person

from .. import notices
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
    title = LineField(_("title"), max_length=120)
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

    @property
    def as_told(self):
        """What people have to know to come, as a letter keeps it."""
        return [*(edge.astimezone(UTC).isoformat() for edge in (self.starts_at, self.ends_at)), self.url]

    @transaction.atomic
    def change(self, *, by, now):
        """Save it as it stands. Has its time or its link changed, whom it is for hear of it, but ``by``."""
        before = Event.objects.select_for_update().get(pk=self.pk)
        self.put_down()
        self.refresh_from_db(fields=["revision"])
        if self.as_told != before.as_told and max(before.ends_at, self.ends_at) > now:
            notices.event_changed(self, before, self._others(by), now)

    @transaction.atomic
    def cancel(self, *, by, now):
        """It does not take place. If it was still to come, whom it was for hear of it, but ``by``."""
        if self.ends_at > now:
            notices.event_cancelled(self, self._others(by), now)
        self.delete()

    def _others(self, by):
        """Everybody with an account whom it is for, without one."""
        return self.people().exclude(pk=by.pk)

    def people(self):
        """Whom it is for, of those who take part and have an account."""
        here = Q(is_organizer=True)
        if self.audience != self.Audience.MENTEES:
            here |= Q(is_mentor=True)
        if self.audience != self.Audience.MENTORS:
            here |= Q(outcome="active")
        taking_part = self.cohort.participations.filter(here).values("person")
        return Person.objects.filter(pk__in=taking_part).exclude(user=None)

    def put_down(self):
        """Save it as it stands; calendars see by the revision that it is newer than theirs."""
        self.revision = F("revision") + 1 if self.pk else 1
        self.save()
