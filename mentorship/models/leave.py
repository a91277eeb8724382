from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from amp_portal.outbox.letters import queue_all
from amp_portal.refusals import Refusal
from cohorts import sides
from cohorts.models import Cohort, ProjectMentor

from .. import spans
from ..notices import leave as letters
from ..querysets import AbsenceQuerySet, LeaveQuerySet
from .mentorship import Mentorship

DAY = timedelta(days=1)
LOOKING_BACK = timedelta(days=30)  # a leave may be declared afterwards, too
LONGEST = timedelta(days=366)
FOR_EVER = datetime.max.replace(tzinfo=UTC)


class Leave(models.Model):
    """Days on which a person of a cohort is away, or (``person`` is None) everybody of it. No reason is ever asked for.

    From ``starts_on`` through ``ends_on``, in days of ``time_zone``; ``starts_at`` and ``ends_at`` are the same as
    instants. ``covered_by`` stands in for an organizer. What it means for the silence of a mentorship's two sides is
    kept as Absence. Every verb raises a Refusal when it can't be done; then nothing has changed.
    """

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="leaves")
    person = models.ForeignKey("users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="leaves")
    starts_on = models.DateField()
    ends_on = models.DateField()
    time_zone = models.CharField(max_length=64)
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    covered_by = models.ForeignKey("users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    declared_by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = LeaveQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="leave_ends_after_start", condition=Q(ends_on__gte=models.F("starts_on"))),
            models.CheckConstraint(
                name="only_people_are_covered", condition=Q(covered_by=None) | Q(person__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["cohort", "person", "ends_at"], name="leave_of_whom")]

    def __str__(self):
        return f"leave {self.pk}"

    def get_absolute_url(self):
        """To change it or take it back."""
        return reverse("mentorship:leave", args=[self.pk])

    @property
    def is_of_everybody(self):
        return self.person_id is None

    @property
    def who(self):
        return self.person or _("everybody")

    @property
    def span(self):
        return self.starts_at, self.ends_at

    @property
    def days(self):
        return (self.ends_on - self.starts_on).days + 1

    @property
    def is_long(self):
        return timedelta(days=self.days) > letters.LONG

    def time_away(self):
        """The first day of the time away that it belongs to, and the day after the last. One query.

        Leaves of the same person without a day between are one time away.
        """
        alike = Leave.objects.standing().filter(cohort=self.cohort_id, person=self.person_id)
        mine = self.starts_on, self.ends_on + DAY
        days = [(starts_on, ends_on + DAY) for starts_on, ends_on in alike.values_list("starts_on", "ends_on")]
        return next(span for span in spans.union([mine, *days]) if spans.covers([span], mine))

    def stands(self, now):
        """It has neither ended nor been taken back."""
        return self.taken_back_at is None and now < self.ends_at

    def state_at(self, now):
        """How it stands, in words and with a tone for its badge."""
        if self.taken_back_at:
            return _("taken back"), "neutral"
        if self.ends_at <= now:
            return _("over"), "neutral"
        return (_("away now"), "info") if self.starts_at <= now else (_("to come"), "neutral")

    @classmethod
    @transaction.atomic
    def declare(cls, cohort, person, *, starts_on, ends_on, by, now, covered_by=None):
        """The person is away on these days; None: everybody is. ``by`` themselves, or an organizer."""
        cls._lock(cohort, person)
        zone = person.time_zone if person and person.zone else cohort.time_zone
        leave = cls(
            cohort=cohort,
            person=person,
            starts_on=starts_on,
            time_zone=zone,
            covered_by=covered_by,
            declared_by=by,
            declared_at=now,
        )
        leave._check_who(by, covered_by)
        today = leave._today(now)
        if starts_on < today - LOOKING_BACK:
            raise Refusal(_("That began too long ago to be entered now. Please tell the organizers."))
        leave.set_end(ends_on)
        leave._check_free()
        leave.save()
        leave._take_effect(now, by)
        return leave

    @transaction.atomic
    def move_end(self, ends_on, *, by, now):
        """They are back earlier, or later."""
        self._hold(by, now)
        if ends_on < self._today(now) - timedelta(days=1) or ends_on < self.starts_on:
            raise Refusal(_("Those days have passed already. Take the leave back instead."))
        if ends_on == self.ends_on:
            raise Refusal(_("It ends on that day already."))
        self.set_end(ends_on)
        self._check_free()
        self.save()
        self._take_effect(now, by)

    @transaction.atomic
    def take_back(self, *, by, now):
        """They are here: what is to come of it is taken back, today included. A leave that has not begun never was."""
        self._hold(by, now)
        today = self._today(now)
        if self.starts_on < today:
            self.set_end(today - timedelta(days=1))
        else:
            self.taken_back_at = now
        self.save()
        rewrite(self._mentorships())

    # How ------------------------------------------------------------------------------------------

    @staticmethod
    def _lock(cohort, person):
        """What two requests about the same leave wait for: the person, or for everybody the cohort."""
        if person:
            sides.lock(person)
        else:
            Cohort.objects.lock(cohort.pk)

    def _hold(self, by, now):
        self._lock(self.cohort, self.person)
        self.refresh_from_db(from_queryset=Leave.objects.select_related("cohort", "person"))
        if not self.stands(now):
            raise Refusal(_("This leave is over already, nothing was changed."))
        self._check_who(by, self.covered_by)

    def _check_who(self, by, covered_by):
        organizers = self.cohort.organizers.current()
        is_organizer = organizers.filter(person=by).exists() or (hasattr(by, "user") and by.user.is_superuser)
        if self.person != by and not is_organizer:
            raise Refusal(_("Only the organizers can do this for others."))
        if self.person is None:
            return
        if organizers.filter(person=self.person).exists():
            if not organizers.filter(person=covered_by).exclude(person=self.person).exists():
                raise Refusal(_("Say which other organizer covers meanwhile: participants see whom to ask."))
        elif not self._mentorships().exists():
            raise Refusal(_("Leave is for the people of a running mentorship."))

    def _check_free(self):
        others = Leave.objects.standing().filter(cohort=self.cohort, person=self.person).exclude(pk=self.pk)
        for other in others.filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on)[:1]:
            raise Refusal(
                _("There is a leave from %(first)s to %(last)s already. Change that one.")
                % {"first": date_format(other.starts_on, "j F"), "last": date_format(other.ends_on, "j F")}
            )

    def set_end(self, ends_on):
        if ends_on < self.starts_on:
            raise Refusal(_("The last day comes before the first one."))
        if ends_on - self.starts_on > LONGEST:
            raise Refusal(_("That is more than a year. Please talk with the organizers."))
        self.ends_on = ends_on
        self.starts_at = _midnight(self.starts_on, self.time_zone)
        self.ends_at = _midnight(ends_on + DAY, self.time_zone)

    def _today(self, now) -> date:
        return timezone.localtime(now, ZoneInfo(self.time_zone)).date()

    def _mentorships(self):
        """The running ones that it concerns."""
        running = Mentorship.objects.active().filter(cohort=self.cohort_id)
        return running.of_person(self.person) if self.person_id else running

    def _take_effect(self, now, by):
        rewrite(self._mentorships())
        queue_all(letters.about_leave(self, by=by), now)


def _midnight(day, zone):
    """The instant at which a day begins there."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


class Absence(models.Model):
    """When a side of a mentorship is away: what its silence does not count. The one place to ask who is away when.

    Made from Leave and from who mentors when (``rewrite``): the mentee's own leave, or the whole cohort's; for the
    mentors the cohort's, and when every mentor of that time is on leave. Stretches of one side neither touch nor
    overlap.
    """

    class Side(models.TextChoices):
        MENTEE = "mentee"
        MENTORS = "mentors"

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="absences")
    side = models.CharField(max_length=10, choices=Side)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "side", "starts_at"], name="one_absence_at_a_time"),
            models.CheckConstraint(name="absence_has_length", condition=Q(ends_at__gt=models.F("starts_at"))),
        ]

    def __str__(self):
        return f"absence {self.pk}"

    @property
    def span(self):
        return self.starts_at, self.ends_at

    def holds(self, now):
        return self.starts_at <= now < self.ends_at


@transaction.atomic
def rewrite(mentorships):
    """Work out the absences of these mentorships anew, in a constant number of statements. Locks them."""
    locked = list(mentorships.order_by("pk").select_for_update(of=("self",)))
    leaves = defaultdict(list)
    for leave in Leave.objects.standing().filter(cohort__in={mentorship.cohort_id for mentorship in locked}):
        leaves[leave.cohort_id, leave.person_id].append(leave.span)
    mentors = defaultdict(list)
    for row in ProjectMentor.objects.filter(project__in={mentorship.project_id for mentorship in locked}):
        mentors[row.project_id].append(row)
    rows = []
    for mentorship in locked:
        of_all = leaves[mentorship.cohort_id, None]
        of_mentee = leaves[mentorship.cohort_id, mentorship.mentee_id]
        of_mentors = [
            ((row.since, row.until or FOR_EVER), spans.union(leaves[mentorship.cohort_id, row.person_id]))
            for row in mentors[mentorship.project_id]
        ]
        away = {
            Absence.Side.MENTEE: spans.union(of_all + of_mentee),
            Absence.Side.MENTORS: spans.union(of_all + spans.when_all_are_away(of_mentors)),
        }
        rows += [
            Absence(mentorship=mentorship, side=side, starts_at=starts_at, ends_at=ends_at)
            for side, stretches in away.items()
            for starts_at, ends_at in stretches
        ]
    Absence.objects.filter(mentorship__in=locked).delete()
    Absence.objects.bulk_create(rows, batch_size=500)
