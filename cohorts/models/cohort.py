import zoneinfo
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from amp_portal.line_fields import LineField
from amp_portal.refusals import Refusal
from amp_portal.users import zones

from ..amounts import AmountField, Currency
from ..querysets import CohortQuerySet

LAST_WEEK = 52  # of the longest program (docs/program.md, A cohort's year)
SILENCE_DAYS = (  # each step comes later than the one before
    ("nudge_after", "second_nudge_after", "at_risk_after"),
    ("answer_nudge_after", "answer_escalate_after"),
)


def whole_weeks(first, last):
    """How many weeks of seven days lie between a program's first and last day: 1 at least, 52 at most."""
    return min(max((last - first).days // 7, 1), LAST_WEEK)


def validate_time_zone(name):
    if name not in zones.names():
        raise ValidationError(
            _("“%(name)s” is not a time zone we know. Example: Europe/Berlin."), params={"name": name}
        )


class Cohort(models.Model):
    """One run of the program: a name, a year, a schedule of phases, a mode, and settings (docs/program.md)."""

    class Mode(models.TextChoices):
        FUNDED = "funded", _("funded")
        VOLUNTEER = "volunteer", _("volunteer")

    slug = models.SlugField(_("short name in links"), unique=True)
    name = LineField(_("name"), max_length=100)
    program = LineField(_("program"), max_length=100, default="AMP")
    year = models.PositiveSmallIntegerField(_("year"))
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.FUNDED)
    kickoff = models.DateField(_("kickoff"), help_text=_("The day the program starts."))
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    imported = models.BooleanField(_("imported history"), default=False, editable=False)

    slack_url = models.URLField(_("Slack channel"), blank=True)
    discussion_url = models.URLField(_("GitHub Discussion"), blank=True)
    conduct_url = models.URLField(_("Code of Conduct"), blank=True)
    conduct_contact = LineField(
        _("whom to turn to outside, about conduct"),
        max_length=300,
        blank=True,
        help_text=_("Somebody independent: a name and an address or link. Shown where no handler may read a report."),
    )

    choices_per_application = models.PositiveSmallIntegerField(
        _("choices per application"), default=3, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    shortlist_length = models.PositiveSmallIntegerField(
        _("shortlist length"),
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("How many applicants the mentors of a project may put on its shortlist."),
    )
    blind_review = models.BooleanField(
        _("blind review"),
        default=False,
        help_text=_("Mentors don't see who the applicants are until the shortlist is published."),
    )
    earlier_participations = models.PositiveSmallIntegerField(_("earlier participations allowed"), default=1)
    contributions_required = models.PositiveSmallIntegerField(_("contributions to the community"), default=2)
    months_active = models.PositiveSmallIntegerField(
        _("months of contributing"),
        default=4,
        help_text=_("From the first contribution to the application deadline. 0 asks for none."),
    )
    adults_only = models.BooleanField(_("for people of 18 and over"), default=False)
    github_activity = models.BooleanField(
        _("GitHub activity as a sign of life"),
        default=False,
        help_text=_("Mentees may let the portal record what they do in their project's repository. Each decides."),
    )
    arbiter = models.ForeignKey(
        "users.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("arbiter"),
        help_text=_("Decides an appeal where every organizer has had a say on the rule already."),
    )
    evaluates_in_place = models.ForeignKey(
        "users.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("evaluates in a mentor's place"),
        help_text=_("Where no mentor did by the close. Nobody named: any organizer."),
    )
    answer_by_days = models.PositiveSmallIntegerField(_("days to answer an offer"), default=5)
    hours_expected = models.PositiveSmallIntegerField(_("hours a week expected"), default=30)
    weeks_expected = models.PositiveSmallIntegerField(
        _("weeks of commitment"), default=12, validators=[MaxValueValidator(LAST_WEEK)]
    )
    quiet_until = models.PositiveSmallIntegerField(
        _("letters from (hour of the reader's day)"), default=9, validators=[MaxValueValidator(23)]
    )
    quiet_from = models.PositiveSmallIntegerField(
        _("letters until (hour of the reader's day)"), default=18, validators=[MaxValueValidator(24)]
    )
    # Silence days (docs/program.md, Gone silent). With updates every two weeks a mentee's steps come the first's later.
    nudge_after = models.PositiveSmallIntegerField(
        _("days until a silent mentee is asked how they are"), default=8, validators=[MinValueValidator(1)]
    )
    second_nudge_after = models.PositiveSmallIntegerField(
        _("days until the mentors are asked to reach out"), default=11, validators=[MinValueValidator(1)]
    )
    at_risk_after = models.PositiveSmallIntegerField(
        _("days until organizers are told"), default=18, validators=[MinValueValidator(1)]
    )
    answer_nudge_after = models.PositiveSmallIntegerField(
        _("days without an answer until lead mentors are reminded"), default=5, validators=[MinValueValidator(1)]
    )
    answer_escalate_after = models.PositiveSmallIntegerField(
        _("days without an answer until co-mentors and organizers are told"),
        default=8,
        validators=[MinValueValidator(1)],
    )

    # What a funded cohort pays for each project with sponsored mentees (docs/program.md, Recognition and stipends).
    stipend_mentees = AmountField(
        _("stipend of a project's mentees"), default=150_000, help_text=_("Shared by those who pass.")
    )
    stipend_mentors = AmountField(
        _("stipend of a project's mentors"),
        default=50_000,
        help_text=_("Shared by all of them, when any of them has submitted both evaluations."),
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.USD)

    objects = CohortQuerySet.as_manager()
    history = HistoricalRecords()  # the trail of its settings

    class Meta:
        ordering = ["-kickoff", "slug"]
        constraints = [
            models.CheckConstraint(
                name="letters_have_hours", condition=models.Q(quiet_until__lt=models.F("quiet_from"))
            ),
            models.CheckConstraint(
                name="silence_days_rise",
                condition=models.Q(
                    nudge_after__lt=models.F("second_nudge_after"),
                    second_nudge_after__lt=models.F("at_risk_after"),
                    answer_nudge_after__lt=models.F("answer_escalate_after"),
                ),
                violation_error_message=_("When it stays quiet, each step has to come later than the one before."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("cohorts:cohort", args=[self.slug])

    def clean(self):
        super().clean()
        if contradictions := dict(self._contradictions()):
            raise ValidationError(contradictions)

    def _contradictions(self):
        """``(field, what to do)`` of settings that can't hold together; the constraints above hold the same."""
        if self.quiet_until >= self.quiet_from:
            yield "quiet_from", gettext("The last hour has to come after the first one.")
        for rising in SILENCE_DAYS:
            for earlier, later in pairwise(rising):
                if getattr(self, earlier) >= getattr(self, later):
                    more, less = (capfirst(self._meta.get_field(name).verbose_name) for name in (later, earlier))
                    yield later, gettext("“%(more)s” has to be more than “%(less)s”.") % {"more": more, "less": less}

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def is_funded(self):
        return self.mode == self.Mode.FUNDED

    def phase(self, kind):
        """The phase of a kind, or None. Costs no query where phases are prefetched (``with_phases()``)."""
        return next((phase for phase in self.phases.all() if phase.kind == kind), None)

    def window(self, kind):
        """The phase of a kind, for verbs that can't do without it. Raises Refusal where its dates are not set."""
        phase = self.phase(kind)
        if phase is None:
            raise Refusal(gettext("“%(phase)s” has no dates in this cohort yet.") % {"phase": Phase.Kind(kind).label})
        return phase

    def has_opened(self, kind, now):
        """Whether the phase of a kind has begun, perhaps it is over; False where it is left out."""
        phase = self.phase(kind)
        return phase is not None and phase.starts_at <= now

    def has_closed(self, kind, now):
        phase = self.phase(kind)
        return phase is not None and phase.ends_at <= now

    def is_open(self, kind, now):
        """Whether the phase of a kind is there and open."""
        phase = self.phase(kind)
        return phase is not None and phase.is_open(now)

    def current_phases(self, now):
        return [phase for phase in self.phases.all() if phase.is_open(now)]

    def next_phase(self, now):
        """The phase that opens next, or None."""
        return next((phase for phase in self.phases.all() if phase.starts_at > now), None)

    def week(self, now):
        """Week of the program, from 1, counted from its first day in the cohort's zone; None outside the program."""
        program = self.phase(Phase.Kind.PROGRAM)
        if program is None or not program.is_open(now):
            return None
        first, today = (timezone.localdate(instant, self.zone) for instant in (program.starts_at, now))
        last = timezone.localdate(program.ends_at, self.zone)
        return min((today - first).days // 7 + 1, whole_weeks(first, last))

    def runs(self, now):
        """From program start to the close of the final window, extensions included. May cost a query."""
        program, last = self.phase(Phase.Kind.PROGRAM), self._last_of(Phase.Kind.FINAL, Phase.Kind.PROGRAM)
        if program is None or now < program.starts_at:
            return False
        return now < last.ends_at or self.participations.filter(extended_until__gt=now).exists()

    def is_over(self, now):
        """Recognition has ended. A cohort without a schedule is not over, unless it is imported history."""
        last = self._last_of(Phase.Kind.RECOGNITION, Phase.Kind.FINAL, Phase.Kind.PROGRAM)
        return self.imported if last is None else last.ends_at <= now

    def _last_of(self, *kinds):
        return next((phase for phase in map(self.phase, kinds) if phase), None)

    def leads(self):
        """Current lead organizers with their person, to be named on every page of the cohort's participants.

        In public by their ``public_name``.
        """
        return self.organizers.leading().with_public_names()

    @transaction.atomic
    def publish(self, *, by, now):
        """Show the cohort to the public. Needs its phases and a lead organizer who can be reached; raises Refusal."""
        self.refresh_from_db(from_queryset=Cohort.objects.select_for_update(no_key=True))
        if self.published_at:
            raise Refusal(gettext("This cohort is already published."))
        if not self.phases.exists():
            raise Refusal(gettext("This cohort has no dates yet. Add its phases first."))
        if missing := self._missing_phases():
            raise Refusal(gettext("A cohort can't do without these phases. Add: %(names)s.") % {"names": missing})
        leads = self.leads()
        if not leads:
            raise Refusal(gettext("A cohort needs a lead organizer before it is published. Name one first."))
        if not any(lead.contact for lead in leads):
            raise Refusal(gettext("Say how the lead organizer can be reached: participants see it on their pages."))
        self.published_at = now
        self._change_reason = "published"
        self.save(update_fields=["published_at"])

    def _missing_phases(self):
        there = {*self.phases.values_list("kind", flat=True), *Phase.OPTIONAL}
        return ", ".join(str(kind.label) for kind in Phase.Kind if kind not in there)


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

    EVALUATIONS = (Kind.MIDTERM, Kind.FINAL)
    OPTIONAL = (  # a cohort may leave these out
        *(Kind.ANNOUNCEMENT, Kind.CONTRIBUTION, Kind.BONDING),
        *(Kind.FOLLOW_UP_3, Kind.FOLLOW_UP_6, Kind.FOLLOW_UP_12),
    )

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

    @property
    def is_program(self):
        return self.kind == self.Kind.PROGRAM

    def is_open(self, now):
        return self.starts_at <= now < self.ends_at

    def clean(self):
        super().clean()
        if not self.starts_at or not self.ends_at:
            return
        if self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": gettext("It has to close after it opens.")})
        if self.is_longer_than_a_year():
            raise ValidationError({"ends_at": gettext("A program lasts up to %(weeks)d weeks.") % {"weeks": LAST_WEEK}})

    def is_longer_than_a_year(self):
        """Whether this is a program with more weeks than a cohort may have."""
        if not self.is_program:
            return False
        first, last = (timezone.localdate(instant, self.cohort.zone) for instant in (self.starts_at, self.ends_at))
        return (last - first).days // 7 > LAST_WEEK
