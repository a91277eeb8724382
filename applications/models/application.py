from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import IllegalTransition, Refusal
from amp_portal.stateful import Move
from cohorts import sides
from cohorts.models import Cohort, Project

from .. import eligibility, notices, offering
from ..querysets import ApplicationQuerySet
from ..refusals import NotEligible
from ..states import IN_SELECTION, State
from .applied import Applied
from .offer import Offer, free_places
from .version import Version

_ON_BOARD = gettext_lazy("The results of this cohort are being prepared: please decide on the selection board.")


class Application(Applied):
    """One person's application in one cohort: whose it is, its offers, and what mentors and organizers do with it."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="applications")
    feedback = models.TextField(gettext_lazy("feedback for the applicant"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_back_until = models.DateTimeField(null=True, blank=True, editable=False)  # see judge_submissions.py
    rechecked_at = models.DateTimeField(null=True, blank=True, editable=False)  # with a place: see recheck.py

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="one_application_per_cohort"),
            models.CheckConstraint(
                name="beyond_screening_was_judged",
                condition=Q(state__in=[State.DRAFT, State.SUBMITTED, State.WITHDRAWN])
                | Q(submitted_version__isnull=False),
            ),
        ]

    def __str__(self):
        return f"application {self.pk}"

    def get_absolute_url(self):
        return reverse("applications:status", args=[self.pk])

    def is_on_board(self):
        """What becomes of it is told with the results, and these are being prepared. At most one query."""
        return self.state in IN_SELECTION and self._has_results_ahead()

    def _has_results_ahead(self):
        return Application.objects.filter(cohort=self.cohort_id).awaiting_results().exists()

    def open_offer(self):
        return self.offers.open().select_related("project").first()

    # The clock of an offer stands still while an appeal is open -----------------------

    def stop_clock(self, now):
        """Part of opening an appeal."""
        self.offers.open().filter(paused_at=None).update(paused_at=now)

    def let_clock_go_on(self, now):
        """Part of deciding an appeal: the last one gives the time back that all took together."""
        offer = self.offers.open().exclude(paused_at=None).first()
        if offer and not self.appeals.open().exists():
            offer.go_on(now)

    # What mentors do ---------------------------------------------------------------

    @transaction.atomic
    def review(self, project, scores, *, by, now, read=None):
        """Save or change a mentor's scores for one of their projects (``{criterion: 1–5, "notes": …}``).

        ``read``: the version that was, to be sure.
        """
        self._lock()
        if self.state != State.IN_REVIEW:
            raise Refusal(_("This application is not in review any more: it is now “%(state)s”.") % self._words())
        mentored = Project.objects.mentored_by(by).filter(choices__version=self.submitted_version_id)
        if not mentored.filter(pk=project.pk).exists() or not project.hold_mentor(by):
            raise Refusal(_("Only current mentors of a chosen project review for it."))
        if self.recusals.standing().filter(person=by).exists():
            raise Refusal(_("You declared a conflict of interest, so others review this application."))
        self._require_latest(read)
        review, _made = self.reviews.update_or_create(
            project=project, reviewer=by, defaults={**scores, "saved_at": now}
        )
        return review

    # What organizers do ------------------------------------------------------------

    @transaction.atomic
    def pass_on(self, *, by, now, read=None):
        """Screened: the mentors of its projects may read and score it. ``read``: the version that was, to be sure."""
        self._lock()
        self.require_judged()
        self._require_latest(read)
        self.move(State.IN_REVIEW, by=by, at=now)
        notices.queue_to_review(self, now)

    @transaction.atomic
    def put_on_waitlist(self, *, by, now, note=""):
        """No place now, perhaps one later: see ``selection.waitlist``. ``note``: personal words for the letter."""
        self.lock_everybody()
        self.move(State.WAITLISTED, by=by, at=now)
        notices.waitlisted(self, note).queue(now)

    @transaction.atomic
    def decline(self, feedback, *, by, now, read=None):
        """Decline directly, as ``give_decline`` does; with the mentors, not while the results are being prepared.

        ``read``: the version that was, to be sure.
        """
        self.lock_everybody()
        self.require_judged()
        self._require_latest(read)
        if self.is_on_board():
            raise Refusal(_ON_BOARD)
        self.give_decline(feedback, by=by, now=now)

    @transaction.atomic
    def give_decline(self, feedback, *, by, now):
        """No place this time, with the feedback the applicant gets. Gives the contributors' side back."""
        cohort = self.lock_everybody()
        if not feedback.strip():
            raise Refusal(_("Please write some feedback: whoever is not selected gets the reasons."))
        if self.is_in_review:
            self.shortlist_places.all().delete()  # nobody was told
        self.feedback = feedback.strip()
        self.move(State.DECLINED, by=by, at=now, fields=["feedback"])
        sides.release_contributor_side(cohort, self.person)
        notices.declined(self).queue(now)

    @transaction.atomic
    def stop_waiting(self, feedback, *, at):
        """The program begins without them: the end of the waiting list, by itself, with what there is of feedback."""
        cohort = self.lock_everybody()
        if not self.is_waitlisted:
            raise IllegalTransition(self, State.DECLINED)
        self.feedback = feedback.strip()
        self.move(State.DECLINED, by=None, at=at, reason=_("the program began"), fields=["feedback"])
        sides.release_contributor_side(cohort, self.person)
        notices.waiting_ended(self).queue(at)

    def offer(self, project, track, *, by, now):
        """Offer a place by hand, as ``give_offer`` does; not while the results are being prepared."""
        if self._has_results_ahead():
            raise Refusal(_ON_BOARD)
        return self.give_offer(project, track, by=by, now=now)

    @transaction.atomic
    def give_offer(self, project, track, *, by, now, note=""):
        """Offer a place on one of the chosen projects, with ``note`` in the letter. Returns the Offer.

        Needs published results that it leaves through (``offering``), all rules to pass and a free place: open offers
        and accepted places together stay within the slots.
        """
        cohort = self.lock_everybody(project=project)
        results = offering.published_results_for(self)
        if not self.submitted_version.choices.filter(project=project).exists():
            raise Refusal(_("The applicant did not choose “%(project)s”.") % {"project": project})
        if track == Version.Track.SPONSORED and cohort.mode != Cohort.Mode.FUNDED:
            raise Refusal(_("This cohort has no stipends: offer a volunteer place."))
        project = Project.objects.get(pk=project.pk)
        if not project.is_published:
            raise Refusal(_("“%(project)s” is not on the idea list any more.") % {"project": project})
        if free_places(project, track) < 1:
            raise Refusal(_("“%(project)s” has no free place left on this track.") % {"project": project})
        verdict = eligibility.check(self, "offer", now).verdict
        if not verdict.eligible:
            raise NotEligible(verdict.failures + verdict.unclear)
        sides.take_contributor_side(cohort, self.person)  # given back when an earlier offer lapsed
        offer = Offer.make(self, project, track, publication=results, by=by, now=now)
        self.move(State.OFFERED, by=by, at=now, reason=str(project))
        notices.offered(offer, note).queue(now)
        return offer


class ApplicationMove(Move):
    of = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="moves")
