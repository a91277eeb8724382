import uuid
from functools import cached_property

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal
from amp_portal.users.models import Person

from ..models.cohort import Cohort
from . import naming, notices, sealing
from .querysets import HandlerQuerySet, ReportQuerySet


class Confidential(models.Model):
    """Rows that no list or count of a person's rows may tell of (see ``users.merging``)."""

    confidential = True

    class Meta:
        abstract = True


class ConductHandler(models.Model):
    """Who reads a cohort's conduct reports; named by a lead organizer, shown to whoever reports."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="conduct_handlers")
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = HandlerQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], condition=Q(until=None), name="one_handler_row")
        ]

    def __str__(self):
        return f"handler {self.pk}"


class ConductReport(Confidential):
    """``sealed``: body, about (whom), reporter (how they sign, perhaps nothing). Every verb raises Refusal."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)  # a number would tell how many there are
    cohort = models.ForeignKey(Cohort, null=True, on_delete=models.SET_NULL, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    received_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    untold = models.BooleanField(default=False)  # something in it waits for the next letter to its readers

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]

    def __str__(self):
        return "conduct report"

    @property
    def is_open(self):
        return self.closed_on is None

    @cached_property
    def words(self):
        """What the reporter wrote first; None where no key opens it."""
        return sealing.unseal(self.sealed)

    def conversation(self):
        """``(note, its words)`` in order, of what can be opened."""
        found = [(note, sealing.unseal(note.sealed)) for note in self.notes.all()]
        return [(note, words) for note, words in found if words is not None]

    def opens_for(self, person):
        """Whether a handler may read it: neither excluded nor named by the reporter. Nobody, where no key opens it."""
        if self.words is None or any(row.person_id == person.pk for row in self.exclusions.all()):
            return False
        said = [words["text"] for note, words in self.conversation() if note.is_of_reporter]
        text = "\n".join([self.words["body"], self.words["reporter"], *said])
        return not naming.is_named(person, text, self.words["about"])

    def readers(self):
        """The handlers who may read it now."""
        handlers = ConductHandler.objects.current().filter(cohort=self.cohort).select_related("person")
        return [handler.person for handler in handlers if self.opens_for(handler.person)]

    @classmethod
    @transaction.atomic
    def receive(cls, cohort, *, body, about, reporter, keep_from, code_hash, now):
        """Take a report. The same code (a double click) is one report. Refused where no handler may read it."""
        report = cls.objects.filter(code_hash=code_hash).first()
        if report:
            return report
        today = now.date()
        words = {"body": body, "about": about, "reporter": reporter}
        report = cls.objects.create(
            cohort=cohort, code_hash=code_hash, sealed=sealing.seal(words, today), received_on=today
        )
        report.exclusions.bulk_create(ConductExclusion(report=report, person=person) for person in keep_from)
        report._tell_readers(now)
        return report

    @transaction.atomic
    def hear(self, text, *, now):
        """The reporter writes more. Refused where nobody may read it any more."""
        self._write(text, by="", now=now, is_of_reporter=True, is_shared=True)
        self.closed_on = None
        self.save(update_fields=["closed_on"])
        self._tell_readers(now)

    @transaction.atomic
    def write(self, text, *, by, now, is_shared):
        """A handler answers the reporter (shared), or notes something for the handlers."""
        self._hold(by)
        self._write(text, by=str(by), now=now, is_shared=is_shared)
        self._log(by, now, _("answered the reporter") if is_shared else _("wrote a note"))

    @transaction.atomic
    def close(self, *, by, now):
        """Handled. It is deleted when the time to keep it has passed; a person's access is given back first."""
        self._hold(by)
        if self.suspensions.filter(lifted_at=None).exists():
            raise Refusal(_("Somebody's access is still suspended because of it. Decide about that first."))
        self.closed_on = now.date()
        self.save(update_fields=["closed_on"])
        self._log(by, now, _("closed it"))

    @transaction.atomic
    def keep_from(self, person, *, by, now):
        """A handler keeps it from another one, or steps aside. Somebody must be left to read it."""
        self._hold(by)
        if not [reader for reader in self.readers() if reader != person]:
            raise Refusal(_("Nobody would be left to read it. Name another handler first."))
        self.exclusions.create(person=person)
        self._log(by, now, _("kept it from %(person)s") % {"person": person})

    @transaction.atomic
    def suspend(self, person, *, by, now):
        """Interim: the person's access to the portal ends this second, until a handler gives it back."""
        self._hold(by)
        if person == by:
            raise Refusal(_("Somebody else has to decide about you."))
        if self.suspensions.filter(person=person, lifted_at=None).exists():
            raise Refusal(_("Their access is suspended already."))
        locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        suspension = self.suspensions.create(person=person, since=now)
        self.exclusions.create(person=person)
        Person.objects.filter(pk=locked.pk, suspended_at=None).update(suspended_at=now)
        notices.access_paused(self.cohort, person, suspension.pk).queue(now)
        self._log(by, now, _("suspended the access of %(person)s") % {"person": person})

    @transaction.atomic
    def lift(self, person, *, by, now):
        """The person has their access again, unless another report keeps it from them."""
        self._hold(by)
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        lifted = self.suspensions.filter(person=person, lifted_at=None)
        pk = lifted.values_list("pk", flat=True).first()
        if not lifted.update(lifted_at=now):
            raise Refusal(_("Their access is not suspended by this report."))
        if not ConductSuspension.objects.filter(person=person, lifted_at=None).exists():
            Person.objects.filter(pk=person.pk).update(suspended_at=None)
            notices.access_open(self.cohort, person, pk).queue(now)
        self._log(by, now, _("gave %(person)s their access back") % {"person": person})

    def record_reading(self, person, now):
        """Access itself is logged: who read it, when."""
        self._log(person, now, _("read it"))

    def _hold(self, by):
        """Lock the row and ask once more whether this handler may read it. In a transaction."""
        self.refresh_from_db(from_queryset=ConductReport.objects.select_for_update())
        if by not in self.readers():
            raise Refusal(_("You don't handle this report any more."))

    def _write(self, text, *, by, now, is_shared, is_of_reporter=False):
        today = now.date()
        self.notes.create(
            sealed=sealing.seal({"text": text, "by": by}, today),
            written_on=today,
            is_shared=is_shared,
            is_of_reporter=is_of_reporter,
        )

    def _tell_readers(self, now):
        """Letters without content; before, make sure that there is somebody to read it."""
        from . import telling

        fresh = ConductReport.objects.select_related("cohort").get(pk=self.pk)
        if not fresh.readers():
            raise Refusal(_("Nobody here could read this without being named in it or excluded."))
        telling.tell([fresh], now)

    def _log(self, person, now, what):
        ConductAccess.objects.create(report=self, person=person, at=now, what=what)


