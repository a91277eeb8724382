from django import forms
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import AddressFormField, LineFormField
from amp_portal.once import OnceForm, once_field
from amp_portal.users.models import Person

LONGEST = 20_000


def _text(rows=6):
    return forms.Textarea(attrs={"rows": rows})


class ReportForm(OnceForm):
    """``people``: the handlers and lead organizers, any of whom the reporter keeps it from."""

    body = forms.CharField(
        label=_("What happened?"),
        help_text=_("As much or as little as you like. When, where, who saw it, what you wish for."),
        widget=_text(8),
        max_length=LONGEST,
    )
    about = LineFormField(
        label=_("Whom is it about?"),
        help_text=_("Names or GitHub logins. Whoever is named here or above can’t read it, whatever their role."),
        max_length=500,
        required=False,
    )
    keep_from = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Who must not read it?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    contact = LineFormField(
        label=_("Your name, and how to reach you, if you like"),
        help_text=_("Leave it empty to stay anonymous. You can talk with the handlers by your code in any case."),
        max_length=300,
        required=False,
    )
    once = once_field(min_length=32, required=True)  # the code is made from it: nobody may guess it

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keep_from"].queryset = Person.objects.filter(pk__in=[person.pk for person in people])


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class MoreForm(forms.Form):
    """The reporter writes more; the code comes along."""

    text = forms.CharField(label=_("Write more"), widget=_text(4), max_length=LONGEST)


class WriteForm(forms.Form):
    text = forms.CharField(label=_("Your words"), widget=_text(4), max_length=LONGEST)
    to = forms.ChoiceField(
        label=_("For whom"),
        widget=forms.RadioSelect,
        choices=[("reporter", _("an answer to the reporter")), ("handlers", _("a note for the handlers only"))],
    )


class PersonForm(forms.Form):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Who"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class LiftForm(forms.Form):
    reason = forms.CharField(
        label=_("Why should they have access again?"),
        help_text=_("The people who look into it see your reason and your name."),
        widget=_text(3),
        max_length=2000,
    )


class HandlerForm(forms.Form):
    email = AddressFormField(
        label=_("E-mail of their account here"), help_text=_("They and whoever reports see that they handle reports.")
    )

    def clean_email(self):
        found = Person.objects.with_address(self.cleaned_data["email"]).first()
        if found is None:
            raise forms.ValidationError(_("There is no account with this address."))
        self.person = found
        return self.cleaned_data["email"]
