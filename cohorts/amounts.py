"""Amounts of money, kept in minor units (cents) and typed and shown in whole ones."""

from decimal import Decimal

from django import forms
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

MINOR = 100  # minor units in one whole one: of every currency in Currency


class Currency(models.TextChoices):
    """What a cohort pays in; all of these have a hundred minor units."""

    USD = "USD", _("US dollar")
    EUR = "EUR", _("euro")
    GBP = "GBP", _("pound sterling")
    INR = "INR", _("Indian rupee")
    KES = "KES", _("Kenyan shilling")
    NGN = "NGN", _("Nigerian naira")
    BRL = "BRL", _("Brazilian real")


def in_words(amount: int, currency: str) -> str:
    """150000, "USD" → "1,500.00 USD", in the reader's way of writing numbers."""
    return f"{number_format(Decimal(amount) / MINOR, 2, use_l10n=True, force_grouping=True)} {currency}"


class AmountFormField(forms.DecimalField):
    """Typed as 1500 or 1500.00, cleaned to minor units."""

    def __init__(self, **kwargs):
        super().__init__(**{"min_value": 0, "max_value": 10_000_000, "decimal_places": 2} | kwargs)

    def clean(self, value):
        amount = super().clean(value)
        return None if amount is None else int(amount * MINOR)

    def prepare_value(self, value):
        return Decimal(value) / MINOR if isinstance(value, int) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class AmountField(models.PositiveBigIntegerField):
    """Minor units in the database; in a form an AmountFormField."""

    def formfield(self, **kwargs):
        kwargs.pop("form_class", None)
        kwargs.pop("choices_form_class", None)
        defaults = {"required": not self.blank, "label": self.verbose_name, "help_text": self.help_text}
        if self.has_default():
            defaults["initial"] = self.get_default()
        return AmountFormField(**{**defaults, **{name: kwargs[name] for name in ("widget",) if name in kwargs}})
