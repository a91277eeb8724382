from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal

from .. import notices
from ..states import IN_SELECTION
from .version import LONGEST


class RecusalQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(lifted_at=None)


class Recusal(models.Model):
    """A mentor's declared conflict of interest: they neither score an application nor read what others think of it.

    One that was lifted stays on record, and another can be declared.
    """

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="recusals")
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="recusals")
    reason = models.TextField(gettext_lazy("reason"), max_length=LONGEST, blank=True)  # for organizers only
    declared_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lifted_because = models.TextField(max_length=LONGEST, blank=True)

    objects = RecusalQuerySet.as_manager()

    class Meta:
        ordering = ["declared_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "person"], condition=Q(lifted_at=None), name="one_standing_recusal_per_reviewer"
            ),
            models.CheckConstraint(
                name="lifted_by_somebody_for_a_reason",
                condition=Q(lifted_at=None, lifted_by=None, lifted_because="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because=""),
            ),
        ]

    def __str__(self):
        return f"recusal {self.pk}"

    @classmethod
    @transaction.atomic
    def declare(cls, application, reason, *, by, now):
        """The application leaves the mentor's queue, for all its projects; a score they saved before counts no more.

        Declaring it twice changes nothing. Raises Refusal once nothing is left to be said about the application.
        """
        application.lock()
        if application.state not in IN_SELECTION:
            raise Refusal(_("This application is not in review any more."))
        recusal, is_new = cls.objects.standing().get_or_create(
            application=application, person=by, defaults={"reason": reason.strip(), "declared_at": now}
        )
        if is_new:
            application.reviews.filter(reviewer=by).delete()
            application.final_reviews.filter(reviewer=by).delete()
        return recusal

    @transaction.atomic
    def lift(self, reason, *, by, now):
        """There is no conflict (any more): the mentor may read and score it again. By them, or by an organizer.

        Raises Refusal without a reason, and once something was decided about the application.
        """
        self.application.lock()
        self.refresh_from_db(fields=["lifted_at"])
        if self.lifted_at:
            raise Refusal(_("That is done already."))
        if not reason.strip():
            raise Refusal(_("Please say why: whoever decides later needs to know."))
        if not self.can_be_lifted:
            raise Refusal(_("The selection has begun, so the conflict stays on record."))
        self.lifted_at, self.lifted_by, self.lifted_because = now, by, reason.strip()
        self.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
        if by != self.person:
            notices.recusal_lifted(self).queue(now)

    @property
    def can_be_lifted(self):
        """Nothing is decided about the application, but perhaps that it is on the shortlist."""
        application = self.application
        return self.lifted_at is None and application.state in IN_SELECTION and not hasattr(application, "selection")
