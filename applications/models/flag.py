from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal

from .. import eligibility
from ..querysets import FlagQuerySet
from ..verdicts import RULE_NAMES
from .application import Application

# What organizers may want to think of, by rule; "": any other.
ADVICE = {
    "": gettext_lazy("Talk to everybody concerned, then decide."),
    "not_a_current_maintainer": gettext_lazy(
        "Congratulations are due: becoming a maintainer is what this program is for. Decide together with the mentee "
        "and the mentors whether the mentorship goes on to its end."
    ),
    "no_concurrent_program": gettext_lazy(
        "Ask the mentee about it. Two programs at once are too much for most; perhaps one of them can wait."
    ),
    "not_an_organizer": gettext_lazy("Somebody can't be both. Which of the two goes on?"),
    "not_a_mentor": gettext_lazy("Somebody can't be both. Which of the two goes on?"),
    "not_already_placed": gettext_lazy("Dates may have moved. Ask which of the two places they can keep."),
}


class Flag(models.Model):
    """A rule fails for somebody who holds a place: organizers look at it. Nobody is removed by a machine.

    At most one open per rule. Once closed, the same grounds are not raised again.
    """

    class Decision(models.TextChoices):
        GOES_ON = "goes_on", gettext_lazy("The mentorship goes on")
        ENDS = "ends", gettext_lazy("The place ends; it is ended on the page of the mentorship")
        MISTAKEN = "mistaken", gettext_lazy("The records are wrong; this is corrected by what I write below")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="flags")
    rule = models.CharField(gettext_lazy("rule"), max_length=40)
    reason = models.TextField()
    evidence = models.TextField(blank=True)
    grounds = models.JSONField(default=list)
    raised_at = models.DateTimeField()
    decision = models.CharField(gettext_lazy("decision"), max_length=10, choices=Decision, blank=True)
    words = models.TextField(gettext_lazy("reason, and how you know"), blank=True)
    closed_by = models.ForeignKey("users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "rule"], condition=Q(closed_at=None), name="one_open_flag_per_rule"
            ),
            models.CheckConstraint(
                name="flag_closed_with_a_reason",
                condition=Q(closed_at=None) | (~Q(decision="") & ~Q(words="")),
            ),
        ]

    def __str__(self):
        return f"flag {self.pk}"

    def get_absolute_url(self):
        return reverse("applications:flag", args=[self.application.cohort.slug, self.pk])

    @property
    def is_open(self):
        return self.closed_at is None

    @property
    def rule_name(self):
        return RULE_NAMES[self.rule]

    @property
    def advice(self):
        """What an organizer may want to think of."""
        return ADVICE.get(self.rule, ADVICE[""])

    @transaction.atomic
    def close(self, decision, words, *, by, now):
        """An organizer decides, with a reason. *Mistaken* records the corrected fact."""
        cohort = self.application.lock_everybody()
        self.refresh_from_db(from_queryset=Flag.objects.select_for_update())
        if not self.is_open:
            raise Refusal(_("Somebody has decided this meanwhile: %(decision)s.") % self._words())
        if not eligibility.organizes(by, cohort):
            raise Refusal(_("Only organizers of this cohort decide this."))
        if not words.strip():
            raise Refusal(_("Please give the reason: it stays with the decision."))
        if decision == self.Decision.MISTAKEN:
            eligibility.record(
                self.application.person,
                cohort,
                self.rule,
                asked=self.reason,
                grounds=self.grounds,
                applies=False,
                source=words,
                by=by,
                now=now,
            )
        self.decision, self.words, self.closed_by, self.closed_at = decision, words.strip(), by, now
        self.save(update_fields=["decision", "words", "closed_by", "closed_at"])

    def _words(self):
        return {"decision": self.get_decision_display()}
