from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Certificate, Nomination, PublicEntry, Testimonial
from ..models.certificate import CHOICES
from ..models.recommendation import LONGEST


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


class RecommendationForm(forms.Form):
    words = forms.CharField(
        label=_("Your letter"),
        help_text=_(
            "What did they do, how did they grow, how was it to work with them? A blank line begins a new paragraph."
        ),
        widget=forms.Textarea(attrs={"rows": 16}),
        max_length=LONGEST,
        required=False,
    )


class ChangesForm(forms.Form):
    words = forms.CharField(
        label=_("What should change?"),
        help_text=_("The mentor reads it in a letter."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
    )


class NominationForm(forms.ModelForm):
    class Meta:
        model = Nomination
        fields = ["kind", "reason"]
        widgets = {"kind": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"reason": _("What did they do? The organizers read it, your mentee does not.")}

    def __init__(self, *args, taken=(), **kwargs):
        """``taken``: the kinds this mentor has nominated them for already."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [choice for choice in Nomination.Kind.choices if choice[0] not in taken]


class NominationNoteForm(forms.Form):
    note = forms.CharField(
        label=_("What was done, or why not"),
        help_text=_("The mentor reads it. If you acted on it, the mentee reads it, too."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
    )


class PublicEntryForm(forms.ModelForm):
    """Where somebody may be named, and what beside their name."""

    website = forms.URLField(
        label=_("A page of yours"),
        help_text=_("Perhaps a blog."),
        max_length=200,
        required=False,
        assume_scheme="https",
    )

    class Meta:
        model = PublicEntry
        fields = (
            "in_announcement",
            "in_graduates_post",
            "on_alumni_page",
            "shows_cohort",
            "shows_project",
            "shows_github",
            "shows_certificate",
            "website",
            "about",
        )

    @property
    def places(self):
        return [self[name] for name in self.Meta.fields[:3]]

    @property
    def facts(self):
        return [self[name] for name in self.Meta.fields[3:]]


class TestimonialForm(forms.ModelForm):
    class Meta:
        model = Testimonial
        fields = ("words", "role", "on_front_page", "on_alumni_page", "in_posts")
        widgets = {"words": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "words": _("Two or three sentences, as you would say them."),
            "role": _("What you did, or do now: mentee, now a triager."),
        }
