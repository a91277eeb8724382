from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal
from amp_portal.stateful import Move, Stateful
from mentorship.models import Mentorship
from mentorship.states import State as MentorshipState

from ..recognition import notices


class NominationQuerySet(models.QuerySet):
    def with_people(self):
        return self.select_related("by", "mentorship__mentee", "mentorship__project__cohort")

    def open(self):
        return self.filter(state=Nomination.State.OPEN)

    def acted_on(self):
        return self.filter(state=Nomination.State.ACTED_ON)

    def by_need(self):
        """Those that wait first, the oldest of them on top; then the newest."""
        waits = models.Case(models.When(state=Nomination.State.OPEN, then=0), default=1)
        return self.order_by(waits, models.Case(models.When(state="open", then="made_at")), "-made_at", "pk")


class Nomination(Stateful):
    """A mentor proposes a mentee for something; organizers act on it or decline, with a note.

    Read by whoever made it and the organizers. The mentee hears of it, with the note and without the mentor's reason,
    once it was acted on; of a declined one never.
    """

    class State(models.TextChoices):
        OPEN = "open", gettext_lazy("open")
        ACTED_ON = "acted_on", gettext_lazy("acted on")
        DECLINED = "declined", gettext_lazy("declined")

    TRANSITIONS = {State.OPEN: {State.ACTED_ON, State.DECLINED}}

    class Kind(models.TextChoices):
        SHOUT_OUT = "shout_out", gettext_lazy("a shout-out")
        SPEAKER = "speaker", gettext_lazy("speaker")
        TRIAGER = "triager", gettext_lazy("triager")
        MAINTAINER = "maintainer", gettext_lazy("maintainer")

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="nominations")
    by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="nominations")
    kind = models.CharField(gettext_lazy("for what"), max_length=10, choices=Kind)
    reason = models.TextField(gettext_lazy("why"), max_length=2_000)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    note = models.TextField(gettext_lazy("note"), max_length=2_000, blank=True)  # what was done, or why not

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "by", "kind"], name="one_nomination_per_kind"),
            models.CheckConstraint(
                name="nomination_decided_with_note", condition=models.Q(state="open") | ~models.Q(note="")
            ),
        ]

    def __str__(self):
        return f"nomination {self.pk}"

    def get_absolute_url(self):
        return reverse("evaluations:nomination", args=[self.pk])

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def is_acted_on(self):
        return self.state == self.State.ACTED_ON

    @property
    def tone(self):
        return {"open": "info", "acted_on": "success"}.get(self.state, "neutral")

    @classmethod
    @transaction.atomic
    def make(cls, mentorship, *, by, kind, reason, now):
        """A mentor's, once for each kind, while the mentorship runs or after it was completed. Raises Refusal."""
        held = Mentorship.objects.select_for_update().get(pk=mentorship.pk)
        if held.state not in (MentorshipState.ACTIVE, MentorshipState.COMPLETED):
            raise Refusal(_("This mentorship ended early."))
        if not mentorship.project.hold_mentor(by):
            raise Refusal(_("Only the project's mentors can do this."))
        if not reason.strip():
            raise Refusal(_("Please say why: the organizers act on it more easily."))
        mine = {"mentorship": mentorship, "by": by, "kind": kind}
        made, is_new = cls.objects.get_or_create(**mine, defaults={"reason": reason.strip(), "made_at": now})
        if not is_new:
            raise Refusal(_("You have nominated them for this already."))
        made.moves.create(state=cls.State.OPEN, by=by, at=now)
        return made

    @transaction.atomic
    def act(self, *, by, now, note):
        """An organizer has done something about it; the mentee and the mentor hear what. Raises Refusal."""
        self._decide(self.State.ACTED_ON, by=by, now=now, note=note)
        notices.nominated(self).queue(now)
        notices.nomination_decided(self).queue(now)

    @transaction.atomic
    def decline(self, *, by, now, note):
        """An organizer says why not, to the mentor alone. Raises Refusal."""
        self._decide(self.State.DECLINED, by=by, now=now, note=note)
        notices.nomination_decided(self).queue(now)

    def _decide(self, state, *, by, now, note):
        if by.pk == self.mentorship.mentee_id:
            raise Refusal(_("Somebody else has to decide about your own nomination."))
        if not note.strip():
            raise Refusal(_("Please say in a few words what was done, or why not."))
        self.note = note.strip()
        self._move_to(state, by=by, at=now, reason=self.note, fields=["note"])


class NominationMove(Move):
    of = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="moves")
