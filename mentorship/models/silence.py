from datetime import UTC, datetime, time, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amp_portal.refusals import Refusal

from ..querysets import EpisodeQuerySet
from .mentorship import Mentorship

LONGEST_REST = timedelta(days=62)
AT_RISK_STEP = 3  # of the mentee's side: organizers are told


class Episode(models.Model):
    """One stretch of silence of one side: opened with its first step, ended by a sign of life of that side.

    ``silent_since`` is where ``mentorship.silence`` counts from; with mentorship and side it names the stretch, so that
    none is ever opened twice.
    """

    class Side(models.TextChoices):
        MENTEE = "mentee", _("mentee")
        MENTORS = "mentors", _("mentors")

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="episodes")
    side = models.CharField(max_length=10, choices=Side)
    silent_since = models.DateTimeField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "side"], condition=Q(ended_at=None), name="one_open_episode"),
            models.UniqueConstraint(fields=["mentorship", "side", "silent_since"], name="one_episode_per_stretch"),
        ]

    def __str__(self):
        return f"episode {self.pk}"

    @property
    def stretch(self):
        return self.mentorship_id, self.side, self.silent_since


class Step(models.Model):
    """A step of docs/program.md's table, recorded exactly once per episode; its letters go through the outbox."""

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["episode", "number"], name="one_step_per_number")]

    def __str__(self):
        return f"step {self.number}"

    @property
    def in_words(self):
        if self.episode.side == Episode.Side.MENTORS:
            return gettext("lead mentors reminded") if self.number == 1 else gettext("co-mentors and organizers told")
        words = {1: gettext("mentee asked"), 2: gettext("mentee asked again, mentors asked to reach out")}
        return words.get(self.number, gettext("organizers told"))

    @property
    def marks_at_risk(self):
        return self.episode.side == Episode.Side.MENTEE and self.number == AT_RISK_STEP


class Snooze(models.Model):
    """An organizer knows more: no steps of a mentorship until then. Its silence counts on, and the reason is kept.

    Every verb raises a Refusal when it can't be done; then nothing has changed.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="snoozes")
    until = models.DateTimeField()
    reason = models.TextField(_("reason"))
    by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # by hand, or as another one began

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["mentorship"], condition=Q(ended_at=None), name="one_snooze_at_a_time"),
            models.CheckConstraint(name="snooze_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"snooze {self.pk}"

    def holds(self, now):
        """Nobody is reminded of anything because of it."""
        return self.ended_at is None and now < self.until

    @classmethod
    @transaction.atomic
    def begin(cls, mentorship, day, *, by, now, reason):
        """No steps before this day, in the cohort's zone. One that holds already gives way to it."""
        mentorship.hold_open()
        until = datetime.combine(day, time(), mentorship.cohort.zone).astimezone(UTC)
        if until <= now:
            raise Refusal(gettext("Choose a day to come."))
        if until > now + LONGEST_REST:
            raise Refusal(gettext("That is more than two months. Please look after them again before."))
        mentorship.snoozes.filter(ended_at=None).update(ended_at=now)
        return cls.objects.create(mentorship=mentorship, until=until, reason=reason, by=by, at=now)

    @transaction.atomic
    def end(self, *, now):
        """The steps go on."""
        self.mentorship.hold_open()
        self.refresh_from_db(fields=["ended_at"])
        if not self.holds(now):
            raise Refusal(gettext("That is over already."))
        self.ended_at = now
        self.save(update_fields=["ended_at"])
