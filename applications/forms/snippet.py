from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Snippet


class SnippetForm(forms.ModelForm):
    """A title to find it by, and the words."""

    class Meta:
        model = Snippet
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def clean_title(self):
        title = self.cleaned_data["title"]
        if self.instance.cohort.snippets.filter(title=title).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a snippet of this title already."))
        return title
