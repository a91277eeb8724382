"""A mentee or mentor asks the organizers for help: who takes it, what was answered, to whom it was passed on."""

import uuid

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal
from amp_portal.stateful import Move, Stateful

from .. import notices
from ..querysets import SupportRequestQuerySet
from ..states import SUPPORT_TONES, SUPPORT_TRANSITIONS, SupportState


class SupportRequest(Stateful):
    """Read by whoever asked and by the cohort's organizers; by the project's mentors where the asker says so."""

    State = SupportState
    TRANSITIONS = SUPPORT_TRANSITIONS

    class Topic(models.TextChoices):
        STUCK = "stuck", gettext_lazy("I am stuck with the work")
        CONTACT = "contact", gettext_lazy("We don't find together: answers, calls, expectations")
        TIME = "time", gettext_lazy("Time, health or life gets in the way")
        LEAVING = "leaving", gettext_lazy("I think about stopping")
        OTHER = "other", gettext_lazy("Something else")

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.PROTECT, related_name="support_requests")
    mentorship = models.ForeignKey(
        "mentorship.Mentorship", null=True, blank=True, on_delete=models.PROTECT, related_name="support_requests"
    )
    asker = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="support_requests")
    topic = models.CharField(gettext_lazy("what it is about"), max_length=10, choices=Topic)
    body = models.TextField(gettext_lazy("your words"))
    mentors_may_read = models.BooleanField(gettext_lazy("the project's mentors may read it, too"), default=False)
    state = models.CharField(max_length=10, choices=SupportState, default=SupportState.ASKED)
    in_hands_of = models.ForeignKey(
        "users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="support_taken"
    )
    asked_at = models.DateTimeField()
    once = models.CharField(max_length=32)  # from the form: a double click asks once

    objects = SupportRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["asker", "once"], name="support_asked_once"),
            models.CheckConstraint(
                name="support_in_hands",
                condition=models.Q(state__in=[SupportState.ASKED, SupportState.SOLVED])
                | models.Q(in_hands_of__isnull=False),
            ),
        ]

    def __str__(self):
        return f"support request {self.pk}"

    def get_absolute_url(self):
        return reverse("mentorship:support", args=[self.pk])

    @property
    def tone(self):
        return SUPPORT_TONES[self.state]

    @property
    def is_solved(self):
        return self.state == SupportState.SOLVED

    @property
    def is_taken(self):
        return self.state == SupportState.TAKEN

    @classmethod
    @transaction.atomic
    def ask(cls, cohort, *, by, now, topic, body, once="", mentorship=None, mentors_may_read=False):
        """Ask the organizers for help; the same token (``once``) of the same person asks once. All organizers hear."""
        asked, is_new = cls.objects.get_or_create(
            asker=by,
            once=once or uuid.uuid4().hex,
            defaults={
                "cohort": cohort,
                "mentorship": mentorship,
                "topic": topic,
                "body": body,
                "mentors_may_read": mentors_may_read and mentorship is not None,
                "asked_at": now,
            },
        )
        if is_new:
            asked.moves.create(state=SupportState.ASKED, by=by, at=now)
            notices.help_asked(asked, now)
        return asked

    @transaction.atomic
    def take(self, *, by, now):
        """An organizer looks after it; whoever asked hears who. Once, until it is passed on."""
        self.in_hands_of = by
        self._move_to(SupportState.TAKEN, by=by, at=now, fields=["in_hands_of"])
        notices.help_taken(self, self.moves.latest("pk")).queue(now)

    @transaction.atomic
    def pass_on(self, to, *, by, now, reason):
        """To the lead or another organizer, who is told; it waits for them to take it."""
        if not self.cohort.organizers.current().filter(person=to).exists():
            raise Refusal(_("%(person)s is no organizer of this cohort.") % {"person": to})
        if to == by:
            raise Refusal(_("To look after it yourself, take it."))
        self.in_hands_of = to
        self._move_to(SupportState.PASSED_ON, by=by, at=now, reason=reason, fields=["in_hands_of"])
        notices.help_passed_on(self, self.moves.latest("pk")).queue(now)

    @transaction.atomic
    def answer(self, *, by, now, body, once=""):
        """A word of either side; the other side hears. An organizer who answers first has taken it."""
        self._hold()
        if self.is_solved:
            raise Refusal(_("This is solved. Open it again to write more."))
        answer, is_new = self.answers.get_or_create(
            author=by, once=once or uuid.uuid4().hex, defaults={"body": body, "said_at": now}
        )
        if is_new:
            if by != self.asker and not self.is_taken:
                self.in_hands_of = by
                self._move_to(SupportState.TAKEN, by=by, at=now, fields=["in_hands_of"])
            notices.help_answered(answer, now)
        return answer

    @transaction.atomic
    def solve(self, *, by, now, reason=""):
        """Either side says that it is done; the asker hears when it was an organizer."""
        self._move_to(SupportState.SOLVED, by=by, at=now, reason=reason)
        if by != self.asker:
            notices.help_solved(self, self.moves.latest("pk")).queue(now)

    @transaction.atomic
    def reopen(self, *, by, now, reason=""):
        """It is not solved after all: it waits for an organizer again, and they hear."""
        self.in_hands_of = None
        self._move_to(SupportState.ASKED, by=by, at=now, reason=reason, fields=["in_hands_of"])
        notices.help_asked(self, now)

    def _hold(self):
        """Lock the row and look at it afresh. In a transaction."""
        self.refresh_from_db(from_queryset=SupportRequest.objects.select_for_update().select_related("asker"))


class SupportMove(Move):
    of = models.ForeignKey(SupportRequest, on_delete=models.CASCADE, related_name="moves")

    @property
    def label(self):
        return SupportState(self.state).label


class SupportAnswer(models.Model):
    request = models.ForeignKey(SupportRequest, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="support_answers")
    body = models.TextField()
    said_at = models.DateTimeField()
    once = models.CharField(max_length=32)

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["request", "author", "once"], name="support_answered_once")]

    def __str__(self):
        return f"answer {self.pk}"
