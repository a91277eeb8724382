from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal
from amp_portal.stateful import Move, Stateful
from mentorship.models import Mentorship

from ..recognition import notices

LONGEST = 6_000  # characters: two pages


class RecommendationQuerySet(models.QuerySet):
    def with_people(self):
        return self.select_related("author", "signed_by", "mentorship__mentee", "mentorship__project__cohort")

    def handed_in(self):
        """What organizers may read: waiting for a signature, or signed."""
        return self.filter(state__in=[Recommendation.State.SUBMITTED, Recommendation.State.SIGNED])

    def to_sign(self):
        return self.filter(state=Recommendation.State.SUBMITTED)

    def signed(self):
        return self.filter(state=Recommendation.State.SIGNED)


class Recommendation(Stateful):
    """A mentor's letter about a mentee who completed the program, signed by an organizer.

    Its author alone reads it while they write; organizers once it is handed in; the mentee, and nobody else, once it
    is signed. ``revision`` grows with each save: a page saves only over the one it was loaded with.
    """

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("being written")
        SUBMITTED = "submitted", gettext_lazy("waits for a signature")
        RETURNED = "returned", gettext_lazy("changes asked for")
        SIGNED = "signed", gettext_lazy("signed")

    TRANSITIONS = {
        State.DRAFT: {State.SUBMITTED},
        State.RETURNED: {State.SUBMITTED},
        State.SUBMITTED: {State.DRAFT, State.RETURNED, State.SIGNED},
    }

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="recommendations")
    author = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="recommendations")
    words = models.TextField(gettext_lazy("your letter"), max_length=LONGEST, blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    signed_by = models.ForeignKey("users.Person", null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "author"], name="one_recommendation_per_author"),
            models.CheckConstraint(
                name="signed_by_somebody",
                condition=Q(state="signed", signed_by__isnull=False, signed_at__isnull=False)
                | (~Q(state="signed") & Q(signed_by=None, signed_at=None)),
            ),
            models.CheckConstraint(name="signed_by_another", condition=~Q(signed_by=models.F("author"))),
        ]

    def __str__(self):
        return f"recommendation {self.pk}"

    def get_absolute_url(self):
        return reverse("evaluations:recommendation", args=[self.pk])

    @property
    def is_editable(self):
        return self.state in (self.State.DRAFT, self.State.RETURNED)

    @property
    def is_waiting(self):
        return self.state == self.State.SUBMITTED

    @property
    def is_returned(self):
        return self.state == self.State.RETURNED

    @property
    def is_signed(self):
        return self.state == self.State.SIGNED

    @property
    def tone(self):
        return {"submitted": "info", "returned": "warning", "signed": "success"}.get(self.state, "neutral")

    @property
    def paragraphs(self):
        return [" ".join(part.split()) for part in self.words.split("\n\n") if part.strip()]

    @classmethod
    @transaction.atomic
    def keep(cls, mentorship, *, author, words, revision, now):
        """Save what the mentor has written so far. Raises Refusal: no mentor, not editable, saved elsewhere since."""
        hold_graduate(mentorship, author)
        letter, _is_new = cls.objects.get_or_create(mentorship=mentorship, author=author, defaults={"saved_at": now})
        if not letter.is_editable:
            raise Refusal(_("Your letter is with the organizers. Take it back first to change it."))
        if letter.revision != revision:
            raise Refusal(
                _("You wrote here in another tab or on another device meanwhile, so this was not saved over it.")
            )
        letter.words, letter.revision, letter.saved_at = words, revision + 1, now
        letter.save(update_fields=["words", "revision", "saved_at"])
        return letter

    @transaction.atomic
    def hand_in(self, *, by, now):
        """The mentor is done: it waits for an organizer. Raises Refusal."""
        hold_graduate(self.mentorship, by)
        if not self.words.strip():
            raise Refusal(_("There is nothing to hand in yet."))
        self._move_to(self.State.SUBMITTED, by=by, at=now)

    @transaction.atomic
    def take_back(self, *, by, now):
        """The mentor goes on writing before it is signed."""
        self._move_to(self.State.DRAFT, by=by, at=now)

    @transaction.atomic
    def ask_for_changes(self, *, by, now, words):
        """An organizer gives it back, with words for its author. Raises Refusal."""
        if not words.strip():
            raise Refusal(_("Please say what to change."))
        self._move_to(self.State.RETURNED, by=by, at=now, reason=words)
        notices.changes_asked(self, self.moves.last()).queue(now)

    @transaction.atomic
    def sign(self, *, by, now):
        """An organizer signs what they have read: from now on it is the mentee's. Raises Refusal."""
        if by.pk in (self.author_id, self.mentorship.mentee_id):
            raise Refusal(_("Somebody else has to sign this one."))
        self.signed_by, self.signed_at = by, now
        self._move_to(self.State.SIGNED, by=by, at=now, fields=["signed_by", "signed_at"])
        notices.letter_signed(self).queue(now)
        notices.letter_signed_for_author(self).queue(now)


class RecommendationMove(Move):
    of = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="moves")


def hold_graduate(mentorship, mentor):
    """Hold the mentorship; refuse unless it was completed and the person mentors its project. In a transaction."""
    held = Mentorship.objects.select_for_update().get(pk=mentorship.pk)
    if not held.is_completed:
        raise Refusal(_("Letters are written for mentees who have completed the program."))
    if not mentorship.project.hold_mentor(mentor):
        raise Refusal(_("Only the project's mentors can do this."))
