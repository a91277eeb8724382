from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..verdicts import RULE_NAMES, Verdict


class Fact(models.Model):
    """What an organizer found out where a rule needs a person, with its source. It never waives a rule.

    After an appeal or a flag it says whether the ``grounds`` of a *fail* are right (see ``Finding.grounds``).
    """

    person = models.ForeignKey("users.Person", on_delete=models.CASCADE, related_name="facts")
    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="facts")
    rule = models.CharField(_("rule"), max_length=40)
    asked = models.TextField(_("what the rule asked"))  # its reason: another question is not answered by this
    grounds = models.JSONField(default=list, blank=True, editable=False)
    applies = models.BooleanField(_("the rule stands in the way"))
    source = models.TextField(_("source"), help_text=_("How do we know? A link, or who said it."))
    recorded_by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [models.CheckConstraint(name="fact_has_source", condition=~Q(source=""))]

    def __str__(self):
        return f"fact {self.pk}"

    def get_rule_name(self):
        return RULE_NAMES.get(self.rule, self.rule)


class EligibilityCheck(models.Model):
    """A verdict as it was given at a gate. ``rules`` is a list of {rule, verdict, reason, evidence}.

    ``known`` is what it was judged by: the fields of ``eligibility.facts.Facts``.
    """

    class Gate(models.TextChoices):
        SUBMISSION = "submission", _("when it was submitted")
        FACT = "fact", _("after a fact was recorded")
        CONTRIBUTION = "contribution", _("after a contribution was looked at")
        JOIN = "join", _("after a possible match was decided")
        APPEAL = "appeal", _("when an appeal was opened")
        SHORTLISTING = "shortlisting", _("for the shortlist")
        OFFER = "offer", _("when a place was offered")
        ACCEPTANCE = "acceptance", _("when the place was accepted")
        NIGHTLY = "nightly", _("overnight")
        MIDTERM = "midterm", _("for the midterm evaluation")
        FINAL = "final", _("for the final evaluation")

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="checks")
    gate = models.CharField(max_length=20, choices=Gate)
    checked_at = models.DateTimeField()
    rules = models.JSONField()
    rules_version = models.PositiveSmallIntegerField(default=1)
    known = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    eligible = models.BooleanField(null=True)  # what the rules said together; None where a person is needed

    class Meta:
        ordering = ["-checked_at", "-pk"]

    def __str__(self):
        return f"check {self.pk}"

    @property
    def verdict(self):
        return Verdict.from_json(self.rules, self.checked_at)
