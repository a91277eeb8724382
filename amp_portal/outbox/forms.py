from django import forms

from .kinds import CHOOSABLE, How
from .models import Preference


class PreferencesForm(forms.Form):
    """One question for each kind of letters about which there is a choice."""

    def __init__(self, *args, person, **kwargs):
        chosen = Preference.choices_of(person)
        super().__init__(*args, initial=chosen, **kwargs)
        self.person = person
        for kind in CHOOSABLE:
            self.fields[kind.name] = forms.ChoiceField(
                label=kind.label,
                help_text=kind.description,
                choices=[(how.value, how.label) for how in How if how in kind.choices],
                widget=forms.RadioSelect,
            )

    def save(self, now):
        for name in self.changed_data:
            Preference.choose(self.person, name, self.cleaned_data[name], now)
