import zoneinfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import CohortQuerySet


def validate_time_zone(name):
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone we know. Example: Europe/Berlin."), params={"name": name}
        )


class Cohort(models.Model):
    """One run of the program: a name, a year, a schedule of phases, a mode, and the settings PROGRAM.md lists."""

    class Mode(models.TextChoices):
        FUNDED = "funded", _("funded")
        VOLUNTEER = "volunteer", _("volunteer")

    slug = models.SlugField(_("short name in links"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    program = models.CharField(_("program"), max_length=100, default="AMP")
    year = models.PositiveSmallIntegerField(_("year"))
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.FUNDED)
    kickoff = models.DateField(_("kickoff"), help_text=_("The day the program starts."))
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    imported = models.BooleanField(_("imported history"), default=False, editable=False)

    slack_url = models.URLField(_("Slack channel"), blank=True)
    discussion_url = models.URLField(_("GitHub Discussion"), blank=True)
    conduct_url = models.URLField(_("Code of Conduct"), blank=True)

    choices_per_application = models.PositiveSmallIntegerField(
        _("choices per application"), default=3, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    earlier_participations = models.PositiveSmallIntegerField(_("earlier participations allowed"), default=1)
    answer_by_days = models.PositiveSmallIntegerField(_("days to answer an offer"), default=5)
    hours_expected = models.PositiveSmallIntegerField(_("hours a week expected"), default=30)
    weeks_expected = models.PositiveSmallIntegerField(_("weeks of commitment"), default=12)
    quiet_until = models.PositiveSmallIntegerField(
        _("letters from (hour of the reader's day)"), default=9, validators=[MaxValueValidator(23)]
    )
    quiet_from = models.PositiveSmallIntegerField(
        _("letters until (hour of the reader's day)"), default=18, validators=[MaxValueValidator(24)]
    )

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-kickoff", "slug"]
        constraints = [
            models.CheckConstraint(
                name="letters_have_hours", condition=models.Q(quiet_until__lt=models.F("quiet_from"))
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("cohorts:cohort", args=[self.slug])

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)


class Phase(models.Model):
    """One window of a cohort's year. Open for requests received at or after ``starts_at`` and before ``ends_at``."""

    class Kind(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("Announcement")
        MENTOR_CALL = "mentor_call", _("Call for mentors and project ideas")
        APPLICATIONS = "applications", _("Applications")
        REVIEW = "review", _("Review and shortlist")
        CONTRIBUTION = "contribution", _("Contribution period")
        SELECTION = "selection", _("Final selection")
        MENTEES_ANNOUNCED = "mentees_announced", _("Mentees announced")
        BONDING = "bonding", _("Community bonding")
        PROGRAM = "program", _("Program")
        MIDTERM = "midterm", _("Midterm evaluations")
        FINAL = "final", _("Final evaluations")
        RECOGNITION = "recognition", _("Recognition")
        FOLLOW_UP_3 = "follow_up_3", _("Follow-up after 3 months")
        FOLLOW_UP_6 = "follow_up_6", _("Follow-up after 6 months")
        FOLLOW_UP_12 = "follow_up_12", _("Follow-up after 12 months")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(_("phase"), max_length=20, choices=Kind)
    starts_at = models.DateTimeField(_("opens"))
    ends_at = models.DateTimeField(_("closes"))

    class Meta:
        ordering = ["starts_at", "ends_at"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "kind"], name="one_phase_of_a_kind"),
            models.CheckConstraint(
                name="phase_ends_after_start", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    def is_open(self, now):
        return self.starts_at <= now < self.ends_at
