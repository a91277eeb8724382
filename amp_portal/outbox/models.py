from datetime import timedelta
from email.utils import parseaddr
from hashlib import sha256

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from .querysets import MessageQuerySet

LEASE = timedelta(minutes=5)


class Message(models.Model):
    """One letter to one person over one channel: recorded once per key, with the change it tells about, delivered later.

    It holds facts, not text: ``letter`` names its template and rules (see ``letters``), ``about`` and ``facts`` say what
    it is about. Text is rendered when it is sent, in the reader's zone, and kept then (not for ``private`` ones).
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        IN_APP = "in-app", _("in the portal")

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("not needed any more")
        FAILED = "failed", _("could not be delivered")

    key = models.CharField(max_length=200, unique=True)
    letter = models.CharField(max_length=100)
    channel = models.CharField(max_length=10, choices=Channel)
    person = models.ForeignKey("users.Person", null=True, on_delete=models.CASCADE, related_name="messages")
    address = models.EmailField(blank=True)  # only where it is not the person's own, e.g. an address to be verified
    content_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    about = GenericForeignKey("content_type", "object_id")
    facts = models.JSONField(default=dict, blank=True)
    scope = models.CharField(max_length=50, blank=True, db_index=True)  # e.g. "cohort/3": whose organizers may see it
    daytime = models.BooleanField(default=False)  # waits for the reader's 9–18 and merges per day
    zone = models.CharField(max_length=64, blank=True)  # the cohort's, for a reader whose own is unknown
    hours = models.JSONField(default=list, blank=True)  # [from, until] of the day for ``daytime``, hours 0–24
    private = models.BooleanField(default=False)  # account mail: body not kept, not shown to organizers

    created_at = models.DateTimeField()
    send_after = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True)  # who holds it
    error = models.TextField(blank=True)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["send_after"], name="message_due", condition=models.Q(state="queued")),
            models.Index(fields=["person", "channel", "sent_at"], name="message_inbox"),
        ]
        constraints = [
            models.CheckConstraint(
                name="sent_has_time", condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False)
            )
        ]

    def __str__(self):
        return self.key

    @property
    def message_id(self):
        """Made from the key, so that a letter sent twice by accident is one letter to a mail program."""
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        return f"<{sha256(self.key.encode()).hexdigest()[:32]}@{domain}>"
