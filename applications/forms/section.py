from crispy_forms.helper import FormHelper
from django import forms


class SectionForm(forms.ModelForm):
    """Fields of a Version. ``write(draft)`` puts what was typed, as far as it can be read, into a draft.

    ``now`` is when it was typed.
    """

    fields_template = "applications/_fields.html"

    def __init__(self, *args, cohort, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.cohort, self.now = cohort, now
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def write(self, draft):
        for name in self._meta.fields:
            if name in self.cleaned_data:
                setattr(draft, name, self.cleaned_data[name])
