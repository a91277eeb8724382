from django.db import models, transaction
from django.db.models import F, Q

from .. import notices
from ..refusals import NewerVersion
from ..states import State
from .version import Version

LONGEST_SHOWN = 300  # characters of what can be shown again


class RedactionCheckQuerySet(models.QuerySet):
    def open(self):
        """Nobody has looked, mentors are to read the version, and its cohort's review is still blind."""
        in_review = self.filter(
            version=F("version__application__submitted_version"), version__application__state=State.IN_REVIEW
        )
        cohort = "version__application__cohort"
        return in_review.filter(looked_at=None, **{f"{cohort}__blind_review": True, f"{cohort}__publications": None})


class RedactionCheck(models.Model):
    """Blind review would hide much of what was submitted: an organizer looks once before mentors read it."""

    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="redaction_check")
    asked_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey("users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = RedactionCheckQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="redaction_looked_at_by_somebody",
                condition=Q(looked_at=None, looked_by=None) | Q(looked_at__isnull=False, looked_by__isnull=False),
            )
        ]

    def __str__(self):
        return f"redaction check {self.pk}"

    @classmethod
    @transaction.atomic
    def look(cls, application, words, *, by, now, read=None):
        """An organizer has seen what is hidden: mentors may read it, the keys ``words`` included, and hear so now.

        ``read``: the version that was, to be sure. Doing it twice changes nothing. Raises NewerVersion.
        """
        application.lock()
        application.refresh_from_db(fields=["submitted_version"])
        if read not in (None, application.submitted_version_id):
            raise NewerVersion
        for key in sorted(set(words)):
            application.reveals.get_or_create(key=key, defaults={"by": by, "at": now})
        check = cls.objects.filter(version=application.submitted_version_id, looked_at=None).first()
        if check:
            check.looked_at, check.looked_by = now, by
            check.save(update_fields=["looked_at", "looked_by"])
            if application.is_in_review:
                notices.queue_to_review(application, now)


class Reveal(models.Model):
    """Words of an applicant's that mentors read all the same: an organizer found that they tell nobody who it is.

    ``key``: as ``redaction.letters.key`` folds them, whatever their spelling. Nothing here is ever taken back.
    """

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="reveals")
    key = models.CharField(max_length=LONGEST_SHOWN)
    by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="revealed_once")]

    def __str__(self):
        return f"reveal {self.pk}"
