import re

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from ..verdicts import RULE_NAMES

LOGIN = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$")


class SelfCheckForm(forms.Form):
    """Which GitHub account to ask about."""

    github = forms.CharField(
        label=_("GitHub login"),
        max_length=40,
        validators=[RegexValidator(LOGIN, _("That does not look like a GitHub login."))],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    github_id = forms.IntegerField(
        label=_("GitHub's number for the account, if you know it"),
        help_text=_("A number like 1024025. It stays the same when a login changes."),
        required=False,
        min_value=1,
        max_value=2**63 - 1,
    )


class FactForm(forms.Form):
    """What an organizer found out about one of the rules that need a person."""

    rule = forms.ChoiceField(label=_("Rule"))
    applies = forms.TypedChoiceField(
        label=_("What did you find?"),
        choices=[("no", _("Nothing stands in the way")), ("yes", _("It stands in the way"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    source = forms.CharField(
        label=_("Source"),
        help_text=_("How do we know? A link, or who said it. The applicant can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
    )

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [(rule, RULE_NAMES[rule]) for rule in rules]
