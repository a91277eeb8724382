from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .. import made_on
from ..completeness import is_link
from ..links import kind_of, normalized, pasted
from ..models import Link, Version
from ..models.version import LONGEST
from .section import SectionForm

MOST = 20
BLANK = 3
PARTS = ("url", "kind", "made_on", "title")


class ContributionsForm(SectionForm):
    """A row for each link, and blank ones (saving gives more): works without JavaScript. A row made blank is taken out.

    What is no link is told beside its field, and kept: a draft may say anything.
    """

    class Meta:
        model = Version
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        links = list(self.instance.links.all())
        self.rows = range(1, min(MOST, max(len(links) + BLANK, self._typed_rows())) + 1)
        for row in self.rows:
            self._add_row(row, links[row - 1] if row <= len(links) else Link())
        self.helper.layout = Layout(*map(self._fieldset, self.rows))

    def _typed_rows(self):
        numbers = [name.removeprefix("url_") for name in self.data if name.startswith("url_")]
        return max((int(number) for number in numbers if number.isdecimal() and len(number) < 3), default=0)

    def _add_row(self, row, link):
        self.fields[f"url_{row}"] = forms.CharField(
            label=_("Link"),
            required=False,
            max_length=500,
            initial=link.url,
            widget=forms.TextInput({"inputmode": "url", "spellcheck": "false", "autocapitalize": "none"}),
        )
        self.fields[f"kind_{row}"] = forms.ChoiceField(
            label=_("What it was"), required=False, initial=link.kind, choices=[("", _("Choose")), *Link.Kind.choices]
        )
        self.fields[f"made_on_{row}"] = forms.DateField(
            label=_("When, roughly"),
            required=False,
            initial=link.made_on,
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        )
        self.fields[f"title_{row}"] = forms.CharField(
            label=_("What you did, in a few words"),
            required=False,
            max_length=LONGEST,
            initial=link.title,
            widget=forms.Textarea({"rows": 2}),
        )

    @staticmethod
    def _fieldset(row):
        return Fieldset(
            _("Contribution %(number)d") % {"number": row},
            f"url_{row}",
            Row(Column(f"kind_{row}", css_class="col-sm-6"), Column(f"made_on_{row}", css_class="col-sm-6")),
            f"title_{row}",
        )

    def clean(self):
        cleaned = super().clean()
        for row in self.rows:
            url = pasted(cleaned.get(f"url_{row}", ""))
            if url and "://" not in url and "." in url.partition("/")[0] and " " not in url:
                url = cleaned[f"url_{row}"] = f"https://{url}"
            try:
                if url:
                    is_link(url)
            except ValidationError:
                self.add_error(f"url_{row}", _("That is not a link. It begins with https://"))
            if not url and any(cleaned.get(f"{part}_{row}") for part in PARTS) and f"url_{row}" not in self.errors:
                self.add_error(f"url_{row}", _("Add the link, so that somebody can look at it."))
            day = cleaned.get(f"made_on_{row}")
            if day and (problem := made_on.problem_with(day, self.now)):
                self.add_error(f"made_on_{row}", problem)
        return cleaned

    def write(self, draft):
        """Links that stand for the same thing become one."""
        listed: dict[str, Link] = {}
        for link in filter(None, map(self._link, self.rows)):
            same = listed.setdefault(link.url or f"row {len(listed)}", link)
            for part in PARTS:
                setattr(same, part, getattr(same, part) or getattr(link, part))
        draft.links.all().delete()
        for position, link in enumerate(listed.values(), start=1):
            link.version, link.position = draft, position
        Link.objects.bulk_create(listed.values())

    def _link(self, row):
        typed = {part: self._typed(f"{part}_{row}") for part in PARTS}
        if not any(typed.values()):
            return None
        typed["url"] = normalized(typed["url"])
        typed["kind"] = typed["kind"] or kind_of(typed["url"])
        return Link(**typed)

    def _typed(self, name):
        """What was typed; a link as it is, of the rest what was there before where it can't be read."""
        if name in self.cleaned_data:
            return self.cleaned_data[name]
        if name.startswith("url_"):
            return self.data.get(name, "").strip()[:500]
        return self.fields[name].initial
