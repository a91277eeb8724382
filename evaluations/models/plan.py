from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import LineField

from ..querysets import SupportPlanQuerySet
from .round import Round

DAYS_TO_REVIEW = 14


class SupportPlan(models.Model):
    """More support for a mentorship after an early warning at midterm: who helps with what, and when they look again.

    It opens by itself, with a date, where a mentor says less than pass or an organizer decides so, and stays with the
    organizers until one of them has written it down (``shared_at``): then the mentee and the mentors read it, never
    what opened it. Written by ``aftercare.plans``.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="plans")
    mentorship = models.ForeignKey("mentorship.Mentorship", on_delete=models.CASCADE, related_name="support_plans")
    opened_at = models.DateTimeField()
    review_on = models.DateField(_("when you look at it again"))
    who = LineField(_("who helps"), max_length=300, blank=True)
    what = models.TextField(_("with what"), max_length=5_000, blank=True)
    written_by = models.ForeignKey("users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_words = models.TextField(blank=True)  # for the organizers

    objects = SupportPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("support plan")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "mentorship"], name="one_support_plan_per_round"),
            models.CheckConstraint(
                name="shared_plan_is_written",
                condition=Q(shared_at=None) | (~Q(who="") & ~Q(what="") & Q(written_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="closed_plan_says_by_whom",
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"support plan {self.pk}"

    def get_absolute_url(self):
        return reverse("evaluations:plan", args=[self.pk])

    @classmethod
    def open(cls, round, mentorship, now):
        """The plan of this mentorship in a midterm, perhaps the one it has; none in a final, which comes too late."""
        if round.is_final:
            return None
        today = timezone.localdate(now, round.cohort.zone)
        plan, _created = cls.objects.get_or_create(
            round=round,
            mentorship=mentorship,
            defaults={"opened_at": now, "review_on": today + timedelta(days=DAYS_TO_REVIEW)},
        )
        return plan

    @property
    def is_shared(self):
        return self.shared_at is not None

    @property
    def is_closed(self):
        return self.closed_at is not None
