from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal
from cohorts.models import Phase

from ..states import State


class LogEntry(models.Model):
    """What a shortlisted applicant did in the contribution period, or a mentor's comment on it (``by``), in order."""

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="log")
    by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    day = models.DateField(gettext_lazy("day"))
    text = models.TextField(gettext_lazy("what happened"), max_length=5_000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self):
        return f"log entry {self.pk}"

    @classmethod
    @transaction.atomic
    def write(cls, application, day, text, *, by, now):
        """While the contribution period is open and the application on the shortlist; raises Refusal else.

        Who may write is said by ``access.logged_application``.
        """
        application.lock()
        if application.state != State.SHORTLISTED:
            raise Refusal(_("Contributions are logged while an application is on the shortlist."))
        if not application.cohort.is_open(Phase.Kind.CONTRIBUTION, now):
            raise Refusal(_("The contribution period is not open."))
        return cls.objects.create(application=application, by=by, day=day, text=text, written_at=now)
