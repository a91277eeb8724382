"""The living style guide: every component, in its states, beside the lines that include it.

An example is a template of templates/styleguide/, rendered and shown as it is written. Its route exists
where the setting STYLEGUIDE is on.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from crispy_forms.helper import FormHelper
from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.template.loader import get_template

from . import charts
from .markdown_field import MarkdownField

GROUPS = {
    "Colour and type": ("colours", "type", "page_header"),
    "Actions": ("buttons", "ask_first", "confirm"),
    "States": ("badges", "deadlines", "alerts", "steps", "empty"),
    "Where and when": ("timeline", "timeline_across", "stepper", "progress", "pills", "pagination"),
    "Content": ("cards", "facts", "thread", "inbox", "leads"),
    "Numbers": ("table", "table_wide", "chart_bar", "chart_line", "chart_columns"),
    "Forms": ("form", "form_errors", "typed_words", "markdown"),
    "Layout": ("layout",),
}

TEXT = """
Markdown: **bold**, a [link](#example-type), `code`.

- one
- two

> Somebody said so.

| a | b |
|---|---|
| 1 | 2 |
"""


@dataclass(frozen=True)
class Example:
    name: str
    html: str
    source: str

    @property
    def title(self):
        return self.name.replace("_", " ")


class ExampleForm(forms.Form):
    name = forms.CharField(help_text="As others should see it.")
    about = forms.CharField(widget=forms.Textarea, required=False)
    hours = forms.IntegerField(min_value=1)
    track = forms.ChoiceField(choices=[("", "choose"), ("sponsored", "sponsored"), ("volunteer", "volunteer")])
    kind = forms.ChoiceField(choices=[("code", "code"), ("docs", "documentation")], widget=forms.RadioSelect)
    skills = forms.MultipleChoiceField(
        choices=[("go", "Go"), ("python", "Python")], widget=forms.CheckboxSelectMultiple, required=False
    )
    starts_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), required=False)
    work = forms.FileField(required=False)
    closed = forms.CharField(disabled=True, initial="Can't be changed now", required=False)
    agreed = forms.BooleanField(label="I have read the Code of Conduct")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class LetterForm(forms.Form):
    words = MarkdownField(rows=5, help_text="Markdown works.")


def view(request):
    context = _invented(request.received_at)
    groups = [
        {
            "title": title,
            "key": "group-" + title.lower().replace(" ", "-"),
            "examples": [_example(n, context, request) for n in names],
        }
        for title, names in GROUPS.items()
    ]
    return render(request, "styleguide.html", {"groups": groups})


def _example(name, context, request):
    template = get_template(f"styleguide/{name}.html")
    return Example(name, template.render(context, request), Path(template.origin.name).read_text())


def _invented(now):
    """What the examples show."""
    refused = ExampleForm({"name": "Nour Dvořák", "hours": "many"}, prefix="refused")
    lead = SimpleNamespace(person="Priya Yang", contact="priya@example.org")
    weeks = [f"Week {week}" for week in range(1, 10)]
    return {
        "text": TEXT,
        "now": now,
        "later": now + timedelta(days=20),
        "soon": now + timedelta(days=1),
        "past": now - timedelta(days=3),
        "zone": ZoneInfo("Asia/Tokyo"),
        "names": ["Ada Lark", "Nour Dvořák", "Zane Ito"],
        "leads": [lead],
        "form": ExampleForm(initial={"kind": "code"}),
        "refused": refused,
        "long_text": LetterForm(initial={"words": "A **plan** in two steps:\n\n1. read\n2. write"}),
        "page_obj": Paginator(range(60), 25).page(2),
        "steps": [
            SimpleNamespace(label="About you", url="#example-stepper", is_done=True, is_here=False),
            SimpleNamespace(label="Projects", url="#example-stepper", is_done=False, is_here=True),
            SimpleNamespace(label="Declarations", url="#example-stepper", is_done=False, is_here=False),
        ],
        "bars": charts.bars(
            "milestones",
            "Milestones, in weeks",
            ["Triage the issues labelled performance", "A benchmark in continuous integration", "The first fast path"],
            {"planned": [2, 6, 11], "done": [3, 6, None]},
            summary="Two of three milestones are done, the first a week later than planned.",
        ),
        "columns": charts.columns(
            "hours",
            "Hours left each week",
            weeks,
            {"hours left": [30, 30, 12, 12, 30, 30, 0, 30, 30]},
            summary="The hours expected are there in six of nine weeks.",
            level=30,
            names=("30 or more", "fewer"),
            short=[str(week) for week in range(1, 10)],
        ),
        "line": charts.line(
            "updates",
            "Updates a week",
            weeks,
            {"written": [5, 5, 4, 5, 3, 4, 5, 4, 4], "answered": [5, 4, 4, 5, 3, 3, 5, 4, None]},
            summary="Between three and five mentees write each week, and nearly all get an answer.",
        ),
    }
