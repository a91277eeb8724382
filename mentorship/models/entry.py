from django.db import models
from django.utils.translation import gettext_lazy as _

from .mentorship import Mentorship


class Entry(models.Model):
    """One thing said or done in a mentorship's thread, by one side. Each is a sign of life of its ``side`` (a call: of both)."""

    class Kind(models.TextChoices):
        UPDATE = "update", _("weekly update")
        QUESTION = "question", _("question")
        ANSWER = "answer", _("answer")
        FEEDBACK = "feedback", _("feedback")
        CALL = "call", _("call")

    class Side(models.TextChoices):
        MENTEE = "mentee", _("mentee")
        MENTORS = "mentors", _("mentors")
        BOTH = "both", _("both")

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind)
    side = models.CharField(max_length=10, choices=Side)
    author = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="entries")
    posted_at = models.DateTimeField()
    in_reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    week = models.PositiveSmallIntegerField(null=True, blank=True)  # of the program, for updates
    body = models.TextField(_("text"), blank=True)  # questions, answers, feedback, notes of a call
    done = models.TextField(_("what I did"), blank=True)
    next_up = models.TextField(_("what's next"), blank=True)
    blockers = models.TextField(_("what is in my way"), blank=True)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, null=True, blank=True)
    links = models.TextField(_("links"), blank=True, help_text=_("One per line."))
    once = models.CharField(max_length=32, unique=True)  # from the form: a double click posts once

    class Meta:
        ordering = ["posted_at", "pk"]
        verbose_name_plural = _("entries")
        indexes = [models.Index(fields=["mentorship", "side", "posted_at"], name="entry_signs_of_life")]

    def __str__(self):
        return f"entry {self.pk}"
