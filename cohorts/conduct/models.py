import uuid
from functools import cached_property

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal

from ..models.cohort import Cohort
from . import naming, sealing
from .querysets import HandlerQuerySet, ReportQuerySet
from .rows import ConductAccess, ConductAdmission, ConductExclusion, ConductNote, Confidential
from .suspensions import ConductSuspension

__all__ = [
    "ConductAccess",
    "ConductAdmission",
    "ConductExclusion",
    "ConductHandler",
    "ConductNote",
    "ConductReport",
    "ConductSuspension",
]


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

    @cached_property
    def said(self) -> naming.Said:
        """Everything the reporter wrote, to look for names in."""
        more = [words["text"] for note, words in self.conversation() if note.is_of_reporter]
        return naming.Said("\n".join([self.words["body"], self.words["reporter"], *more]), self.words["about"])

    def opens_for(self, person, aliases=None):
        """Whether a handler may read it: neither excluded nor named by the reporter. Nobody, where no key opens it.

        Who was named when it came in is excluded for good; somebody who is called so since then can't read it either.
        ``aliases`` are the person's, where they are known (see ``naming.aliases``).
        """
        if self.words is None or any(row.person_id == person.pk for row in self.exclusions.all()):
            return False
        if aliases is None:
            aliases = naming.aliases([person])[person.pk]
        return not any(self.said.names(kind, value) for kind, value in aliases)

    def readers(self):
        """The handlers who may read it now."""
        return [person for person in self.handlers(self.admissions.values("handler")) if self.opens_for(person)]

    def named_later(self):
        """Handlers who could read it if one of its readers let them."""
        later = ConductHandler.objects.exclude(pk__in=self.admissions.values("handler")).values("pk")
        return [person for person in self.handlers(later) if self.opens_for(person)]

    def handlers(self, rows):
        """The people of those of its cohort's handlers that are among ``rows`` and have access to the portal."""
        current = ConductHandler.objects.current().filter(cohort=self.cohort, pk__in=rows)
        current = current.filter(person__user__is_active=True, person__suspended_at=None)
        return [handler.person for handler in current.select_related("person")]

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
        handlers = ConductHandler.objects.current().filter(cohort=cohort)
        report.admissions.bulk_create(ConductAdmission(report=report, handler=handler) for handler in handlers)
        report._settle_who_is_named(person.pk for person in keep_from)
        report._tell_readers(now)
        return report

    @transaction.atomic
    def hear(self, text, *, now):
        """The reporter writes more. Refused where nobody may read it any more."""
        self.refresh_from_db(from_queryset=ConductReport.objects.select_for_update())
        if self.closed_on is None and self._was_just_said(text, by="", is_shared=True):
            return
        self._write(text, by="", now=now, is_of_reporter=True, is_shared=True)
        self.closed_on = None
        self.save(update_fields=["closed_on"])
        self._settle_who_is_named()
        self._tell_readers(now)

    @transaction.atomic
    def write(self, text, *, by, now, is_shared):
        """A handler answers the reporter (shared), or notes something for the handlers."""
        self._hold(by)
        if self._was_just_said(text, by=str(by), is_shared=is_shared):
            return
        self._write(text, by=str(by), now=now, is_shared=is_shared)
        self.log(by, now, _("answered the reporter") if is_shared else _("wrote a note"))

    @transaction.atomic
    def close(self, *, by, now):
        """Handled. It is deleted when the time to keep it has passed; a person's access is given back first."""
        self._hold(by)
        if self.suspensions.running().filter(lifted_at=None).exists():
            raise Refusal(_("Somebody's access is still suspended because of it. Decide about that first."))
        self.closed_on = now.date()
        self.save(update_fields=["closed_on"])
        self.log(by, now, _("closed it"))

    @transaction.atomic
    def keep_from(self, person, *, by, now):
        """A handler keeps it from another one, or steps aside. Somebody must be left to read it."""
        self._hold(by)
        if not [reader for reader in self.readers() if reader != person]:
            raise Refusal(_("Nobody would be left to read it. Name another handler first."))
        self.exclusions.get_or_create(person=person)
        self.log(by, now, _("kept it from %(person)s") % {"person": person})

    @transaction.atomic
    def let_read(self, person, *, by, now):
        """A reader lets a handler read it who was named after it came in."""
        self._hold(by)
        if person not in self.named_later():
            raise Refusal(_("They can't be let in: they read it already, are named in it, or don't handle reports."))
        handler = ConductHandler.objects.current().get(cohort=self.cohort, person=person)
        self.admissions.create(handler=handler, let_in_by=by)
        self.log(by, now, _("let %(person)s read it") % {"person": person})
        self._tell_readers(now)

    @transaction.atomic
    def suspend(self, person, *, by, now):
        """Interim: the person's access to the portal ends this second, for some days unless a second handler agrees."""
        self._hold(by)
        ConductSuspension.begin(self, person, by=by, now=now)
        self.exclusions.get_or_create(person=person)
        self.log(by, now, _("suspended the access of %(person)s") % {"person": person})

    @transaction.atomic
    def confirm(self, person, *, by, now):
        """A second handler agrees: the suspension lasts until it is lifted."""
        self._hold(by)
        ConductSuspension.hold(person).of(self).confirm(by=by, now=now)
        self.log(by, now, _("confirmed the suspension of %(person)s") % {"person": person})

    @transaction.atomic
    def lift(self, person, *, by, now):
        """The person gets their access back after the notice the reporter has, unless another report keeps it."""
        self._hold(by)
        ConductSuspension.hold(person).of(self).lift(by=by, now=now)
        self.log(by, now, _("gave %(person)s their access back") % {"person": person})

    def record_reading(self, person, now):
        """Access itself is logged: who read it, when."""
        self.log(person, now, _("read it"))

    def log(self, person, now, what):
        self.accesses.create(person=person, at=now, what=what)

    def _hold(self, by):
        """Lock the row and ask once more whether this handler may read it. In a transaction."""
        self.refresh_from_db(from_queryset=ConductReport.objects.select_for_update())
        self.__dict__.pop("said", None)
        if by not in self.readers():
            raise Refusal(_("You don't handle this report any more."))

    def _was_just_said(self, text, *, by, is_shared):
        """Whether it is the newest note already: a second press, for which no key is kept here."""
        note, words = next(reversed(self.conversation()), (None, None))
        return note is not None and note.is_shared == is_shared and words == {"text": text, "by": by}

    def _write(self, text, *, by, now, is_shared, is_of_reporter=False):
        today = now.date()
        self.notes.create(
            sealed=sealing.seal({"text": text, "by": by}, today),
            written_on=today,
            is_shared=is_shared,
            is_of_reporter=is_of_reporter,
        )

    def _settle_who_is_named(self, also=()):
        """Exclude for good whoever is named in it, by anything they are or were called, handler or not."""
        self.__dict__.pop("said", None)
        excluded = {*also, *naming.everybody_named(self.said)}
        rows = [ConductExclusion(report=self, person_id=pk) for pk in sorted(excluded)]
        self.exclusions.bulk_create(rows, batch_size=500, ignore_conflicts=True)

    def _tell_readers(self, now):
        """Letters without content; before, make sure that there is somebody to read it."""
        from . import telling

        fresh = ConductReport.objects.select_related("cohort").get(pk=self.pk)
        if not fresh.readers():
            raise Refusal(_("Nobody here could read this without being named in it or excluded."))
        telling.tell([fresh], now)
