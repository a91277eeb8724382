from datetime import timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal
from amp_portal.stateful import Stateful
from cohorts import sides
from cohorts.models import Cohort, Phase, Project

from .. import completeness, eligibility, notices
from ..refusals import UNJUDGED, Incomplete, NewerVersion, NotEligible, StaleSection
from ..states import EDITABLE, LIVE, TONES, TRANSITIONS, State
from .version import Version

RUSH = timedelta(hours=1)  # before the deadline: many submit, so receiving comes first


class Applied(Stateful):
    """What its person does with an application: written, submitted, edited, withdrawn, opened again (docs/program.md).

    What they wrote is in its versions: at most one is a draft, and reviewers read the last that was judged, the
    ``submitted_version``. Abstract, for Application alone.
    """

    State = State
    TRANSITIONS = TRANSITIONS

    state = models.CharField(gettext_lazy("state"), max_length=20, choices=State, default=State.DRAFT)
    submitted_version = models.OneToOneField(  # what reviewers read; none before the first is judged
        Version, null=True, blank=True, on_delete=models.RESTRICT, related_name="submitted_for"
    )

    class Meta:
        abstract = True

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

    def last_submitted(self):
        """What its person submitted last, judged or not; or None."""
        return self.versions.exclude(submitted_at=None).first()

    def text(self):
        """What its person sees in the form: the draft, else what they last submitted."""
        return self.draft() or self.last_submitted()

    def text_to_judge(self, now):
        """What verdicts for its person go by: what they write while it can be submitted, then what they submitted."""
        is_open = self.cohort.is_open(Phase.Kind.APPLICATIONS, now)
        return self.text() if is_open else self.last_submitted() or self.text()

    # Locks and moves: for the verbs here and of its offers ---------------------------

    def lock_everybody(self, project=None):
        """Lock person, cohort, project, application (docs/architecture.md, Races). Returns the cohort, self fresh."""
        sides.lock(self.person)
        cohort = Cohort.objects.lock(self.cohort_id)
        if project:
            Project.objects.select_for_update(no_key=True).get(pk=project.pk)
        self._lock()
        return cohort

    def lock(self):
        """Lock this application alone; self is fresh."""
        self._lock()

    def take_side(self, cohort, version, now):
        """Part of a verb that brings it into the running, under the locks: a fresh check, then the contributors' side.

        Raises NotEligible where a rule stands in the way without an open appeal.
        """
        self._refuse(eligibility.check(self, "submission", now, version=version).verdict.failures)
        sides.take_contributor_side(cohort, self.person)

    def unappealed(self, failures):
        """Of these findings those without an open appeal. No query where there are none."""
        appealed = set(self.appeals.open().values_list("rule", flat=True)) if failures else set()
        return [finding for finding in failures if finding.rule not in appealed]

    def move(self, target, *, by, at, reason="", fields=()):
        """Part of a verb, which has locked it: see ``Stateful``. Nobody has to respond once it has left the running."""
        if self.sent_back_until and target not in (State.SUBMITTED, State.IN_REVIEW):
            self.sent_back_until, fields = None, [*fields, "sent_back_until"]
        self._move_on(target, by=by, at=at, reason=reason, fields=fields)

    def _lock(self):
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update())

    def _failed_before(self):
        return self.checks.values_list("eligible", flat=True).first() is False

    def _refuse(self, failures):
        if standing := self.unappealed(failures):
            raise NotEligible(standing)

    def _require_editable(self):
        if not self.is_editable:
            raise Refusal(_("Your application can't be changed any more: it is now “%(state)s”.") % self._words())

    def require_judged(self):
        """Part of a verb that decides about it. Raises Refusal while something newer is being checked."""
        if self.has_unjudged():
            raise Refusal(UNJUDGED)

    def has_unjudged(self):
        return self.versions.unjudged().exists()

    def _require_latest(self, read):
        if read not in (None, self.submitted_version_id):
            raise NewerVersion

    def _words(self):
        return {"state": self.get_state_display()}

    # What its person does -------------------------------------------------------

    @classmethod
    @transaction.atomic
    def start(cls, cohort, person, *, now):
        """The person's application in the cohort, with an empty draft if there is none. Drafts take no side.

        Two requests racing get the same application. Raises Refusal while applications are not open, and to organizers
        and mentors.
        """
        application = cls.objects.filter(cohort=cohort, person=person).first()
        if application is None:
            require_open(cohort, now)
            require_no_role(cohort, person, now)
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
        """Receive the draft, which arrived at ``now``. The first time this takes the contributors' side.

        Many do this in the last minutes before the deadline, so nothing is locked that others need, and then what takes
        longer is left to ``judge_submissions``. Raises Refusal: closed, nothing new, something missing (Incomplete), or
        a rule stands in the way without an open appeal (NotEligible).
        """
        from ..tasks import judge_soon

        cohort, person = self.cohort, self.person
        name = sides.lock(person).name
        self._lock_state()
        phase = require_open(cohort, now)
        self._require_editable()
        draft = self.draft()
        if draft is None:
            raise Refusal(_("Everything you wrote is already submitted."))
        if draft.saved_at >= phase.ends_at:
            raise Refusal(_("You changed your draft after the deadline, so it can’t be submitted any more."))
        if problems := completeness.problems(draft, cohort):
            raise Incomplete(problems)
        if now < phase.ends_at - RUSH or self._failed_before():
            self._refuse(eligibility.verdict_on(person, cohort, now, version=draft).failures)
        else:
            self._refuse(eligibility.known_failures(person, cohort, draft, now))
        sides.take_contributor_side(cohort, person, name=name)
        draft.freeze(max(now, self.versions.last_submission() or now))  # processed in another order than they came
        changed = []
        if self.is_draft:  # nobody reads on in what was taken back
            self.submitted_version, changed = None, ["submitted_version"]
        target = State.IN_REVIEW if self.is_in_review else State.SUBMITTED
        self.move(target, by=by, at=now, fields=changed)
        judge_soon()

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
        require_no_role(cohort, self.person, now)
        self.move(State.DRAFT, by=by, at=now)
        if self.draft() is None:
            self.last_submitted().copy_for_editing(now)


def require_open(cohort, now):
    """Refuses unless applications to the cohort are open at ``now``, to the second. Returns their phase."""
    phase = cohort.window(Phase.Kind.APPLICATIONS)
    if now < phase.starts_at:
        raise Refusal(_("Applications are not open yet."))
    if not phase.is_open(now):
        raise Refusal(
            _("The deadline for applications has passed. Please write to the organizers if something went wrong.")
        )
    return phase


def require_no_role(cohort, person, now):
    """Refuses to let somebody write for nothing whose role rules out a place here (the fairness rules about roles)."""
    if findings := eligibility.roles_in_the_way(person, cohort, now):
        raise NotEligible(findings)
