from uuid import uuid4

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.email_verification import get_address_for_user
from allauth.account.models import EmailAddress
from allauth.account.utils import has_verified_email
from allauth.socialaccount.forms import SignupForm as AllauthGitHubSignupForm
from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amp_portal import idn, limits
from amp_portal.line_fields import NameFormField

from . import addresses, zones
from .models import Person, User


class WithoutPlaceholders:
    """allauth repeats each label as a placeholder, which reads like an answer."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class LoginForm(WithoutPlaceholders, AllauthLoginForm):
    def clean_login(self):
        return idn.one_form(super().clean_login())


class ResetPasswordForm(WithoutPlaceholders, AllauthResetPasswordForm):
    """allauth's, for the account that has proved the address or was made with it, never for one that only claims it.

    Never refused: however often somebody asked in the owner's name, the links already sent to them still work.
    """

    MAILS_PER_HOUR = 10

    def clean_email(self):
        email = get_adapter().clean_email(self.cleaned_data["email"].lower())
        account = addresses.account_with(email)
        self.users = [account] if account and account.is_active else []
        return email

    def save(self, request, **kwargs):
        email = self.cleaned_data["email"]
        if not limits.count_for(email.lower(), "reset", most=self.MAILS_PER_HOUR, now=request.received_at):
            if not self.users:  # as much work as a link to somebody is, so that it takes as long
                EmailAddress.objects.is_verified(email)
                default_token_generator.make_token(User(pk=0))
            super().save(request, **kwargs)
        return email


class ForANewAddress:
    """A sign-up with an address that another account has proved or was made with only writes to that address."""

    def validate_unique_email(self, value):
        self.account_already_exists = addresses.account_with(value) is not None
        return value


class GitHubSignupForm(ForANewAddress, WithoutPlaceholders, AllauthGitHubSignupForm):
    pass


class SignupForm(ForANewAddress, WithoutPlaceholders, AllauthSignupForm):
    """allauth's, with the name. The adapter saves it on the Person made with the account."""

    name = NameFormField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As others should see it."),
    )
    field_order = ["name", "email", "password1", "password2"]

    def try_save(self, request):
        """With an address that has an account, the same work is done and undone: how long it takes tells nobody."""
        if self.account_already_exists:
            self._save_nothing(request)
        return super().try_save(request)

    @transaction.atomic
    def _save_nothing(self, request):
        typed = self.cleaned_data
        self.cleaned_data = typed | {"email": f"{uuid4().hex}@nobody.invalid"}
        self.account_already_exists = False
        _read_as_signing_in_does(self.save(request))
        self.cleaned_data, self.account_already_exists = typed, True
        transaction.set_rollback(True)


def _read_as_signing_in_does(user):
    """What allauth reads of somebody who has just signed up, before it writes to them."""
    has_verified_email(user)
    get_address_for_user(user)
    User.objects.get(pk=user.pk)


class ProfileForm(forms.ModelForm):
    """What people say about themselves. The GitHub identity is not among it: it comes from signing in with GitHub."""

    class Meta:
        model = Person
        fields = ["name", "time_zone"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "time_zone": forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"}),
        }
        help_texts = {
            "time_zone": _("Dates and deadlines are shown in it. Type a city: Europe/Berlin, Asia/Kolkata …"),
        }

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now
        self.meant = ()  # zones that what was typed may stand for
        self.fields["name"].required = True

    def clean_time_zone(self):
        typed = self.cleaned_data["time_zone"].strip()
        if typed in ("", self.instance.time_zone):
            return typed
        name = zones.named(typed)
        if not name:
            answer = zones.answer(typed, self.now)
            self.meant = answer.zones
            raise forms.ValidationError(answer.words)
        return name


class MatchForm(forms.Form):
    """Whether two people are one, and how we know."""

    CONFIRM, REFUSE = "confirm", "refuse"

    decision = forms.ChoiceField(
        label=_("Are they the same person?"),
        choices=[
            (CONFIRM, _("Yes: what the known person has becomes the account's")),
            (REFUSE, _("No: they are two people who had the same login")),
        ],
        widget=forms.RadioSelect,
    )
    source = forms.CharField(
        label=_("Source"),
        help_text=_("How do we know? A link, or who said it. It stays with the decision."),
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
    )
