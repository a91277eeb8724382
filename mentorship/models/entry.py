from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal

from .. import notices
from ..querysets import EntryQuerySet
from ..states import ASKING, MENTEE_SIGNS, MENTORS_SIGNS, EntryKind, Side
from .mentorship import Mentorship

LONGEST = 20_000  # characters of one text
SLIP = timedelta(minutes=30)  # a correction within it leaves no trail
MENTORS_ONLY = (EntryKind.ANSWER, EntryKind.FEEDBACK, EntryKind.ACCEPTED, EntryKind.NO_REPLY)
TEXTS = ("body", "done", "next_up", "blockers", "hours", "links")


class Entry(models.Model):
    """One thing said or done in a mentorship's thread, by one side; a call is of both.

    Which entries are signs of life of whom says ``EntryQuerySet``. Entries are written by the verbs of Mentorship and
    Milestone only.
    """

    Kind = EntryKind
    Side = Side

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind)
    side = models.CharField(max_length=10, choices=Side)
    author = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="entries")
    posted_at = models.DateTimeField()
    in_reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    answered_by = models.ForeignKey(  # of an update or question: what answered it first
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="answers"
    )
    move = models.OneToOneField(
        "mentorship.MilestoneMove", null=True, blank=True, on_delete=models.CASCADE, related_name="entry"
    )
    week = models.PositiveSmallIntegerField(null=True, blank=True)  # of the program, for updates
    body = models.TextField(gettext_lazy("text"), blank=True)  # questions, answers, feedback, notes of a call
    done = models.TextField(gettext_lazy("what I did"), max_length=LONGEST, blank=True)
    next_up = models.TextField(gettext_lazy("what's next"), max_length=LONGEST, blank=True)
    blockers = models.TextField(gettext_lazy("what is in my way"), max_length=LONGEST, blank=True)
    hours = models.DecimalField(
        gettext_lazy("hours"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(168)],
    )
    links = models.TextField(
        gettext_lazy("links"), max_length=LONGEST, blank=True, help_text=gettext_lazy("One per line.")
    )
    once = models.CharField(max_length=32)  # from the form: a double click posts once
    revision = models.PositiveSmallIntegerField(default=0)  # how often it was corrected
    corrected_at = models.DateTimeField(null=True, blank=True)  # where earlier wordings are kept

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["posted_at", "pk"]
        verbose_name_plural = gettext_lazy("entries")
        indexes = [models.Index(fields=["mentorship", "side", "posted_at"], name="entry_signs_of_life")]
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "author", "once"], name="entry_posted_once"),
            models.CheckConstraint(
                name="entry_side_fits_kind",
                condition=Q(kind__in=[*ASKING, EntryKind.REPLY], side=Side.MENTEE)
                | Q(kind__in=[*MENTORS_ONLY], side=Side.MENTORS)
                | Q(kind=EntryKind.MILESTONE, side__in=[Side.MENTEE, Side.MENTORS])
                | Q(kind=EntryKind.CALL, side=Side.BOTH),
            ),
            models.CheckConstraint(name="update_has_week", condition=~Q(kind=EntryKind.UPDATE) | Q(week__isnull=False)),
            models.CheckConstraint(
                name="answer_answers_something",
                condition=~Q(kind__in=[EntryKind.ANSWER, EntryKind.NO_REPLY]) | Q(in_reply_to__isnull=False),
            ),
            models.CheckConstraint(
                name="only_what_asks_is_answered", condition=Q(answered_by=None) | Q(kind__in=[*ASKING])
            ),
            models.CheckConstraint(
                name="milestone_entry_has_move",
                condition=~Q(kind__in=[EntryKind.MILESTONE, EntryKind.ACCEPTED]) | Q(move__isnull=False),
            ),
        ]

    def __str__(self):
        return f"entry {self.pk}"

    @property
    def anchor(self):
        """Its place on the page of the thread."""
        return f"entry-{self.pk}"

    @property
    def template(self):
        """How the thread shows it: a card for what was said, a line for what only happened."""
        return "mentorship/entries/said.html" if self.can_be_corrected else "mentorship/entries/noted.html"

    @property
    def words(self):
        """All its texts, one below the other."""
        return "\n".join((self.body, self.done, self.next_up, self.blockers))

    @property
    def excerpt(self):
        """Its first text."""
        return next((text for text in (self.body, self.done, self.next_up, self.blockers) if text), "")

    @property
    def is_update(self):
        return self.kind == EntryKind.UPDATE

    @property
    def is_of_mentee(self):
        return self.side == Side.MENTEE

    @property
    def can_be_answered(self):
        return self.kind in ASKING

    @property
    def is_answered(self):
        return self.answered_by_id is not None

    def sign_of(self):
        """The sides of whom it is a sign of life."""
        sides = []
        if self.kind in MENTEE_SIGNS and self.side != Side.MENTORS:
            sides.append(Side.MENTEE)
        if self.kind in MENTORS_SIGNS and self.side != Side.MENTEE:
            sides.append(Side.MENTORS)
        return sides

    @property
    def headline(self):
        """What it is in a few words; of a milestone, what happened to it."""
        if self.kind == EntryKind.UPDATE:
            return _("update for week %(week)d") % {"week": self.week}
        if self.kind == EntryKind.NO_REPLY:
            return _("no reply needed: %(what)s") % {"what": self.in_reply_to.headline}
        if self.move_id is None:
            return self.get_kind_display()
        return self.move.in_words

    @property
    def listed_words(self):
        """It among others of its kind: what, when, and how it begins."""
        return _("%(what)s, %(day)s: %(words)s") % {
            "what": self.headline,
            "day": date_format(timezone.localtime(self.posted_at), "j F"),
            "words": Truncator(self.excerpt).words(12),
        }

    @property
    def unanswered_words(self):
        """It as one of the things that are unanswered: whose, what, and since when."""
        return _("%(mentee)s: %(what)s, unanswered since %(day)s") % {
            "mentee": self.author,
            "what": self.headline,
            "day": date_format(timezone.localtime(self.posted_at), "j F"),
        }

    @property
    def link_list(self):
        return self.links.split()

    @property
    def can_be_corrected(self):
        """Words can, by their author; a milestone's move is moved back instead."""
        return self.move_id is None and self.kind != EntryKind.NO_REPLY

    @transaction.atomic
    def correct(self, *, by, now, revision, mood=None, **said):
        """Its author puts it in other words. After SLIP the earlier ones stay, to be read beside; a mood is replaced.

        ``revision`` is the entry's when the page was loaded. Raises a Refusal; then nothing has changed.
        """
        self.mentorship.hear_from_either(by)
        current = Entry.objects.select_for_update().get(pk=self.pk)
        if current.author_id != by.pk or not self.can_be_corrected:
            raise Refusal(_("Only who wrote it can correct it."))
        if all(getattr(current, name) == text for name, text in said.items()):
            self.tell_mood(mood)
            return
        if revision != current.revision:
            raise StaleCorrection
        self.corrected_at = current.corrected_at
        if now - current.posted_at > SLIP:
            texts = {name: str(value) for name in TEXTS if (value := getattr(current, name)) not in (None, "")}
            self.wordings.create(texts=texts, until=now)
            self.corrected_at = now
        for name, text in said.items():
            setattr(self, name, text)
        self.revision = revision + 1
        self.save(update_fields=["revision", "corrected_at", *said])
        notices.mentioned(self, now)
        self.tell_mood(mood)

    def tell_mood(self, mood):
        """Set or replace how the mentee is doing: a dict of a Mood's fields; one without any takes it back."""
        from .mood import Mood

        if mood is None:
            return
        if mood["level"] or mood["words"]:
            Mood.objects.update_or_create(entry=self, defaults=mood)
        else:
            Mood.objects.filter(entry=self).delete()


class StaleCorrection(Refusal):
    def __init__(self):
        super().__init__(_("You corrected this in another tab or on another device meanwhile. Open it anew to go on."))


class Wording(models.Model):
    """How an entry read before it was corrected. ``texts``: its fields, as strings, where there was something."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="wordings")
    texts = models.JSONField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["-until", "-pk"]

    def __str__(self):
        return f"wording {self.pk}"
