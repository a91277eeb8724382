"""An answer by a link in a nudge: one tap on a page of one's own, without signing in."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal
from cohorts import sides

from .. import notices
from .leave import Leave
from .silence import Episode
from .support import SupportRequest

SALT = "mentorship.reply"
VALID_FOR = timedelta(days=30)
USUAL_BREAK = timedelta(days=7)


class Expired(Refusal):
    """The link is none of ours, too old, or about something that is over."""


class Reply(models.Model):
    """What a mentee answered to the nudges of one episode: once, by whichever of their links. A sign of life."""

    class Kind(models.TextChoices):
        FINE = "fine", gettext_lazy("I am fine")
        HELP = "help", gettext_lazy("I need help")
        BREAK = "break", gettext_lazy("I need a break")

    episode = models.OneToOneField(Episode, on_delete=models.CASCADE, related_name="reply")
    kind = models.CharField(max_length=10, choices=Kind)
    back_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="break_has_end", condition=~Q(kind="break") | Q(back_on__isnull=False))
        ]

    def __str__(self):
        return f"reply {self.pk}"

    @staticmethod
    def links_of(episode) -> dict[str, str]:
        """The address for each kind of reply, to be put into a nudge to the mentee."""
        token = signing.dumps(episode.pk, salt=SALT)
        return {kind: settings.SITE_URL + reverse("mentorship:reply", args=[token, kind]) for kind in Reply.Kind.values}

    @staticmethod
    def episode_of(token) -> Episode:
        """The episode a link belongs to. Raises Expired, with what to tell whoever opened it."""
        try:
            pk = signing.loads(token, salt=SALT, max_age=VALID_FOR)
            related = ("mentorship__cohort", "mentorship__project", "mentorship__mentee")
            episode = Episode.objects.select_related(*related).get(pk=pk)
        except (signing.BadSignature, Episode.DoesNotExist):
            raise Expired(_("This link does not work any more. Signing in always does.")) from None
        if Reply.objects.filter(episode=episode).exists():
            raise Expired(_("You have answered already, thank you! Each link works once."))
        if not episode.mentorship.is_active:
            raise Expired(_("This mentorship has ended, so nobody waits for an answer."))
        return episode

    @classmethod
    @transaction.atomic
    def give(cls, episode, kind, *, now, back_on=None, words=""):
        """The mentee answers. Raises a Refusal where they have already; then nothing has changed.

        “I am fine” may say from when on; until then, and for a break, they are on leave. “I need help” asks the
        organizers.
        """
        mentorship = episode.mentorship
        mentee = sides.lock(mentorship.mentee)
        if kind == cls.Kind.BREAK and back_on is None:
            raise Refusal(_("Please say when you will be back. You can change it later."))
        try:
            with transaction.atomic():
                reply = cls.objects.create(episode=episode, kind=kind, back_on=back_on, at=now)
        except IntegrityError:
            raise Expired(_("You have answered already, thank you! Each link works once.")) from None
        if back_on:
            reply._be_away(mentee, now)
        entry = mentorship.note_reply(by=mentee, now=now, body=reply.in_words(words))
        if kind == cls.Kind.HELP:
            SupportRequest.ask(
                mentorship.cohort,
                by=mentee,
                now=now,
                topic=SupportRequest.Topic.OTHER,
                body=words or _("I need help. (By a link in a letter: please ask me what about.)"),
                once=f"reply-{reply.pk}",
                mentorship=mentorship,
            )
        else:
            notices.from_mentee(entry, now)
        return reply

    def _be_away(self, mentee, now):
        cohort = self.episode.mentorship.cohort
        today = timezone.localtime(now, mentee.zone or cohort.zone).date()
        if self.back_on <= today:
            raise Refusal(_("The day you are back has to be in the future."))
        last = self.back_on - timedelta(days=1)
        Leave.declare(cohort, mentee, starts_on=today, ends_on=last, by=mentee, now=now)

    def in_words(self, words=""):
        """How the thread tells it: what is meant for the organizers alone is not in it."""
        if self.kind == self.Kind.HELP:
            return _("I read the letter, and asked the organizers for help.")
        said = [_("I am fine.") if self.kind == self.Kind.FINE else _("I need a break.")]
        if self.back_on:
            said.append(_("Back on %(day)s.") % {"day": date_format(self.back_on, "j F")})
        return " ".join([*said, words]).strip()
