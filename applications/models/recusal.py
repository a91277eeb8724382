from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal

from .version import LONGEST


class Recusal(models.Model):
    """A mentor's declared conflict of interest: they neither score an application nor read what others think of it."""

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="recusals")
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="recusals")
    reason = models.TextField(gettext_lazy("reason"), max_length=LONGEST, blank=True)  # for organizers only
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["declared_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["application", "person"], name="one_recusal_per_reviewer")]

    def __str__(self):
        return f"recusal {self.pk}"

    @classmethod
    @transaction.atomic
    def declare(cls, application, reason, *, by, now):
        """The application leaves the mentor's queue, for all its projects; a score they saved before counts no more.

        Declaring it twice changes nothing. Raises Refusal for anybody who is not asked to review it.
        """
        application.lock()
        if not application.is_in_review:
            raise Refusal(_("This application is not in review any more."))
        recusal, is_new = cls.objects.get_or_create(
            application=application, person=by, defaults={"reason": reason.strip(), "declared_at": now}
        )
        if is_new:
            application.reviews.filter(reviewer=by).delete()
        return recusal
