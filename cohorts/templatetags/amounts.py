from django import template

from ..amounts import in_words

register = template.Library()


@register.filter
def money(amount, currency):
    """``{{ figures.left|money:cohort.currency }}``: minor units as a reader writes them."""
    return in_words(amount, currency)
