from django import forms
from django.utils.translation import gettext as _

from amp_portal.markdown_field import markdown_field

from ..models import Commitment, Version
from ..models.commitment import HOURS_A_WEEK
from .rows import Rows
from .section import SectionForm

MOST = 20
BLANK = 2


def _field(name, **options):
    """Makes a field of a commitment from its initial value."""
    return lambda initial: Commitment._meta.get_field(name).formfield(initial=initial, **options)


def _day():
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class AvailabilityForm(SectionForm):
    """Hours a week, and a row for each other duty or absence. A row made blank is taken out."""

    fields_template = "applications/_availability_fields.html"
    absences = markdown_field(Version, "absences", rows=3)

    class Meta:
        model = Version
        fields = ["hours_per_week", "absences"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hours_per_week"].help_text = _(
            "Without the duties below. The program expects about %(hours)d hours a week for %(weeks)d weeks. "
            "Fewer is no reason to be refused."
        ) % {"hours": self.cohort.hours_expected, "weeks": self.cohort.weeks_expected}
        parts = {
            "what": _field("what"),
            "starts_on": _field("starts_on", widget=_day()),
            "ends_on": _field("ends_on", widget=_day()),
            "hours": _field("hours", min_value=1, max_value=HOURS_A_WEEK),
        }
        stored = {row.row: row for row in self.instance.commitments.all()} if self.instance.pk else {}
        self.rows = Rows(self, "busy", parts, stored, blank=BLANK, most=MOST)

    def clean(self):
        cleaned = super().clean()
        for number, row in self.rows.filled():
            if row["starts_on"] and row["ends_on"] and row["ends_on"] < row["starts_on"]:
                self.rows.error(number, "ends_on", _("That is before it begins."))
        return cleaned

    def write(self, draft):
        super().write(draft)
        draft.commitments.all().delete()
        rows = [Commitment(version=draft, row=number, **row) for number, row in self.rows.filled()]
        for row in rows:
            if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
                row.ends_on = None  # it was told, and stays on the page
        Commitment.objects.bulk_create(rows)
