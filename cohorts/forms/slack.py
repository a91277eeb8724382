from django import forms
from django.utils.translation import gettext_lazy as _

from amp_portal.outbox import slack


class WebhookForm(forms.Form):
    """Goes in and never comes out again: the address of an incoming webhook is a secret."""

    url = forms.CharField(
        label=_("Address of the incoming webhook"),
        max_length=slack.LONGEST,
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("It begins with https://hooks.slack.com/services/ and is not shown again once it is saved."),
    )

    def clean_url(self):
        url = self.cleaned_data["url"].strip()
        if not slack.is_webhook(url):
            raise forms.ValidationError(
                _("That is not the address of an incoming webhook. It begins with https://hooks.slack.com/services/")
            )
        return url
