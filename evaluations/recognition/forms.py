from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Certificate
from ..models.certificate import CHOICES


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code on the certificate"),
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": "XXXX-XXXX-XXXX", "autocomplete": "off"}),
    )


class CertificateChoicesForm(forms.ModelForm):
    """What the holder lets everybody see."""

    class Meta:
        model = Certificate
        fields = CHOICES


class RevocationForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The holder reads it, with your name; visitors only see that the certificate is not valid."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
    )
