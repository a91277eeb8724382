from django.core import signing
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amp_portal.refusals import Refusal


class FollowUp(models.Model):
    """A short question to somebody who completed the program, 3, 6 and 12 months after recognition.

    Answered by a link that needs no account, once or again until ``closes_at``. Nothing follows from not answering.
    """

    class Role(models.TextChoices):
        CONTRIBUTOR = "contributor", _("I contribute now and then")
        TRIAGER = "triager", _("I triage: issues, reviews, questions")
        MAINTAINER = "maintainer", _("I am a maintainer")
        MENTOR = "mentor", _("I mentor others")
        ELSEWHERE = "elsewhere", _("I am active in other communities")
        NONE = "none", _("I do other things now")

    SALT = "follow-up"

    mentorship = models.ForeignKey("mentorship.Mentorship", on_delete=models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(_("Are you still around in the community?"), null=True, blank=True)
    role = models.CharField(_("What describes it best?"), max_length=12, choices=Role, blank=True)
    words = models.TextField(_("Anything you would like to tell us?"), max_length=2000, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "months"], name="one_follow_up_of_a_kind"),
            models.CheckConstraint(
                name="answered_follow_up_says_whether",
                condition=models.Q(answered_at=None) | models.Q(is_active__isnull=False),
            ),
        ]

    def __str__(self):
        return f"follow-up {self.pk}"

    @property
    def link(self):
        """The path that answers it, without an account."""
        return reverse("evaluations:follow-up", args=[signing.dumps(self.pk, salt=self.SALT)])

    @property
    def is_answered(self):
        return self.answered_at is not None

    def is_open(self, now):
        return self.asked_at <= now < self.closes_at

    @transaction.atomic
    def answer(self, *, is_active, role, words, now):
        """Keep the answer; a second one replaces the first. Raises Refusal once it has closed."""
        self.refresh_from_db(from_queryset=FollowUp.objects.select_for_update())
        if not self.is_open(now):
            raise Refusal(gettext("These questions have closed. Thank you for coming back all the same!"))
        self.is_active, self.role, self.words, self.answered_at = is_active, role, words, now
        self.save(update_fields=["is_active", "role", "words", "answered_at"])
