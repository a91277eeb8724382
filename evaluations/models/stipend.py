from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import LineField
from amp_portal.stateful import Move, Stateful
from cohorts.amounts import AmountField, in_words

from ..querysets import StipendLineQuerySet
from ..stipends.rules import Outcome, Role


class PaymentRequest(models.Model):
    """Lines handed to whoever pays, together: one export, one day."""

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.PROTECT, related_name="payment_requests")
    by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"payment request {self.pk}"

    def get_absolute_url(self):
        return reverse("evaluations:payment-request", args=[self.cohort.slug, self.pk])


class StipendLine(Stateful):
    """An amount for one person out of one pot of a project. Written by ``stipends.ledger`` and ``stipends.payments``.

    A pending or eligible line follows the facts, also in its amount; there is at most one of those. What was requested
    stands. A void line says what was once expected and why it is not any more; where it was never requested, the same
    line is taken up again.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("expected")
        ELIGIBLE = "eligible", _("earned")
        REQUESTED = "requested", _("requested")
        PAID = "paid", _("paid")
        VOID = "void", _("void")

    OPEN = (State.PENDING, State.ELIGIBLE)
    SETTLED = (State.REQUESTED, State.PAID)
    TRANSITIONS = {
        State.PENDING: {State.ELIGIBLE, State.VOID},
        State.ELIGIBLE: {State.PENDING, State.REQUESTED, State.VOID},
        State.REQUESTED: {State.PAID, State.VOID},
        State.PAID: set(),
        State.VOID: {State.PENDING, State.ELIGIBLE},
    }

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.PROTECT, related_name="stipend_lines")
    project = models.ForeignKey("cohorts.Project", on_delete=models.PROTECT, related_name="stipend_lines")
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="stipend_lines")
    role = models.CharField(_("as"), max_length=10, choices=Role)
    amount = AmountField(_("amount"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    why = models.TextField(_("why"))
    request = models.ForeignKey(PaymentRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="lines")
    reference = LineField(_("reference"), max_length=100, blank=True)  # as the payer calls the payment
    created_at = models.DateTimeField()

    objects = StipendLineQuerySet.as_manager()

    class Meta:
        ordering = ["project", "role", "person", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "person", "role"],
                condition=Q(state__in=("pending", "eligible")),
                name="one_open_stipend_line",
            ),
            models.CheckConstraint(name="stipend_line_has_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="settled_line_was_requested",
                condition=~Q(state__in=("requested", "paid")) | Q(request__isnull=False),
            ),
            models.CheckConstraint(name="paid_line_has_reference", condition=~Q(state="paid") | ~Q(reference="")),
        ]

    def __str__(self):
        return f"stipend line {self.pk}"

    @property
    def tone(self):
        return {self.State.PAID: "success", self.State.ELIGIBLE: "info", self.State.REQUESTED: "info"}.get(
            self.state, "neutral"
        )

    @property
    def is_requested(self):
        return self.state == self.State.REQUESTED

    @property
    def is_void(self):
        return self.state == self.State.VOID

    @property
    def in_words(self):
        """No query where the cohort is at hand."""
        return in_words(self.amount, self.cohort.currency)


class StipendMove(Move):
    """A change of state, or (``was`` equals ``state``) of the amount, with the reason."""

    of = models.ForeignKey(StipendLine, on_delete=models.CASCADE, related_name="moves")

    @property
    def label(self):
        return StipendLine.State(self.state).label


class StipendDecision(models.Model):
    """An organizer's word on one person's part of a pot; the newest counts, the older ones stay to be read."""

    project = models.ForeignKey("cohorts.Project", on_delete=models.PROTECT, related_name="stipend_decisions")
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    outcome = models.CharField(_("gets"), max_length=10, choices=Outcome)
    amount = AmountField(_("amount"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="fixed_amount_is_given",
                condition=Q(outcome="amount", amount__isnull=False) | (~Q(outcome="amount") & Q(amount=None)),
            )
        ]

    def __str__(self):
        return f"stipend decision {self.pk}"
