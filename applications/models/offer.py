from datetime import datetime, time, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal
from cohorts import places, sides
from cohorts.models import Project

from .. import acceptance, eligibility, notices
from ..querysets import OfferQuerySet
from ..refusals import NotEligible
from ..states import TRANSITIONS, State
from ..verdicts import TIME_TO_RESPOND
from .selection import Selection
from .version import Version

LAST_MINUTE = time(23, 59)


def end_of_day(day, zone):
    """The instant a deadline on a day holds to, as for the phases of a cohort."""
    return datetime.combine(day, LAST_MINUTE, zone)


class Offer(models.Model):
    """A place offered to an applicant on one project and track. At most one open offer per application."""

    class Answer(models.TextChoices):
        OPEN = "", gettext_lazy("open")
        ACCEPTED = "accepted", gettext_lazy("accepted")
        DECLINED = "declined", gettext_lazy("declined")
        TAKEN_BACK = "taken_back", gettext_lazy("taken back")
        LAPSED = "lapsed", gettext_lazy("not answered in time")

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="offers")
    project = models.ForeignKey("cohorts.Project", on_delete=models.PROTECT, related_name="offers")
    track = models.CharField(max_length=10, choices=Version.Track)
    offered_by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OPEN, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)  # an appeal is open since: its clock stands still
    # Accepted in time, where a rule was not met then: the place is kept until that is settled (see ``settle``).
    received_at = models.DateTimeField(null=True, blank=True, editable=False)
    may_be_named = models.BooleanField(default=False, editable=False)
    publication = models.ForeignKey(  # the results it left through: see ``offering``
        "applications.Publication", null=True, blank=True, on_delete=models.PROTECT, related_name="offers"
    )
    is_grandfathered = models.BooleanField(default=False, editable=False)  # made before offers had to leave like that

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=models.Q(answer=""), name="one_open_offer"),
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(answer="accepted"), name="one_accepted_offer"
            ),
            models.CheckConstraint(
                name="offer_leaves_through_results",
                condition=models.Q(publication__isnull=False) | models.Q(is_grandfathered=True),
            ),
        ]

    def __str__(self):
        return f"offer {self.pk}"

    @property
    def is_open(self):
        return self.answer == self.Answer.OPEN

    @property
    def is_accepted(self):
        return self.answer == self.Answer.ACCEPTED

    def can_be_accepted(self, now):
        return self.is_open and self.received_at is None and not self.is_late(now)

    def is_late(self, now):
        """The day to answer has passed without an answer. It does not pass while an appeal is open."""
        return self.received_at is None and self.paused_at is None and now >= self.answer_by

    @property
    def respond_by(self):
        """Until when a rule that fails can be put right after they accepted: never before their day to answer."""
        return max(self.received_at + TIME_TO_RESPOND, self.answer_by)

    def go_on(self, now):
        """Its clock goes on: it can be answered as much longer as the clock stood still."""
        self.answer_by += now - self.paused_at
        self.paused_at = None
        self.save(update_fields=["answer_by", "paused_at"])

    @classmethod
    def prepare(cls, application, project, track, *, by, now):
        """An offer as it would be made now, not saved: to be answered by the end of the cohort's last day for it."""
        cohort = application.cohort
        last_day = timezone.localdate(now, cohort.zone) + timedelta(days=cohort.answer_by_days)
        return cls(
            application=application,
            project=project,
            track=track,
            offered_by=by,
            offered_at=now,
            answer_by=end_of_day(last_day, cohort.zone),
            paused_at=now if application.appeals.open().exists() else None,
        )

    @classmethod
    def make(cls, application, project, track, *, publication, by, now):
        """Part of ``application.give_offer``: a row."""
        offer = cls.prepare(application, project, track, by=by, now=now)
        offer.publication = publication
        offer.save(force_insert=True)
        return offer

    def accept(self, *, by, now, consent, named=False):
        """Take the place. From here on checks only flag; nobody is removed by a machine alone.

        ``named``: the person agrees to be named in the public announcement.
        Needs consent, an open offer before its answer-by, all rules to pass again and a free place. Raises Refusal;
        with NotEligible the answer is received all the same, and the place is kept until ``settle``.
        """
        if unmet := self._receive(by=by, now=now, consent=consent, named=named):
            raise NotEligible(unmet)

    @transaction.atomic
    def _receive(self, *, by, now, consent, named):
        """The findings that keep the place from being taken now; none where it is taken."""
        cohort = self._lock_everybody()
        if not consent:
            raise Refusal(_("Please tick the box first: accepting a place needs your consent."))
        self._require_open()
        if self.is_late(now):
            raise Refusal(_("The day to answer has passed. Please write to the organizers: they can extend it."))
        verdict = eligibility.check(self.application, "acceptance", now).verdict
        if verdict.eligible:
            self._take(cohort, by=by, now=now, named=named)
            return []
        self.received_at, self.may_be_named = self.received_at or now, named
        self.save(update_fields=["received_at", "may_be_named"])
        return verdict.failures + verdict.unclear

    @transaction.atomic
    def settle(self, *, now):
        """Look again at an answer that a rule holds up. Returns whether that is over.

        Once all rules are met the place is taken; where one still fails after the time to respond, the offer lapses.
        """
        cohort = self._lock_everybody()
        if not self.is_open or self.received_at is None:
            return False
        verdict = eligibility.verdict_on(self.application.person, cohort, now)
        if verdict.eligible:
            eligibility.check(self.application, "acceptance", now)
            self._take(cohort, by=self.application.person, now=now, named=self.may_be_named)
            return True
        is_failed = now >= self.respond_by and self.application.unappealed(verdict.failures)
        if not (is_failed or cohort.is_over(now)):
            return False
        self._give_up(cohort, now)
        return True

    def _take(self, cohort, *, by, now, named):
        application = self.application
        Project.objects.get(pk=self.project_id).hold_place(self.track, now=now)
        since, until = sides.run_of(cohort)
        named_since = now if named else None
        sides.give_place(cohort, application.person, self.project, since=since, until=until, named_since=named_since)
        self._answer(self.Answer.ACCEPTED, now)
        application.move(State.ACCEPTED, by=by, at=now)
        acceptance.on_accepted.run(application, self, now)
        notices.queue_accepted(self, now)

    @transaction.atomic
    def decline(self, *, by, now):
        """The applicant turns the place down; it is free again, and so is the person's side."""
        cohort = self._lock_everybody()
        self._require_open()
        self._answer(self.Answer.DECLINED, now)
        self.application.move(State.TURNED_DOWN, by=by, at=now)
        sides.release_contributor_side(cohort, self.application.person)
        notices.queue_turned_down(self, now)
        places.changed(self.project, now)

    @transaction.atomic
    def take_back(self, *, by, now):
        """An organizer takes an open offer back; the application is where it was before, the place is free.

        Who came from a waiting list waits again, and is offered a place by hand only.
        """
        self._lock_everybody()
        self._require_open()
        self._answer(self.Answer.TAKEN_BACK, now)
        self.application.move(self._came_from(), by=by, at=now)
        Selection.objects.filter(application=self.application, outcome=Selection.Outcome.WAITLIST).update(
            held=_("The offer was taken back: make another one by hand when it is time.")
        )
        notices.taken_back(self).queue(now)
        places.changed(self.project, now)

    @transaction.atomic
    def lapse(self, *, now):
        """Nobody answered in time: the place is free again, and so is the person's side. They are told kindly."""
        cohort = self._lock_everybody()
        self._require_open()
        if not self.is_late(now):
            raise Refusal(_("There is still time to answer this offer."))
        self._give_up(cohort, now)

    def _give_up(self, cohort, now):
        self._answer(self.Answer.LAPSED, now)
        self.application.move(State.LAPSED, by=None, at=now)
        sides.release_contributor_side(cohort, self.application.person)
        notices.lapsed(self).queue(now)
        places.changed(self.project, now)

    @transaction.atomic
    def extend(self, last_day, *, by, now):
        """An organizer gives more time: until the end of ``last_day`` in the cohort's zone."""
        cohort = self._lock_everybody()
        self._require_open()
        answer_by = end_of_day(last_day, cohort.zone)
        if cohort.is_over(answer_by):
            raise Refusal(_("%(cohort)s is over by then. Please choose an earlier day.") % {"cohort": cohort})
        if answer_by <= max(self.answer_by, now):
            raise Refusal(_("Choose a day after the present one: a date already given can only move later."))
        self.answer_by = answer_by
        self.save(update_fields=["answer_by"])
        notices.extended(self).queue(now)

    def _came_from(self):
        """Where the application was when the offer was made; with the mentors, where it had lapsed before."""
        was = self.application.moves.filter(state=State.OFFERED).latest("pk").was
        return was if was in TRANSITIONS[State.OFFERED] and was != State.LAPSED else State.IN_REVIEW

    def _require_open(self):
        if not self.is_open:
            raise Refusal(_("This offer is no longer open: it was %(answer)s.") % {"answer": self.get_answer_display()})

    def _answer(self, answer, now):
        self.answer, self.answered_at = answer, now
        self.save(update_fields=["answer", "answered_at"])

    def _lock_everybody(self):
        """In the order of docs/architecture.md; its application's lock guards this offer. Returns the cohort, fresh."""
        cohort = self.application.lock_everybody(project=self.project)
        self.refresh_from_db(fields=["answer", "answered_at", "answer_by", "paused_at", "received_at"])
        return cohort


def free_places(project, track):
    """How many more offers a project's track can bear: slots less accepted places and open offers."""
    taken = getattr(project, f"{track}_taken")
    return project.slots(track) - taken - Offer.objects.holding(project, track).count()
