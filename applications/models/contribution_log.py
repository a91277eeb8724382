from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal
from cohorts.models import Phase

from .. import notices
from ..states import State


class LogEntry(models.Model):
    """What a shortlisted applicant did in the contribution period; or a comment on it, ``of`` the entry it is on."""

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="log")
    of = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    day = models.DateField(gettext_lazy("day"), null=True, blank=True)
    text = models.TextField(gettext_lazy("what happened"), max_length=5_000)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="an_entry_has_its_day", condition=Q(of=None, day__isnull=False) | Q(of__isnull=False, day=None)
            )
        ]

    def __str__(self):
        return f"log entry {self.pk}"

    @classmethod
    @transaction.atomic
    def write(cls, application, day, text, *, by, now):
        """By its applicant, while it is on the shortlist and the contribution period is open; raises Refusal else."""
        _require_open(application, now)
        if by != application.person:
            raise Refusal(_("Entries are the applicant's own. You can comment on them."))
        return cls.objects.create(application=application, by=by, day=day, text=text, written_at=now)

    @transaction.atomic
    def change(self, day, text, *, by, now):
        """Its applicant puts an entry right, in the same time."""
        _require_open(self.application, now)
        if self.of_id or by != self.by:
            raise Refusal(_("Only your own entries can be changed."))
        self.day, self.text, self.changed_at = day, text, now
        self.save(update_fields=["day", "text", "changed_at"])

    @transaction.atomic
    def comment(self, text, *, by, now):
        """Say something about an entry, in the same time; who may is said by ``access.logged_application``.

        The applicant hears of what others say.
        """
        _require_open(self.application, now)
        comment = LogEntry.objects.create(
            application=self.application, of_id=self.of_id or self.pk, by=by, text=text, written_at=now
        )
        if by != self.application.person:
            notices.commented(comment).queue(now)
        return comment


def _require_open(application, now):
    application.lock()
    if application.state != State.SHORTLISTED:
        raise Refusal(_("Contributions are logged while an application is on the shortlist."))
    if not application.cohort.is_open(Phase.Kind.CONTRIBUTION, now):
        raise Refusal(_("The contribution period is not open."))
