import zoneinfo
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import AddressField
from amp_portal.refusals import Refusal

from ..daytime import USUAL_HOURS, Window
from ..kinds import PROGRAM, How
from ..querysets import MessageQuerySet

MAX_TRIES = 20  # with the usual pauses a little more than a day
LONGEST_PAUSE = timedelta(hours=2)


def day_of(instant: datetime) -> datetime:
    """The midnight (UTC) before it."""
    return instant.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


class Message(models.Model):
    """One letter to one person, or to the Slack channel of its scope, over one channel: recorded once per key with the
    change it tells about, delivered later.

    It holds facts, not text: ``letter`` names its template and rules (see ``letters``), ``about`` and ``facts`` are
    what it tells. Text is rendered when it is sent, in the reader's zone, and kept then (not for ``private`` ones).
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        IN_APP = "in-app", _("in the portal")
        SLACK = "slack", _("Slack")

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("not needed any more")
        FAILED = "failed", _("could not be delivered")

    key = models.CharField(max_length=200, unique=True)
    letter = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, default=PROGRAM)  # see ``kinds``: the reader chooses how it comes
    channel = models.CharField(max_length=10, choices=Channel)
    person = models.ForeignKey("users.Person", null=True, on_delete=models.CASCADE, related_name="messages")
    address = AddressField(blank=True)  # only where it is not the person's own, e.g. an address to be verified
    content_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    about = GenericForeignKey("content_type", "object_id")
    facts = models.JSONField(default=dict, blank=True)
    scope = models.CharField(max_length=50, blank=True, db_index=True)  # e.g. "cohort/3": whose organizers may see it
    daytime = models.BooleanField(default=False)  # waits for the reader's 9–18 and merges per day; or once sent: did so
    zone = models.CharField(max_length=64, blank=True)  # the cohort's, for a reader whose own is unknown
    hours = models.JSONField(default=list, blank=True)  # [from, until] of the day for ``daytime``, hours 0–24
    private = models.BooleanField(default=False)  # account mail: body not kept, not shown to organizers
    only_day = models.BooleanField(default=False)  # of its own times, and when it was sent, only the day (UTC) is kept

    created_at = models.DateTimeField()
    send_after = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True)  # who holds it
    envelope = models.CharField(max_length=32, blank=True)  # of the day's e-mail it is in, once that may have arrived
    error = models.TextField(blank=True)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    read_at = models.DateTimeField(null=True, blank=True)

    how: str = How.AT_ONCE  # what the reader chose for its kind, where ``with_choice()`` asked

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["send_after"], name="message_due", condition=models.Q(state="queued")),
            models.Index(fields=["person", "channel", "sent_at"], name="message_inbox"),
            models.Index(
                fields=["person"],
                name="message_unread",
                condition=models.Q(channel="in-app", state="sent", read_at=None),
            ),
            models.Index(
                fields=["sent_at"],
                name="message_daytime_sent",
                condition=models.Q(channel="email", daytime=True, state="sent"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="sent_has_time", condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False)
            )
        ]

    def __str__(self):
        return self.key

    def get_absolute_url(self):
        return reverse("outbox:letter", args=[self.pk])

    @property
    def reader_zone(self) -> zoneinfo.ZoneInfo:
        """The reader's time zone, where it is unknown the cohort's, else UTC."""
        zone = self.person.zone if self.person else None
        try:
            return zone or zoneinfo.ZoneInfo(self.zone or "UTC")
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo("UTC")

    @property
    def window(self) -> Window:
        """The hours of the reader's day in which a ``daytime`` letter goes out."""
        since, until = self.hours or USUAL_HOURS
        return Window(self.reader_zone, (since, until))

    def goes_out_at(self, now: datetime) -> datetime:
        """The first instant, not before ``now``, at which it may go as things stand."""
        earliest = max(self.send_after, self.locked_until or self.send_after, now).astimezone(UTC)
        if self.is_digested:
            return self.window.opening(max(self.window.morning(self.send_after), earliest))
        return self.window.opening(earliest) if self.daytime else earliest

    @property
    def is_unwanted(self):
        """The reader wants no e-mails of this kind. Asks what ``with_choice()`` brought."""
        return self.channel == self.Channel.EMAIL and self.how == How.OFF

    @property
    def is_digested(self):
        """The reader wants it in short, with what else there is that day."""
        return self.channel == self.Channel.EMAIL and self.how == How.DIGEST

    @property
    def waits_for_day(self):
        return self.daytime or self.is_digested

    # What becomes of a claimed letter. Each verb records only while the lease still holds, and says whether it did.

    def _settle(self, *, locked_until=None, **changes) -> bool:
        if self.private and "state" in changes:
            changes |= {"body": "", "facts": {}}
        held = Message.objects.filter(pk=self.pk, state=self.State.QUEUED, lease=self.lease)
        return held.update(lease="", locked_until=locked_until, **changes) == 1

    def record_sent(self, subject, body, now, merged_into=None) -> bool:
        return self._settle(
            state=self.State.SENT,
            daytime=self.daytime or self.is_digested,
            subject=subject,
            body=body,
            error="",
            sent_at=day_of(now) if self.only_day else now,
            merged_into=merged_into,
        )

    def record_moot(self, reason) -> bool:
        return self._settle(state=self.State.CANCELLED, error=str(reason))

    def record_failure(self, error) -> bool:
        return self._settle(state=self.State.FAILED, tries=self.tries + 1, error=str(error))

    def record_delay(self, error, now, *, may_have_arrived=False, asked_for=None) -> bool:
        """It could not go out just now: it rests, longer each time, and at least as long as it was ``asked_for``."""
        pause = max(min(settings.OUTBOX_FIRST_PAUSE * 2**self.tries, LONGEST_PAUSE), asked_for or timedelta(0))
        envelope = self.envelope if may_have_arrived else ""
        return self._settle(locked_until=now + pause, tries=self.tries + 1, error=str(error), envelope=envelope)

    @property
    def recipient(self) -> str:
        """Whom or where it goes to, for organizers."""
        return str(self.person or self.address or self.get_channel_display())

    @property
    def is_waiting(self):
        return self.state == self.State.QUEUED

    @property
    def has_failed(self):
        return self.state == self.State.FAILED

    @property
    def has_tries_left(self):
        return self.tries + 1 < MAX_TRIES

    @transaction.atomic
    def resend(self, now):
        """Put a letter that could not be delivered back in the queue. Raises a Refusal where nothing can be resent."""
        from ..tasks import ring_after_commit

        self.refresh_from_db(from_queryset=Message.objects.select_for_update())
        if self.private:
            raise Refusal(_("Account letters are not kept. The person can ask for a new one."))
        if self.state != self.State.FAILED:
            raise Refusal(_("Only a letter that could not be delivered can be sent again."))
        self.state, self.tries, self.error, self.envelope, self.send_after = self.State.QUEUED, 0, "", "", now
        self.save(update_fields=["state", "tries", "error", "envelope", "send_after"])
        ring_after_commit()
