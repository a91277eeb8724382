import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal

from .. import notices
from ..querysets import AgreementQuerySet
from ..states import Side
from .mentorship import Mentorship

WEEK = timedelta(days=7)
MEETING = ("weekday", "at", "zone", "minutes", "every")
TERMS = ("cadence", "channels", *MEETING, "mentee_from", "mentee_until", "mentors_from", "mentors_until")


class Agreement(models.Model):
    """How the two sides of a mentorship work together: proposed by one, in force once the other has agreed.

    The newest agreed one holds; one proposal at a time waits. Check-ins are at ``at`` on ``weekday`` by the clock of
    ``zone``, whatever daylight saving does, from ``first_on`` to the mentorship's end; without a weekday there are
    none. Working hours are whole hours of each side's own day. Verbs raise a Refusal; then nothing has changed.
    """

    class Weekday(models.IntegerChoices):
        MONDAY = 0, gettext_lazy("Monday")
        TUESDAY = 1, gettext_lazy("Tuesday")
        WEDNESDAY = 2, gettext_lazy("Wednesday")
        THURSDAY = 3, gettext_lazy("Thursday")
        FRIDAY = 4, gettext_lazy("Friday")
        SATURDAY = 5, gettext_lazy("Saturday")
        SUNDAY = 6, gettext_lazy("Sunday")

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="agreements")
    cadence = models.PositiveSmallIntegerField(
        gettext_lazy("updates"), choices=Mentorship.Cadence, default=Mentorship.Cadence.WEEKLY
    )
    channels = models.TextField(gettext_lazy("where we talk"), max_length=2_000)
    weekday = models.PositiveSmallIntegerField(gettext_lazy("day of the call"), choices=Weekday, null=True, blank=True)
    at = models.TimeField(gettext_lazy("time of the call"), null=True, blank=True)
    zone = models.CharField(gettext_lazy("by the clock in"), max_length=64, blank=True)
    minutes = models.PositiveSmallIntegerField(gettext_lazy("minutes"), default=30, validators=[MaxValueValidator(240)])
    every = models.PositiveSmallIntegerField(
        gettext_lazy("how often"), choices=Mentorship.Cadence, default=Mentorship.Cadence.WEEKLY
    )
    mentee_from = models.PositiveSmallIntegerField(default=9)
    mentee_until = models.PositiveSmallIntegerField(default=18)
    mentors_from = models.PositiveSmallIntegerField(default=9)
    mentors_until = models.PositiveSmallIntegerField(default=18)
    side = models.CharField(max_length=10, choices=Side)  # that proposed it
    proposed_by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_by = models.ForeignKey("users.Person", null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    first_on = models.DateField(null=True, blank=True)  # of the check-ins, once agreed

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["mentorship"], condition=Q(agreed_at=None), name="one_open_proposal"),
            models.CheckConstraint(
                name="meeting_is_complete",
                condition=Q(weekday=None, at=None, zone="") | Q(weekday__lte=6, at__isnull=False) & ~Q(zone=""),
            ),
            models.CheckConstraint(
                name="working_hours_in_order",
                condition=Q(mentee_from__lt=F("mentee_until"), mentee_until__lte=24)
                & Q(mentors_from__lt=F("mentors_until"), mentors_until__lte=24),
            ),
            models.CheckConstraint(
                name="agreed_by_somebody",
                condition=Q(agreed_at=None, agreed_by=None) | Q(agreed_at__isnull=False, agreed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"agreement {self.pk}"

    @property
    def terms(self):
        return {name: getattr(self, name) for name in TERMS}

    @property
    def has_meeting(self):
        return self.weekday is not None

    @property
    def tz(self):
        return zoneinfo.ZoneInfo(self.zone)

    @property
    def duration(self):
        return timedelta(minutes=self.minutes)

    # What the sides do -----------------------------------------------------------------

    @classmethod
    @transaction.atomic
    def propose(cls, mentorship, terms, *, by, now):
        """Propose other terms; takes the place of a proposal that still waits. The other side is told."""
        side = mentorship.hear_from_either(by)
        current = mentorship.agreements.agreed().last()
        waiting = mentorship.agreements.waiting().first()
        if current and current.terms == terms and not waiting:
            raise Refusal(_("That is what you have agreed on already."))
        if waiting and waiting.terms == terms:
            raise Refusal(_("That has been proposed already: the other side has it before them."))
        mentorship.agreements.waiting().delete()
        made = mentorship.agreements.create(**terms, side=side, proposed_by=by, proposed_at=now)
        notices.agreement_proposed(made, now)
        return made

    @transaction.atomic
    def agree(self, *, by, now):
        """The other side agrees: it holds from now on, and the cadence of updates with it."""
        side = self.mentorship.hear_from_either(by)
        if not self.mentorship.agreements.waiting().filter(pk=self.pk).exists():
            raise Refusal(
                _("This proposal has been changed or agreed on meanwhile. Have a look at what stands there now.")
            )
        if side == self.side:
            raise Refusal(_("You proposed this: now the other side has its say."))
        self.agreed_by, self.agreed_at, self.first_on = by, now, self._first_day(now)
        self.save(update_fields=["agreed_by", "agreed_at", "first_on"])
        self.mentorship.cadence = self.cadence
        self.mentorship.save(update_fields=["cadence"])
        notices.agreed(self).queue(now)

    def _first_day(self, now):
        """The first such weekday from now, not before the program starts."""
        if not self.has_meeting:
            return None
        opening = max(now, self.mentorship.starts_at)
        day = timezone.localtime(opening, self.tz).date()
        day += timedelta(days=(self.weekday - day.weekday()) % 7)
        return day if self._on(day) >= opening else day + WEEK

    # Its check-ins -----------------------------------------------------------------------

    def first_call(self, now):
        """The first check-in, were it agreed on now; None without any."""
        return self._on(self._first_day(now)) if self.has_meeting else None

    def _on(self, day):
        return datetime.combine(day, self.at, self.tz).astimezone(UTC)

    def check_ins(self, since: datetime) -> Iterator[datetime]:
        """The instants of the check-ins from ``since`` on."""
        if not self.has_meeting or self.first_on is None:
            return
        day = self.first_on
        while (begins := self._on(day)) < self.mentorship.ends_at:
            if begins >= since:
                yield begins
            day += self.every * WEEK

    def next_check_in(self, now: datetime) -> datetime | None:
        """The next one, or the one that is going on."""
        return next(self.check_ins(now - self.duration), None) if self.mentorship.is_active else None
