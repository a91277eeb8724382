from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amp_portal.refusals import Refusal
from amp_portal.stateful import Move, Stateful

from .. import notices, windows
from ..querysets import MentorApplicationQuerySet
from ..states import MENTOR_TONES, MENTOR_TRANSITIONS, MentorState
from .cohort import Cohort
from .project_parts import ProjectMentor

DECLARATIONS = ("is_contributor", "is_adult", "in_no_program")


class MentorApplication(Stateful):
    """A person's wish to mentor in a cohort, applied or invited; an organizer approves (docs/program.md, Mentors)."""

    State = MentorState
    TRANSITIONS = MENTOR_TRANSITIONS
    ANSWERS = ("experience", "availability", "style", "hours_from", "hours_until", *DECLARATIONS)

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="mentor_applications")
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="mentor_applications")
    state = models.CharField(_("state"), max_length=20, choices=MentorState, default=MentorState.APPLIED)
    experience = models.TextField(
        _("your experience"),
        help_text=_("With the community, and with mentoring if you have any. A few lines are fine."),
    )
    availability = models.TextField(
        _("your availability during the program"), help_text=_("Hours a week, and when you will be away.")
    )
    style = models.TextField(_("how you like to mentor"), blank=True)
    hours_from = models.TimeField(_("working hours from"), null=True, blank=True)
    hours_until = models.TimeField(_("working hours until"), null=True, blank=True)
    is_contributor = models.BooleanField(_("I contribute to or maintain a repository of the community"), default=False)
    is_adult = models.BooleanField(_("I am 18 or older"), default=False)
    in_no_program = models.BooleanField(_("I am not a mentee here or in another program meanwhile"), default=False)
    applied_at = models.DateTimeField(default=timezone.now)
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)  # came by an organizer's invitation

    objects = MentorApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-applied_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["cohort", "person"], name="one_mentor_application")]

    def __str__(self):
        return f"mentor application {self.pk}"

    @property
    def tone(self):
        """How the state is coloured."""
        return MENTOR_TONES.get(self.state, "neutral")

    @property
    def is_editable(self):
        """Nobody has decided: the answers may still change."""
        return self.state == MentorState.APPLIED

    @property
    def is_withdrawn(self):
        return self.state == MentorState.WITHDRAWN

    @property
    def is_declined(self):
        return self.state == MentorState.DECLINED

    @property
    def is_approved(self):
        return self.state == MentorState.APPROVED

    @property
    def is_proposing(self):
        """The person may draft project ideas."""
        return self.is_editable or self.is_approved

    @classmethod
    @transaction.atomic
    def apply(cls, cohort, person, answers, *, now, time_zone=""):
        """Apply to the cohort's call, or change the answers while nobody has decided. ``answers`` has the ANSWERS.

        ``time_zone`` is kept for a person who has none yet. Raises a Refusal; then nothing has changed.
        """
        from .. import sides  # sides needs the models

        person = sides.lock(person)
        if not all(answers[name] for name in DECLARATIONS):
            raise Refusal(gettext("Mentors contribute to the community, are 18 or older and no mentees meanwhile."))
        application = cls._of(cohort, person)
        for name in cls.ANSWERS:
            setattr(application, name, answers[name])
        if time_zone and not person.time_zone:
            person.time_zone = time_zone
            person.save(update_fields=["time_zone"])
        if application.is_editable:
            application.save(update_fields=cls.ANSWERS)
            return application
        windows.check_call(cohort, now)
        if reason := sides.why_not(person, role="mentor", cohort=cohort, now=now):
            raise Refusal(reason)
        application.applied_at = now
        application._enter(MentorState.APPLIED, by=person, at=now, fields=[*cls.ANSWERS, "applied_at"])
        notices.mentor_applied(application, application.moves.latest("pk")).queue(now)
        return application

    @classmethod
    @transaction.atomic
    def accept_invitation(cls, cohort, person, *, now):
        """The person takes an organizer's invitation: the invitation is the approval. Open until the cohort is over."""
        from .. import sides  # sides needs the models

        person = sides.lock(person)
        if cohort.is_over(now):
            raise Refusal(gettext("%(cohort)s is over. Thank you for wanting to mentor!") % {"cohort": cohort})
        application = cls._of(cohort, person)
        if application.is_approved:
            return application
        sides.give_mentor(cohort, person, now=now)
        application.applied_at = application.applied_at if application.pk else now
        application.invited_at = now
        if not application.is_editable:
            application._enter(MentorState.INVITED, by=None, at=now, fields=["invited_at"])
        application._move_to(MentorState.APPROVED, by=person, at=now, fields=["invited_at"])
        return application

    @classmethod
    def _of(cls, cohort, person):
        """The person's application, locked, or a new one that is not saved yet."""
        found = cls.objects.select_for_update().filter(cohort=cohort, person=person).first()
        return found or cls(cohort=cohort, person=person, state="")

    def _enter(self, target, *, by, at, fields):
        """Move to a first state, or to one the table allows again."""
        if self.pk:
            self._move_to(target, by=by, at=at, fields=fields)
        else:
            self.state = target
            self.save(force_insert=True)
            self.moves.create(state=target, by=by, at=at)

    def explain_illegal(self, target):
        if self.state == MentorState.DECLINED and target == MentorState.APPLIED:
            return gettext("The organizers have answered this application. If things changed, write to them.")
        return super().explain_illegal(target)

    @transaction.atomic
    def approve(self, *, by, now, words=""):
        """An organizer takes the person on. Refused for somebody with an application or a place, with the reason."""
        from .. import sides  # sides needs the models

        sides.give_mentor(self.cohort, self.person, now=now)
        self._move_to(MentorState.APPROVED, by=by, at=now, reason=words)
        notices.mentor_approved(self, self.moves.latest("pk")).queue(now)

    @transaction.atomic
    def decline(self, *, by, now, words):
        """Not this time, with kind words to the person."""
        self._move_to(MentorState.DECLINED, by=by, at=now, reason=words)
        self._leave_shared_drafts(now)
        notices.mentor_declined(self, self.moves.latest("pk")).queue(now)

    @transaction.atomic
    def withdraw(self, *, by, now):
        """The person steps back. A mentor first hands over, or withdraws, every project that has no other lead."""
        from .. import sides  # sides needs the models
        from .project import Project

        person = sides.lock(self.person)
        self._move_to(MentorState.WITHDRAWN, by=by, at=now)
        if self.moves.latest("pk").was == MentorState.APPROVED:
            for project in Project.objects.filter(cohort=self.cohort).mentored_by(person).ongoing().order_by("pk"):
                project.end_mentor(person, now=now, by=person)
            sides.end_mentor(self.cohort, person, now=now)
        self._leave_shared_drafts(now)

    def _leave_shared_drafts(self, now):
        """A draft of theirs alone stays with them, for another time; what others go on with is not theirs any more."""
        rows = ProjectMentor.objects.current().filter(project__cohort=self.cohort)
        shared = rows.exclude(person=self.person).values_list("project", flat=True)
        rows.filter(person=self.person, project__in=list(shared)).update(until=now)


class MentorApplicationMove(Move):
    of = models.ForeignKey(MentorApplication, on_delete=models.CASCADE, related_name="moves")

    @property
    def label(self):
        return MentorState(self.state).label
