from dataclasses import dataclass
from itertools import pairwise

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import LineFormField
from cohorts.licences import OSI_APPROVED

from .models import Decision, FinalWork, Question

EMPTY: tuple = (None, "", [])
PART = 4  # questions that belong on one screen


@dataclass(frozen=True)
class Part:
    """A few questions of a long form: ``rows`` are ``(question, bound field)``."""

    number: int
    first: int
    last: int
    rows: list
    answered: int

    @property
    def anchor(self):
        return f"part-{self.number}"


class EvaluationForm(forms.Form):
    """A round's questions of one form. ``cleaned_data`` by field is turned into ``answers`` by question pk.

    As a draft nothing is required; with ``complete=True`` what is required must be there.
    """

    def __init__(self, data=None, *, questions, answers=None, complete=False, disabled=False):
        initial = {f"q{pk}": value for pk, value in (answers or {}).items()}
        super().__init__(data, initial=initial)
        self.questions = list(questions)
        self.complete = complete
        for question in self.questions:
            field = self._field(question)
            field.required = complete and question.required and not question.only_if_id
            field.disabled = disabled
            self.fields[f"q{question.pk}"] = field

    @staticmethod
    def _field(question):
        if question.is_text:
            return forms.CharField(label=question.text, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}))
        if question.is_link:
            return forms.URLField(label=question.text, max_length=500, assume_scheme="https")
        if question.is_multi:
            return forms.MultipleChoiceField(
                label=question.text, choices=question.choices, widget=forms.CheckboxSelectMultiple
            )
        if not question.choices:
            return LineFormField(label=question.text, max_length=300)
        return forms.TypedChoiceField(
            label=question.text,
            choices=question.choices,
            coerce=int if question.type == Question.Type.SCALE else str,
            empty_value="",
            widget=forms.RadioSelect,
        )

    def clean(self):
        """A conditional question is required where its condition is met."""
        cleaned = super().clean()
        if self.complete:
            given = self._given(cleaned)
            for question in self.questions:
                name = f"q{question.pk}"
                is_empty = cleaned.get(name) in EMPTY and name not in self.errors
                if question.only_if_id and question.required and is_empty and question.is_asked(given):
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    def rows(self):
        """``(question, bound field)`` in order, for the page."""
        return [(question, self[f"q{question.pk}"]) for question in self.questions]

    def parts(self):
        """The questions in equal parts of about PART, each with how many of them are answered."""
        rows = self.rows()
        count = max(1, round(len(rows) / PART))
        edges = [number * len(rows) // count for number in range(count + 1)]
        return [
            Part(number, since + 1, until, rows[since:until], self._answered(rows[since:until]))
            for number, (since, until) in enumerate(pairwise(edges), start=1)
        ]

    @property
    def answered(self):
        return self._answered(self.rows())

    @staticmethod
    def _answered(rows):
        return sum(field.value() not in EMPTY for _question, field in rows)

    @property
    def answers(self):
        """What was answered, as it is kept: ``{question pk as a string: value}``."""
        return self._given(self.cleaned_data)

    def _given(self, cleaned):
        return {
            str(question.pk): cleaned[f"q{question.pk}"]
            for question in self.questions
            if cleaned.get(f"q{question.pk}") not in EMPTY
        }


class FinalWorkForm(forms.ModelForm):
    """As a draft nothing is required; with ``complete=True`` link, licence and what was done must be there."""

    url = forms.URLField(
        label=_("Link to the work"),
        help_text=_("A pull request, a release, a page that lists all of it."),
        max_length=200,
        assume_scheme="https",
    )

    class Meta:
        model = FinalWork
        fields = ["url", "licence", "done", "unfinished", "next_up"]
        help_texts = {
            "licence": _("The open-source licence your work is under, usually the repository's."),
            "done": _("What exists now that did not before? Markdown works."),
            "unfinished": _("What did you leave open, and where would somebody go on?"),
            "next_up": _("What comes next for this work, and for you?"),
        }

    def __init__(self, *args, complete=False, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("url", "licence", "done"):
            self.fields[name].required = complete
        self.fields["licence"].widget = forms.TextInput(attrs={"list": "licences"})
        self.licences = OSI_APPROVED


class DecisionForm(forms.ModelForm):
    passed = forms.TypedChoiceField(
        label=_("Result"),
        choices=[("yes", _("Pass")), ("no", _("Do not pass"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Decision
        fields = ["passed", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"reason": _("The mentee reads it with the result. Markdown works.")}

    def __init__(self, *args, suggested=None, **kwargs):
        super().__init__(*args, **kwargs)
        passed = self.instance.passed if self.instance.pk else suggested
        self.initial["passed"] = {True: "yes", False: "no"}.get(passed, "")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("passed") is False and not cleaned.get("reason"):
            self.add_error("reason", gettext("A few kind words, please: why, and what can come next."))
        return cleaned
