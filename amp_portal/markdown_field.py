"""A long text in Markdown with a preview, for any form that comes back to its page.

Without JavaScript the button sends the whole form with ``preview=<the field>``: the view saves what it can and shows
the page again, and below the field stands what others will read. With it, static/js/preview.js shows that while one
types.
"""

from django import forms


class MarkdownWidget(forms.Textarea):
    """A text area with a button and a place below it. The field says whose preview it is and whether it is shown."""

    template_name = "components/_markdown_area.html"
    label = ""
    is_shown = False

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"label": self.label, "is_shown": self.is_shown}
        return context


class MarkdownField(forms.CharField):
    """Takes what a CharField does, and the ``rows`` of its text area."""

    def __init__(self, *, rows=8, **kwargs):
        super().__init__(**kwargs | {"widget": MarkdownWidget({"rows": rows})})

    def get_bound_field(self, form, field_name):
        bound = super().get_bound_field(form, field_name)
        self.widget.label = bound.label
        self.widget.is_shown = form.data.get("preview") == bound.html_name
        return bound


def markdown_field(model, name, *, rows=8, **kwargs):
    """A MarkdownField with the words and limits of a model's field."""
    field = model._meta.get_field(name).formfield(**kwargs)
    return MarkdownField(
        rows=rows,
        label=field.label,
        help_text=field.help_text,
        required=field.required,
        initial=field.initial,
        max_length=field.max_length,
    )
