from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..querysets import RemovalProposalQuerySet
from .round import Round


class RemovalProposal(models.Model):
    """A mentee's form was missing when their evaluation closed: an organizer confirms that they leave, or forgives.

    Nobody is removed by a machine, and the mentee hears nothing before an organizer has decided. Written by
    ``aftercare.proposals``.
    """

    class Answer(models.TextChoices):
        FORGIVEN = "forgiven", _("forgiven")
        CONFIRMED = "confirmed", _("confirmed")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="removal_proposals")
    mentorship = models.ForeignKey("mentorship.Mentorship", on_delete=models.CASCADE, related_name="removal_proposals")
    proposed_at = models.DateTimeField()
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answered_by = models.ForeignKey("users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason, for the organizers"), blank=True)

    objects = RemovalProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal for removal")
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "mentorship"], name="one_removal_proposal_per_round"),
            models.CheckConstraint(
                name="answered_proposal_is_whole",
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"proposal for removal {self.pk}"

    def get_absolute_url(self):
        return reverse("evaluations:proposal", args=[self.pk])

    @property
    def is_open(self):
        return not self.answer
