from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from amp_portal import arrival
from amp_portal.line_fields import LineField
from amp_portal.refusals import Refusal
from mentorship.models import Mentorship

from .. import receipts
from ..querysets import DecisionQuerySet, EvaluationQuerySet
from .in_place import obstacle
from .plan import SupportPlan
from .round import Form, Round


def _hold(round, mentorship, form, author, now, *, in_place=False):
    """Lock what an author writes on: the round, then the mentorship. Refuses who may not, or not any more."""
    if in_place:
        _hold_in_place(round, mentorship, author, now)
        return
    round.of(mentorship).lock_open(now)
    round.questions.freeze(now)
    if form == Form.MENTOR_ON_MENTEE:
        mentorship.hear_from_mentor(author)
    else:
        mentorship.hear_from_mentee(author)


def _hold_in_place(round, mentorship, author, now):
    """The same for an organizer in the mentors' place."""
    round = round.of(mentorship)
    round.lock()
    mentorship.hold_open()
    if reason := obstacle(round, mentorship, author, now):
        raise Refusal(reason)


class Evaluation(models.Model):
    """One form filled by one author about one mentorship in one round; ``answers``: question pk (a string) → value.

    A draft while ``submitted_at`` is None; editable until the window closes. While an edit of a submitted one is not
    submitted again, it lives in ``draft`` and the submitted answers stand.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="evaluations")
    mentorship = models.ForeignKey("mentorship.Mentorship", on_delete=models.CASCADE, related_name="evaluations")
    author = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="evaluations")
    form = models.CharField(max_length=20, choices=Form)
    draft = models.JSONField(null=True, blank=True)
    answers = models.JSONField(null=True, blank=True)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    in_place = models.BooleanField(default=False)  # by an organizer, where no mentor did

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "mentorship", "author", "form"], name="one_evaluation_per_author"),
            models.CheckConstraint(
                name="submitted_has_answers", condition=Q(submitted_at=None) | Q(answers__isnull=False)
            ),
            models.CheckConstraint(
                name="in_place_of_mentors_only", condition=Q(in_place=False) | Q(form="mentor_on_mentee")
            ),
            models.UniqueConstraint(
                fields=["round", "mentorship"], condition=Q(in_place=True), name="one_evaluation_in_place"
            ),
        ]

    def __str__(self):
        return f"evaluation {self.pk}"

    @property
    def is_submitted(self):
        return self.submitted_at is not None

    @property
    def has_unsent_changes(self):
        return self.is_submitted and self.draft is not None

    @property
    def writing(self):
        """What the author goes on with: the draft, else what was submitted."""
        return self.draft if self.draft is not None else self.answers or {}

    @classmethod
    @transaction.atomic
    def save_draft(cls, round, mentorship, *, form, author, answers, now, in_place=False):
        """Keep what the author has written so far; what they submitted before stands. Raises Refusal.

        ``in_place``: the author is an organizer in the mentors' place, which is of the form of the mentors only.
        """
        _hold(round, mentorship, form, author, now, in_place=in_place)
        written = {"draft": answers, "saved_at": now, "in_place": in_place}
        return cls.objects.update_or_create(
            round=round, mentorship=mentorship, form=form, author=author, defaults=written
        )[0]

    @classmethod
    @transaction.atomic
    def submit(cls, round, mentorship, *, form, author, now):
        """Hand in what was saved; a second click changes nothing. Raises Refusal, also where an answer is missing."""
        mine = cls.objects.filter(round=round, mentorship=mentorship, form=form, author=author)
        _hold(round, mentorship, form, author, now, in_place=mine.filter(in_place=True).exists())
        evaluation = mine.first()
        if evaluation is None:
            raise Refusal(gettext("There is nothing to submit yet. Please answer the questions first."))
        if evaluation.draft is None:
            return evaluation
        missing = len(evaluation.missing())
        if missing:
            raise Refusal(
                ngettext(
                    "One answer is still missing. Everything else is saved.",
                    "%(count)s answers are still missing. Everything else is saved.",
                    missing,
                )
                % {"count": missing}
            )
        evaluation.answers, evaluation.draft, evaluation.submitted_at = evaluation.asked(), None, now
        evaluation.save(update_fields=["answers", "draft", "submitted_at"])
        if not evaluation.in_place:
            receipts.form_received(evaluation).queue(now)
        if form == Form.MENTOR_ON_MENTEE and evaluation.verdicts - {"pass"}:
            SupportPlan.open(round, mentorship, now)
        return evaluation

    @property
    def verdicts(self):
        """What was answered to the questions of pass or fail, as a set: of "pass", "unsure" and "fail"."""
        asked = [question for question in self.round.questions.all() if question.form == self.form]
        said = {(self.answers or {}).get(str(question.pk)) for question in asked if question.is_verdict}
        return said - {None, ""}

    def missing(self):
        """Required questions that what is being written does not answer yet, as far as they are asked."""
        return [
            question
            for question in self.round.questions.all()
            if question.form == self.form
            and question.required
            and question.is_asked(self.writing)
            and self.writing.get(str(question.pk)) in (None, "", [])
        ]

    def asked(self):
        """What is being written, without answers to questions whose condition is not met (any more)."""
        asked = {str(question.pk) for question in self.round.questions.all() if question.is_asked(self.writing)}
        return {pk: value for pk, value in self.writing.items() if pk in asked}


class FinalWork(models.Model):
    """What the mentee submits with the final (docs/program.md, Evaluations). A draft while ``submitted_at`` is None.

    Part of the mentee's final; editable until the window closes. The mentors see it once it is handed in.
    """

    mentorship = models.OneToOneField("mentorship.Mentorship", on_delete=models.CASCADE, related_name="final_work")
    url = models.URLField(_("link to the work"), blank=True)
    licence = LineField(_("licence"), max_length=50, blank=True)
    done = models.TextField(_("what was done"), blank=True)
    unfinished = models.TextField(_("what is unfinished"), blank=True)
    next_up = models.TextField(_("what comes next"), blank=True)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("final work")
        constraints = [
            models.CheckConstraint(
                name="final_work_is_complete",
                condition=Q(submitted_at=None) | ~(Q(url="") | Q(licence="") | Q(done="")),
            )
        ]

    def __str__(self):
        return f"final work {self.pk}"

    @property
    def is_submitted(self):
        return self.submitted_at is not None

    @classmethod
    @transaction.atomic
    def keep(cls, round, mentorship, *, by, values, hand_in, now):
        """Save the mentee's final work (``values`` by field) and, if asked, hand it in. Raises Refusal.

        What was handed in once stays handed in, so later changes must be complete too; the form sees to that.
        """
        _hold(round, mentorship, Form.SELF_ASSESSMENT, by, now)
        work = cls.objects.filter(mentorship=mentorship).first() or cls(mentorship=mentorship)
        for name, value in values.items():
            setattr(work, name, value)
        if not hand_in and work.is_submitted:
            raise Refusal(gettext("Your final work is handed in already: complete the change and hand it in again."))
        work.saved_at = now
        work.submitted_at = now if hand_in else None
        work.save()
        if hand_in:
            receipts.work_received(work).queue(now)
        return work


class Decision(models.Model):
    """An organizer's result for one mentorship in one round; ``told_at`` is when it was released."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="decisions")
    mentorship = models.ForeignKey("mentorship.Mentorship", on_delete=models.CASCADE, related_name="decisions")
    passed = models.BooleanField(_("result"))
    reason = models.TextField(_("note for the mentee"), blank=True)
    decided_by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True, editable=False)  # when it was released
    carried_out_at = models.DateTimeField(null=True, blank=True, editable=False)  # letter, end of the mentorship

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "mentorship"], name="one_decision_per_round"),
            models.CheckConstraint(
                name="carried_out_after_told", condition=Q(carried_out_at=None) | Q(told_at__isnull=False)
            ),
        ]

    def __str__(self):
        return f"decision {self.pk}"

    @classmethod
    @transaction.atomic
    def take(cls, round, mentorship, *, passed, reason, by, now):
        """Decide, or change the decision until the release. Raises Refusal; then nothing has changed.

        Not while a form that arrived in time may still wait: what is released takes no more answers.
        """
        round = round.of(mentorship)
        round.lock()
        if round.is_released:
            raise Refusal(gettext("The results are released, so this decision stands."))
        if not round.has_closed(arrival.settled(now)):
            raise Refusal(gettext("Results are decided once the evaluation has closed, when everybody had their time."))
        mentorship.refresh_from_db(from_queryset=Mentorship.objects.select_for_update())
        if not mentorship.is_active:
            raise Refusal(gettext("This mentorship has ended, so there is nothing to decide any more."))
        if mentorship.project.mentors.filter(person=by, until=None).exists():
            raise Refusal(gettext("You mentor this project, so another organizer decides. You can invite one."))
        if mentorship.removal_proposals.filter(round=round, answer="").exists():
            raise Refusal(gettext("The mentee missed something: first forgive it, or confirm that they leave."))
        if not passed:
            SupportPlan.open(round, mentorship, now)
        return cls.objects.update_or_create(
            round=round,
            mentorship=mentorship,
            defaults={"passed": passed, "reason": reason, "decided_by": by, "decided_at": now},
        )[0]
