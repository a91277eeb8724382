"""A person's access, suspended because of a report. One handler can do that for some days; for longer it takes two.

interim → ended, after ``LASTS``
interim → confirmed, by a second handler; where none may read the report, by an arbiter or superuser not concerned
interim, confirmed → lifted, by a handler or a superuser: it ends after ``NOTICE``, so that the reporter sees it before

``Person.suspended_at`` and ``suspended_until`` are what all of a person's suspensions come to.
"""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from amp_portal.outbox.letters import queue_all
from amp_portal.refusals import Refusal
from amp_portal.users.models import Person

from . import notices
from .rows import Confidential

LASTS = timedelta(days=7)
NOTICE = timedelta(days=1)


class SuspensionQuerySet(models.QuerySet):
    def running(self):
        """Neither ended nor over without a sweep having seen it."""
        return self.filter(ended_at=None)

    def interim(self):
        return self.running().filter(confirmed_at=None, lifted_at=None)

    def of(self, report):
        """The one that runs because of this report. Raises Refusal."""
        found = self.running().filter(report=report).first()
        if found is None:
            raise Refusal(_("Their access is not suspended by this report."))
        return found


class ConductSuspension(Confidential):
    gives_way = True  # after ``before_merging``

    report = models.ForeignKey(
        "cohorts.ConductReport", null=True, on_delete=models.CASCADE, related_name="suspensions"
    )  # none where the report is gone and the suspension still runs
    cohort = models.ForeignKey("cohorts.Cohort", null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey("users.Person", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("users.Person", null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)  # none: until it is lifted
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("users.Person", null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("users.Person", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)  # of a superuser who lifted it
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "person"], condition=Q(ended_at=None), name="one_suspension_by_report"
            ),
            models.CheckConstraint(
                name="suspended_for_good_by_two",
                condition=Q(until__isnull=False) | Q(confirmed_at__isnull=False, lifted_at=None),
            ),
            models.CheckConstraint(
                name="suspension_confirmed_by_another",
                condition=Q(by=None) | Q(confirmed_by=None) | ~Q(by=F("confirmed_by")),
            ),
            models.CheckConstraint(
                name="nobody_lifts_their_suspension", condition=Q(lifted_by=None) | ~Q(lifted_by=F("person"))
            ),
        ]

    @property
    def is_interim(self):
        return self.confirmed_at is None and self.lifted_at is None and self.ended_at is None

    @property
    def is_lifted(self):
        return self.lifted_at is not None

    @property
    def has_ended(self):
        return self.ended_at is not None

    @classmethod
    def hold(cls, person):
        """This person's suspensions, with the person's row locked. In a transaction."""
        if Person.objects.select_for_update(no_key=True).filter(pk=person.pk).first() is None:
            raise Refusal(_("They are not there any more."))
        return cls.objects.filter(person=person)

    @classmethod
    def begin(cls, report, person, *, by, now):
        """In the transaction of the report. Refused to who suspended them before without anybody agreeing."""
        if person == by:
            raise Refusal(_("Somebody else has to decide about you."))
        theirs = cls.hold(person)
        cls.end_due(person, now)
        if theirs.running().filter(report=report).exists():
            raise Refusal(_("Their access is suspended already."))
        if theirs.filter(by=by, confirmed_at=None).exists():
            raise Refusal(_("You suspended them before, and nobody confirmed it. Another handler has to decide now."))
        row = cls.objects.create(
            report=report, cohort=report.cohort, person=person, by=by, since=now, until=now + LASTS
        )
        cls.settle(person.pk)
        notices.access_paused(row).queue(now)
        row.ask(now, "new")

    def confirm(self, *, by, now):
        """From now on it lasts until it is lifted. The caller holds the person's row and knows that ``by`` may."""
        if by.pk in (self.by_id, self.person_id):
            raise Refusal(_("Somebody else has to confirm it."))
        if not self.is_interim or self.until <= now:
            raise Refusal(_("It has been confirmed, lifted or ended meanwhile."))
        self.confirmed_by, self.confirmed_at, self.until = by, now, None
        self.save(update_fields=["confirmed_by", "confirmed_at", "until"])
        self.settle(self.person_id)
        notices.access_still_paused(self).queue(now)

    def lift(self, *, by, now, reason=""):
        """It ends after the notice. The caller holds the person's row and knows that ``by`` may."""
        if by.pk == self.person_id:
            raise Refusal(_("Somebody else has to decide about you."))
        if self.is_lifted or self.has_ended:
            raise Refusal(_("It has been lifted or ended meanwhile."))
        end = now + NOTICE
        self.until = min(self.until, end) if self.until else end
        self.lifted_by, self.lifted_at, self.reason = by, now, reason
        self.save(update_fields=["until", "lifted_by", "lifted_at", "reason"])
        self.settle(self.person_id)

    @classmethod
    def end_due(cls, person, now) -> int:
        """End those whose time has come, of a person whose row is held. Returns how many."""
        due = list(cls.objects.running().filter(person=person, until__lte=now).select_related("person", "cohort"))
        cls.objects.filter(pk__in=[row.pk for row in due]).update(ended_at=now)
        if cls.settle(person.pk) and due:
            notices.access_open(due[-1]).queue(now)
        return len(due)

    @classmethod
    def settle(cls, person_id) -> bool:
        """Write down what a person's suspensions come to. Returns whether they have access."""
        running = list(cls.objects.running().filter(person=person_id))
        ends = [row.until for row in running]
        Person.objects.filter(pk=person_id).update(
            suspended_at=min((row.since for row in running), default=None),
            suspended_until=None if not running or None in ends else max(ends),
        )
        return not running

    def ask(self, now, occasion):
        """Whoever can confirm it, by a letter without content; once per occasion."""
        if handlers := self.handlers_to_confirm():
            queue_all([notices.asked_to_confirm(self, person, occasion) for person in handlers], now)
            return
        free = self.outsiders()
        arbiter = [person for person in free if self.cohort and person.pk == self.cohort.arbiter_id]
        queue_all([notices.asked_from_outside(self, person, occasion) for person in arbiter or free], now)

    def record(self, verb, by, now):
        """For those who look into it: what somebody from outside decided."""
        words = {
            "confirm": _("confirmed the suspension of %(person)s"),
            "lift": _("gave %(person)s their access back: %(reason)s"),
        }[verb]
        if self.report:
            self.report.log(by, now, words % {"person": self.person, "reason": self.reason})

    def handlers_to_confirm(self):
        """Readers of the report other than whoever suspended."""
        readers = self.report.readers() if self.report else []
        return [person for person in readers if person.pk not in (self.by_id, self.person_id)]

    def outsiders(self):
        """Who may confirm it where no other handler can: the arbiter and superusers, none of whom it concerns."""
        running = Person.objects.filter(user__is_superuser=True, user__is_active=True).order_by("pk")
        arbiter = self.cohort.arbiter if self.cohort else None
        asked = dict.fromkeys(person for person in (arbiter, *running) if person)
        return [person for person in asked if not self.concerns(person)]

    def concerns(self, person):
        """They are suspended or suspended somebody themselves, or must not read the report."""
        if person.pk in (self.person_id, self.by_id) or person.suspended_at:
            return True
        return self.report is not None and not self.report.opens_for(person)

    @classmethod
    def before_merging(cls, known, account):
        """Where both are suspended by one report, the account's lasts as long as the longer of both."""
        theirs = {row.report_id: row for row in cls.objects.running().filter(person=known).exclude(report=None)}
        for row in cls.objects.running().filter(person=account, report__in=theirs):
            other = theirs[row.report_id]
            if row.until is not None and (other.until is None or other.until > row.until):
                for field in ("until", "confirmed_at", "confirmed_by", "lifted_at", "lifted_by", "reason"):
                    setattr(row, field, getattr(other, field))
                row.save()
