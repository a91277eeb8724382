from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amp_portal.outbox.letters import queue_all
from amp_portal.refusals import IllegalTransition, Refusal
from amp_portal.stateful import Stateful

from .. import notices, places, windows, withdrawal
from ..proposal import COLUMNS, Incomplete, Proposal, Stale
from ..states import PROJECT_TONES, PROJECT_TRANSITIONS, ProjectState
from .cohort import Cohort
from .participation import Participation
from .project_parts import ProjectMilestone, ProjectTask, Skill


class Proposed(Stateful):
    """How a project idea comes about: drafted by a mentor, reviewed, edited, withdrawn (docs/program.md, Projects).

    The rows hold the text as it was last approved, or a draft of it. An edit of a published project waits in
    ``pending`` until an organizer approves it; the published text stands meanwhile. From the first accepted place on
    only tasks are added. Abstract, for Project alone.
    """

    State = ProjectState
    TRANSITIONS = PROJECT_TRANSITIONS

    state = models.CharField(_("state"), max_length=20, choices=ProjectState, default=ProjectState.DRAFT)
    pending = models.JSONField(null=True, blank=True, editable=False)  # a Proposal waiting for approval
    revision = models.PositiveIntegerField(default=0, editable=False)  # counts saves: a stale tab is told

    class Meta:
        abstract = True

    @property
    def tone(self):
        """How the state is coloured."""
        return PROJECT_TONES.get(self.state, "neutral")

    @property
    def is_published(self):
        """On the idea list, given that its cohort is published."""
        return self.state == ProjectState.APPROVED or self.pending is not None

    @property
    def is_locked(self):
        """A mentee has accepted: goals and milestones stay, tasks may be added."""
        return self.sponsored_taken + self.volunteer_taken > 0

    @property
    def is_draft(self):
        return self.state == ProjectState.DRAFT

    @property
    def is_ongoing(self):
        """Neither turned down nor withdrawn."""
        return self.state not in (ProjectState.REJECTED, ProjectState.WITHDRAWN)

    @property
    def is_submittable(self):
        return self.state in (ProjectState.DRAFT, ProjectState.CHANGES_REQUESTED)

    @property
    def is_awaiting_review(self):
        return self.state == ProjectState.SUBMITTED

    @property
    def is_rejected(self):
        return self.state == ProjectState.REJECTED

    @property
    def is_editable(self):
        """Its text may be changed by its mentors, as far as its state goes (dates are checked by the verbs)."""
        return not self.is_locked and self.state not in (ProjectState.REJECTED, ProjectState.WITHDRAWN)

    @property
    def is_withdrawable(self):
        return not self.is_locked and ProjectState.WITHDRAWN in self.TRANSITIONS[self.state]

    @property
    def is_reopenable(self):
        return self.state == ProjectState.WITHDRAWN

    @property
    def takes_more_tasks(self):
        return self.is_locked and self.is_published

    def text(self):
        """The Proposal its mentors work on: the edit that waits, else what the rows hold."""
        return Proposal.from_json(self.pending) if self.pending else Proposal.of(self)

    # Proposing ------------------------------------------------------------------------------

    @classmethod
    @transaction.atomic
    def propose(cls, cohort, proposal, *, by, now):
        """A new draft with ``by``, who applied to mentor or does, as its lead mentor. Raises a Refusal when closed."""
        cohort = Cohort.objects.lock(cohort.pk)
        if not cohort.mentor_applications.proposing().filter(person=by).exists():
            raise Refusal(gettext("Apply as a mentor of this cohort first."))
        windows.check_proposing(cohort, by, now)
        project = cls(cohort=cohort, slug=cls._free_slug(cohort, proposal.title), proposed_by=by, created_at=now)
        project._check_slots(proposal)
        project.title = proposal.title
        project.save()
        project.mentors.create(person=by, is_lead=True, since=now)
        project._apply(proposal, now=now)
        project.moves.create(state=project.state, by=by, at=now)
        return project

    @classmethod
    def _free_slug(cls, cohort, title):
        base = slugify(title)[:70].strip("-") or "project"
        taken = set(cohort.projects.filter(slug__startswith=base).values_list("slug", flat=True))
        return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)

    @transaction.atomic
    def revise(self, proposal, *, revision, by, now):
        """Save what a mentor typed, having read ``revision``.

        A draft takes it at once, complete or not. A proposal under review must stay complete. A published project keeps
        its text and goes back to review with the edit. Raises Stale, Incomplete or another Refusal.
        """
        self._lock()
        self._check_mentor(by)
        if self.is_locked:
            raise Refusal(gettext("A mentee has accepted a place: goals and milestones stay. You can still add tasks."))
        if not self.is_editable:
            raise IllegalTransition(self, ProjectState.SUBMITTED)
        self.check_window(by, now)
        if revision != self.revision:
            raise Stale(self.revision)
        if not self.is_submittable and proposal.missing():
            raise Incomplete(proposal.missing())
        self._check_slots(proposal)
        self.revision += 1
        if not self.is_published:
            self._apply(proposal, now=now)
            return
        self.pending = proposal.as_json()
        self.save(update_fields=["pending", "revision"])
        if self.state == ProjectState.APPROVED:
            self._hand_in(by=by, now=now)

    @transaction.atomic
    def submit(self, *, by, now):
        """Hand the proposal to the organizers. Only approved mentors can; raises Incomplete where parts are missing."""
        self._lock()
        self._check_mentor(by)
        if not self._approved_mentors().filter(person=by).exists():
            raise Refusal(gettext("Your draft is safe. You can submit it once an organizer approved you as a mentor."))
        if not self.is_submittable:
            raise IllegalTransition(self, ProjectState.SUBMITTED)
        self.check_window(by, now)
        missing = self.text().missing()
        if missing:
            raise Incomplete(missing)
        self._hand_in(by=by, now=now)

    def _hand_in(self, *, by, now):
        self._move_to(ProjectState.SUBMITTED, by=by, at=now)
        move = self.moves.latest("pk")
        organizers = self.cohort.organizers.current().select_related("person")
        queue_all([notices.proposal_submitted(self, move, organizer.person) for organizer in organizers], now)

    @transaction.atomic
    def add_tasks(self, tasks, *, by, now):
        """Add ``(title, url)`` pairs at once, without a review: what stays possible after a mentee accepted."""
        self._lock()
        self._check_mentor(by)
        if not self.takes_more_tasks:
            raise Refusal(gettext("Add tasks by editing the project: no mentee has accepted a place yet."))
        if self.cohort.is_over(now):
            raise Refusal(gettext("%(cohort)s is over.") % {"cohort": self.cohort})
        there = set(self.tasks.values_list("title", "url"))
        fresh = [task for task in dict.fromkeys(tasks) if task not in there]  # a second click adds nothing
        ProjectTask.objects.bulk_create(ProjectTask(project=self, title=title, url=url) for title, url in fresh)

    @transaction.atomic
    def withdraw(self, *, by, now, reason=""):
        """Take the idea back. Its mentors can until applications open; from then on an organizer can, with a reason."""
        self._lock()
        if self.is_locked:
            raise Refusal(gettext("A mentee has accepted a place in this project. Please talk to the organizers."))
        organizes = self.cohort.organizers.current().filter(person=by).exists()
        is_mentor = self.mentors.current().filter(person=by).exists()
        applications = self.cohort.phase("applications")
        chosen = self.is_published and applications and applications.starts_at <= now
        if chosen and is_mentor and not organizes:
            raise Refusal(gettext("People may have chosen this project already. Ask an organizer to withdraw it."))
        was_published, self.pending = self.is_published, None
        self._move_to(ProjectState.WITHDRAWN, by=by, at=now, reason=reason, fields=["pending"])
        if was_published:
            withdrawal.on_withdrawn.run(self, self.moves.latest("pk"), now)
        if not is_mentor:
            self._tell_leads(notices.project_withdrawn, now)

    @transaction.atomic
    def reopen(self, *, by, now):
        """A withdrawn idea becomes a draft again."""
        self._lock()
        self._check_mentor(by)
        windows.check_proposing(self.cohort, by, now)
        self._move_to(ProjectState.DRAFT, by=by, at=now)

    # Reviewing ------------------------------------------------------------------------------

    @transaction.atomic
    def approve(self, *, by, now, revision=None):
        """Publish the idea, or the edit that waits. ``revision`` is the one the organizer has read."""
        self._begin_decision(revision)
        if not self._approved_mentors().filter(is_lead=True).exists():
            raise Refusal(gettext("A project needs a lead mentor, approved for this cohort, before it is published."))
        if self.pending:
            if self.is_locked:
                raise Refusal(
                    gettext("A mentee has accepted a place meanwhile: goals and milestones stay. Turn the edit down.")
                )
            edit, self.pending = Proposal.from_json(self.pending), None
            self._apply(edit, now=now)
        self._part_from_others(now)
        self._move_to(ProjectState.APPROVED, by=by, at=now, fields=["pending"])
        self._tell_leads(notices.proposal_approved, now)
        places.changed(self, now, may_be_fewer=True)

    @transaction.atomic
    def ask_for_changes(self, *, by, now, comment, revision=None):
        """Back to its mentors, who have until applications close."""
        self._begin_decision(revision)
        windows.check_editing(self.cohort, now)
        self._move_to(ProjectState.CHANGES_REQUESTED, by=by, at=now, reason=comment)
        self._tell_leads(notices.proposal_changes, now)

    @transaction.atomic
    def reject(self, *, by, now, reason, revision=None):
        """Not taken up. Of a published project only the edit is turned down: the published text stands."""
        self._begin_decision(revision)
        if self.pending:
            self.pending = None
            self._move_to(ProjectState.APPROVED, by=by, at=now, reason=reason, fields=["pending"])
            self._tell_leads(notices.edit_rejected, now)
        else:
            self._move_to(ProjectState.REJECTED, by=by, at=now, reason=reason)
            self._tell_leads(notices.proposal_rejected, now)

    @transaction.atomic
    def take_up_again(self, *, by, now, comment):
        """The organizers changed their mind: an idea not taken up goes back to its mentors, with words."""
        self._lock()
        if not self.is_rejected:
            raise IllegalTransition(self, ProjectState.CHANGES_REQUESTED)
        windows.check_editing(self.cohort, now)
        self._move_to(ProjectState.CHANGES_REQUESTED, by=by, at=now, reason=comment)
        self._tell_leads(notices.proposal_changes, now)

    def _begin_decision(self, revision):
        """Only what waits is decided, and only the text that was read."""
        self._lock()
        if not self.is_awaiting_review:
            raise IllegalTransition(self, ProjectState.APPROVED)
        if revision is not None and revision != self.revision:
            raise Stale(self.revision)

    def check_window(self, person, now):
        """A first draft is due with the call; what the organizers have seen may change until applications close."""
        if self.state == ProjectState.DRAFT:
            windows.check_proposing(self.cohort, person, now)
        else:
            windows.check_editing(self.cohort, now)

    def due(self, person):
        """Until when the person may submit it. None: unknown."""
        if self.is_draft:
            return windows.proposals_close(self.cohort, invited=windows.is_invited(self.cohort, person))
        return windows.edits_close(self.cohort)

    # Under the lock -------------------------------------------------------------------------

    def _lock(self):
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update())

    def _tell_leads(self, build, now):
        move = self.moves.latest("pk")
        queue_all([build(self, move, lead.person) for lead in self.lead_mentors()], now)

    def _check_mentor(self, person):
        if not self.mentors.current().filter(person=person).exists():
            raise Refusal(gettext("Only the mentors of this project can do that."))

    def _check_slots(self, proposal):
        if proposal.sponsored_slots and self.cohort.mode == Cohort.Mode.VOLUNTEER:
            raise Refusal(gettext("This cohort has no stipends. Offer volunteer places instead."))

    def _approved_mentors(self):
        mentors = Participation.objects.filter(cohort=self.cohort_id, is_mentor=True)
        return self.mentors.current().filter(person__in=mentors.values("person"))

    def _part_from_others(self, now):
        """Who drafted along without being approved as a mentor has no part in what applicants may choose."""
        approved = list(self._approved_mentors().values_list("pk", flat=True))
        self.mentors.current().exclude(pk__in=approved).update(until=now)

    def _apply(self, proposal, *, now):
        """Make the rows say what the proposal says."""
        for name in COLUMNS:
            setattr(self, name, getattr(proposal, name))
        self.save(update_fields=[*COLUMNS, "revision"])
        self.skills.set(Skill.objects.named(proposal.skills))
        self.milestones.all().delete()
        ProjectMilestone.objects.bulk_create(
            ProjectMilestone(project=self, week=week, title=title) for week, title in proposal.milestones
        )
        self.tasks.all().delete()
        ProjectTask.objects.bulk_create(
            ProjectTask(project=self, title=title, url=url) for title, url in proposal.tasks
        )
        self._name_co_mentors(proposal.co_mentors, now=now)

    def _name_co_mentors(self, people, *, now):
        """Those who are not named any more leave, the others join; each of them is told."""
        leaving = list(self.mentors.current().filter(is_lead=False).exclude(person__in=people).select_related("person"))
        for role in leaving:
            self._end(role, now=now)
        there = self.mentors.current().values("person")
        chosen = Participation.objects.filter(cohort=self.cohort_id, is_mentor=True, person__in=people)
        for participation in chosen.exclude(person__in=there).select_related("person"):
            self._begin(participation.person, now=now)
