from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..completeness import is_link
from ..models import Flag

MOST_LINKS = 10


class AppealForm(forms.Form):
    """What an applicant says against a verdict, with links that show it."""

    words = forms.CharField(
        label=_("What is wrong, and how can we see it?"),
        help_text=_(
            "A rule is the same for everybody and can't be waived. What it goes by can be wrong: say what is so."
        ),
        max_length=5_000,
        widget=forms.Textarea({"rows": 6}),
    )
    links = forms.CharField(
        label=_("Links"),
        help_text=_("One per line, if there are any: a page, a message, a document everybody may see."),
        required=False,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
    )

    def clean_links(self):
        links = list(dict.fromkeys(filter(None, map(str.strip, self.cleaned_data["links"].splitlines()))))
        if len(links) > MOST_LINKS:
            raise ValidationError(_("At most %(most)d links, please."), params={"most": MOST_LINKS})
        for link in links:
            try:
                is_link(link)
            except ValidationError as error:
                raise ValidationError(
                    _("“%(link)s” is not a link: a link begins with https://"), params={"link": link[:60]}
                ) from error
        return links


class AnswerForm(forms.Form):
    """The decision on an appeal: a fact with its source, and words to the applicant."""

    UPHOLD, REJECT = "uphold", "reject"

    decision = forms.ChoiceField(
        label=_("What did you find?"),
        choices=[
            (UPHOLD, _("The applicant is right: what we know is corrected")),
            (REJECT, _("What we know stands as it is")),
        ],
        widget=forms.RadioSelect,
    )
    source = forms.CharField(
        label=_("Source"),
        help_text=_("How do we know? A link, or who said it. The applicant can read it."),
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
    )
    words = forms.CharField(
        label=_("Your words to the applicant"),
        help_text=_("They go out in a letter, as you write them."),
        max_length=5_000,
        widget=forms.Textarea({"rows": 5}),
    )


class FlagForm(forms.Form):
    """What organizers decide about something found overnight."""

    decision = forms.ChoiceField(label=_("What follows?"), choices=Flag.Decision.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Reason"),
        help_text=_("How you know, and why you decided so. It stays with the decision, for organizers."),
        max_length=5_000,
        widget=forms.Textarea({"rows": 4}),
    )