class ConductExclusion(Confidential):
    """Must not read it: chosen by the reporter, or by a handler."""

    report = models.ForeignKey(ConductReport, on_delete=models.CASCADE, related_name="exclusions")
    person = models.ForeignKey("users.Person", on_delete=models.CASCADE, related_name="+")

    def __str__(self):
        return "conduct report"


class ConductNote(Confidential):
    """``sealed``: text, by (a handler's name, nothing for the reporter). Shared ones the reporter reads, too."""

    report = models.ForeignKey(ConductReport, on_delete=models.CASCADE, related_name="notes")
    sealed = models.TextField()
    written_on = models.DateField()
    is_of_reporter = models.BooleanField(default=False)
    is_shared = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return "conduct report"


class ConductAccess(Confidential):
    """What a handler did with a report, and when; shown to its handlers."""

    report = models.ForeignKey(ConductReport, on_delete=models.CASCADE, related_name="accesses")
    person = models.ForeignKey("users.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=200)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return "conduct report"


class ConductSuspension(Confidential):
    report = models.ForeignKey(ConductReport, on_delete=models.CASCADE, related_name="suspensions")
    person = models.ForeignKey("users.Person", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "person"], condition=Q(lifted_at=None), name="one_suspension_by_report"
            )
        ]

    def __str__(self):
        return "conduct report"
