from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import IllegalTransition, Refusal
from amp_portal.stateful import Move, Stateful
from cohorts import sides
from cohorts.models import Cohort, Phase, Project

from .. import completeness, eligibility, notices, twins
from ..querysets import ApplicationQuerySet
from ..refusals import Incomplete, NotEligible, StaleSection
from ..states import EDITABLE, LIVE, TONES, TRANSITIONS, State
from .contribution import Contribution
from .offer import Offer, free_places
from .version import Version


class Application(Stateful):
    """One person's application in one cohort. What they wrote is in its versions; reviewers read the last submitted."""

    State = State
    TRANSITIONS = TRANSITIONS

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="applications")
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(gettext_lazy("state"), max_length=20, choices=State, default=State.DRAFT)
    submitted_version = models.OneToOneField(  # what reviewers read
        Version, null=True, blank=True, on_delete=models.RESTRICT, related_name="submitted_for"
    )
    feedback = models.TextField(gettext_lazy("feedback for the applicant"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    rechecked_at = models.DateTimeField(null=True, blank=True, editable=False)  # with a place: see recheck.py

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="one_application_per_cohort"),
            models.CheckConstraint(
                name="beyond_draft_was_submitted",
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN]) | Q(submitted_version__isnull=False),
            ),
        ]

    def __str__(self):
        return f"application {self.pk}"

    def get_absolute_url(self):
        return reverse("applications:status", args=[self.pk])

    @property
    def is_editable(self):
        return self.state in EDITABLE

    @property
    def is_live(self):
        return self.state in LIVE

    @property
    def can_appeal(self):
        """Against a verdict: while it may be submitted, or is on its way."""
        return self.is_draft or self.is_live

    @property
    def is_draft(self):
        return self.state == State.DRAFT

    @property
    def is_withdrawn(self):
        return self.state == State.WITHDRAWN

    @property
    def is_shortlisted(self):
        return self.state == State.SHORTLISTED

    @property
    def is_waitlisted(self):
        return self.state == State.WAITLISTED

    @property
    def is_in_review(self):
        return self.state == State.IN_REVIEW

    @property
    def tone(self):
        return TONES.get(self.state, "neutral")

    def draft(self):
        """What is being written and not submitted, or None."""
        return self.versions.filter(submitted_at=None).first()

    def text(self):
        """What its person sees in the form: the draft, else what they last submitted."""
        return self.draft() or self.submitted_version

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

    # Locks and moves: for the verbs here and of its offers ---------------------------

    def lock_everybody(self, project=None):
        """Lock person, cohort, project, application, in the order of DESIGN.md. Returns the cohort; self is fresh."""
        sides.lock(self.person)
        cohort = Cohort.objects.select_for_update().get(pk=self.cohort_id)
        if project:
            Project.objects.select_for_update().get(pk=project.pk)
        self._lock()
        return cohort

    def lock(self):
        """Lock this application alone; self is fresh."""
        self._lock()

    def move(self, target, *, by, at, reason="", fields=()):
        """Part of a verb: see ``Stateful``."""
        self._move_to(target, by=by, at=at, reason=reason, fields=fields)

    def _lock(self):
        self.refresh_from_db(from_queryset=Application.objects.select_for_update())

    def _require_editable(self):
        if not self.is_editable:
            raise Refusal(_("Your application can't be changed any more: it is now “%(state)s”.") % self._words())

    def _require_latest(self, read):
        if read not in (None, self.submitted_version_id):
            raise Refusal(_("A newer version was submitted while you were reading. Here it is: please look once more."))

    def _words(self):
        return {"state": self.get_state_display()}

    # What its person does -------------------------------------------------------

    @classmethod
    @transaction.atomic
    def start(cls, cohort, person, *, now):
        """The person's application in the cohort, with an empty draft if there is none. Drafts take no side.

        Two requests racing get the same application. Raises Refusal while applications are not open.
        """
        application = cls.objects.filter(cohort=cohort, person=person).first()
        if application is None:
            require_open(cohort, now)
            application, _made = cls.objects.get_or_create(cohort=cohort, person=person, defaults={"created_at": now})
            track = Version.Track.SPONSORED if cohort.mode == Cohort.Mode.FUNDED else Version.Track.VOLUNTEER
            blank = {"track": track, "saved_at": now}
            Version.objects.get_or_create(application=application, submitted_at=None, defaults=blank)
        return application

    @transaction.atomic
    def save_section(self, section, write, *, revision, now, page=""):
        """Keep what was typed in one section: ``write(draft)`` puts it into the draft. Returns the draft.

        ``revision`` is the section's when the page was loaded, ``page`` a name for that page: where its answer was lost
        on the way it does not know that it has saved. Raises StaleSection when the section was saved elsewhere since,
        and Refusal when nothing can be changed any more.
        """
        self._lock()
        self._require_editable()
        text = self.text()
        if text.revision(section) != revision and not text.was_saved_from(page, section):
            raise StaleSection
        draft = text if text.submitted_at is None else text.copy_for_editing(now)
        draft.note_saved(section, page)
        draft.saved_at = now
        write(draft)
        draft.save()
        return draft

    @transaction.atomic
    def choose(self, project, *, now):
        """Put a project on the first free place among the choices. Returns its rank; one chosen already keeps its own.

        Raises Refusal: closed, not on the idea list any more, or no place is free.
        """
        require_open(self.cohort, now)
        self._lock()
        if not project.is_published:
            raise Refusal(_("“%(project)s” is not on the idea list any more.") % {"project": project})
        text = self.text()
        chosen = dict(text.choices.values_list("rank", "project"))
        if project.pk in chosen.values():
            return next(rank for rank, there in chosen.items() if there == project.pk)
        free = next((rank for rank in range(1, self.cohort.choices_per_application + 1) if rank not in chosen), None)
        if free is None:
            raise Refusal(
                _("Your application names as many projects as this cohort allows. Choose which one to replace.")
            )
        section = completeness.Section.PROJECTS
        self.save_section(
            section,
            lambda draft: draft.choices.create(project=project, rank=free),
            revision=text.revision(section),
            now=now,
        )
        return free

    @transaction.atomic
    def submit(self, *, by, now):
        """Make the draft what reviewers read. The first time this takes the contributors' side.

        Raises Refusal: closed, nothing new, something missing (Incomplete), or a rule stands in the way without an open
        appeal (NotEligible).
        """
        cohort = self.lock_everybody()
        require_open(cohort, now)
        self._require_editable()
        draft = self.draft()
        if draft is None:
            raise Refusal(_("Everything you wrote is already submitted."))
        if problems := completeness.problems(draft, cohort):
            raise Incomplete(problems)
        verdict = eligibility.check(self, "submission", now, version=draft).verdict
        appealed = set(self.appeals.open().values_list("rule", flat=True))
        if standing := [finding for finding in verdict.failures if finding.rule not in appealed]:
            raise NotEligible(standing)
        sides.take_contributor_side(cohort, self.person)
        draft.freeze(now)
        Contribution.take_in(self, draft, now)
        self.submitted_version = draft
        self.shortlist_places.exclude(project__in=draft.choices.values("project")).delete()
        in_review = self.is_in_review
        self.move(State.IN_REVIEW if in_review else State.SUBMITTED, by=by, at=now, fields=["submitted_version"])
        notices.submitted(self).queue(now)
        twins.look(self, now)
        if in_review:
            notices.queue_to_review(self, now)  # to mentors of projects chosen only now

    @transaction.atomic
    def withdraw(self, *, by, now):
        """Take the application back, until the deadline; from a waiting list whenever. Gives the side back."""
        cohort = self.lock_everybody()
        if not (self.is_draft or self.is_waitlisted):
            require_open(cohort, now)
        was_live = self.is_live
        self.shortlist_places.all().delete()
        self.move(State.WITHDRAWN, by=by, at=now)
        if was_live:
            sides.release_contributor_side(cohort, self.person)
            notices.withdrawn(self).queue(now)

    @transaction.atomic
    def reopen(self, *, by, now):
        """Apply again after withdrawing, until the deadline: a draft that begins with what was there."""
        cohort = self.lock_everybody()
        require_open(cohort, now)
        self.move(State.DRAFT, by=by, at=now)
        if self.draft() is None:
            self.submitted_version.copy_for_editing(now)

    # What mentors do ---------------------------------------------------------------

    @transaction.atomic
    def review(self, project, scores, *, by, now):
        """Save or change a mentor's scores for one of their projects (``{criterion: 1–5, "notes": …}``)."""
        self._lock()
        if self.state != State.IN_REVIEW:
            raise Refusal(_("This application is not in review any more: it is now “%(state)s”.") % self._words())
        mentored = Project.objects.mentored_by(by).filter(choices__version=self.submitted_version_id)
        if not mentored.filter(pk=project.pk).exists() or not project.hold_mentor(by):
            raise Refusal(_("Only current mentors of a chosen project review for it."))
        if self.recusals.standing().filter(person=by).exists():
            raise Refusal(_("You declared a conflict of interest, so others review this application."))
        review, _made = self.reviews.update_or_create(
            project=project, reviewer=by, defaults={**scores, "saved_at": now}
        )
        return review

    # What organizers do ------------------------------------------------------------

    @transaction.atomic
    def pass_on(self, *, by, now, read=None):
        """Screened: the mentors of its projects may read and score it. ``read``: the version that was, to be sure."""
        self._lock()
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
        """No place this time, with the feedback the applicant gets. Gives the contributors' side back.

        ``read``: the version that was, to be sure.
        """
        cohort = self.lock_everybody()
        self._require_latest(read)
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
        """Offer a place directly, as ``give_offer`` does; not while the results are being prepared."""
        if Application.objects.filter(cohort=self.cohort_id).awaiting_results().exists():
            raise Refusal(_("The results of this cohort are being prepared: please decide on the selection board."))
        return self.give_offer(project, track, by=by, now=now)

    @transaction.atomic
    def give_offer(self, project, track, *, by, now, note=""):
        """Offer a place on one of the chosen projects, with ``note`` in the letter. Returns the Offer.

        Needs all rules to pass and a free place: open offers and accepted places together stay within the slots.
        """
        cohort = self.lock_everybody(project=project)
        if State.OFFERED not in TRANSITIONS[self.state]:
            raise IllegalTransition(self, State.OFFERED)
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
        offer = Offer.make(self, project, track, by=by, now=now)
        self.move(State.OFFERED, by=by, at=now, reason=str(project))
        notices.offered(offer, note).queue(now)
        return offer


def require_open(cohort, now):
    """Refuses unless applications to the cohort are open at ``now``, to the second."""
    phase = cohort.window(Phase.Kind.APPLICATIONS)
    if now < phase.starts_at:
        raise Refusal(_("Applications are not open yet."))
    if not phase.is_open(now):
        raise Refusal(
            _("The deadline for applications has passed. Please write to the organizers if something went wrong.")
        )


class ApplicationMove(Move):
    of = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="moves")
