from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import LineFormField
from cohorts.amounts import AmountFormField

from .export import NotATable, references
from .rules import Outcome

LONGEST_REASON = 2000  # characters


class StipendDecisionForm(forms.Form):
    """An organizer's word on one person's part."""

    outcome = forms.ChoiceField(label=_("They get"), choices=Outcome.choices, widget=forms.RadioSelect)
    amount = AmountFormField(label=_("Amount"), required=False, help_text=_("Only for a fixed amount, e.g. 250.00."))
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("They read it beside the amount."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == Outcome.AMOUNT and cleaned.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", gettext("How much is it?"))
        if cleaned.get("outcome") != Outcome.AMOUNT:
            cleaned["amount"] = None
        return cleaned


class PaidForm(forms.Form):
    """One requested line was paid."""

    reference = LineFormField(label=_("Reference of the payment"), max_length=100)


class NotPaidForm(forms.Form):
    """One requested line was not paid."""

    reason = LineFormField(label=_("Why it was not paid"), max_length=LONGEST_REASON)


class ReferencesForm(forms.Form):
    """The references of many lines at once, as a table."""

    table = forms.CharField(
        label=_("Table of what was paid"),
        help_text=_(
            "Paste it from a spreadsheet or a CSV file, with the columns “line” and “reference”; others don't matter, "
            "nor do rows without a reference."
        ),
        strip=False,  # an empty first cell is one
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        max_length=200_000,
    )

    def clean_table(self):
        try:
            return references(self.cleaned_data["table"])
        except NotATable as error:
            raise forms.ValidationError(str(error)) from error
