from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import schedule, timeline
from ..models import Phase
from ..timeline import Entry

YEARS = range(2000, 2200)  # beyond them, some zone has no such day


class InZone(forms.DateTimeField):
    """An instant typed and shown in a given zone. Left as it was, it stays the same instant, to the second."""

    def __init__(self, *, zone, **kwargs):
        self.zone = zone
        kwargs.setdefault("widget", forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        with timezone.override(self.zone):
            return super().prepare_value(value)

    def to_python(self, value):
        with timezone.override(self.zone):
            instant = super().to_python(value)
        if instant and instant.year not in YEARS:
            raise forms.ValidationError(_("That is a year too far away. Did a digit slip?"))
        return instant

    def clean(self, value):
        return self.initial if self._is_as_shown(value) else super().clean(value)

    def has_changed(self, initial, data):
        return not self._is_as_shown(data) and super().has_changed(initial, data)

    def _is_as_shown(self, value):
        shown = isinstance(self.initial, datetime) and self.widget.format_value(self.prepare_value(self.initial))
        return bool(shown) and value == shown


Kind = Phase.Kind
# The year in four parts, for a page that can be read.
PARTS = (
    (_("Getting ready"), (Kind.ANNOUNCEMENT, Kind.MENTOR_CALL)),
    (
        _("Applications and selection"),
        (Kind.APPLICATIONS, Kind.REVIEW, Kind.CONTRIBUTION, Kind.SELECTION, Kind.MENTEES_ANNOUNCED),
    ),
    (_("The program"), (Kind.BONDING, Kind.PROGRAM, Kind.MIDTERM, Kind.FINAL)),
    (_("Afterwards"), (Kind.RECOGNITION, Kind.FOLLOW_UP_3, Kind.FOLLOW_UP_6, Kind.FOLLOW_UP_12)),
)


@dataclass(frozen=True)
class Row:
    """A phase, where it stands, and its two bound fields; ``opens`` is None where its opening is past and stays."""

    entry: Entry
    opens: forms.BoundField | None
    closes: forms.BoundField


class ScheduleForm(forms.Form):
    """All phases of a cohort, in its own zone. Its ``shifts`` are what would move; errors stand beside the field."""

    def __init__(self, *args, cohort, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.cohort, self.now = cohort, now
        for phase in cohort.phases.all():
            for edge, label in (("starts_at", _("Opens")), ("ends_at", _("Closes"))):
                self.fields[f"{phase.kind}_{edge}"] = InZone(
                    zone=cohort.zone,
                    label=label,
                    initial=getattr(phase, edge),
                    disabled=edge == "starts_at" and bool(cohort.published_at) and phase.starts_at <= now,
                )

    def parts(self):
        """``(title, rows)`` of each part of the year that has phases."""
        entries = {entry.phase.kind: entry for entry in timeline.of(self.cohort, self.now)}
        for title, kinds in PARTS:
            if rows := [self._row(entries[kind]) for kind in kinds if kind in entries]:
                yield title, rows

    def _row(self, entry):
        opens, closes = (self[f"{entry.phase.kind}_{edge}"] for edge in ("starts_at", "ends_at"))
        return Row(entry, None if opens.field.disabled else opens, closes)

    def typed(self):
        """``(name, value)`` of what was sent, to be sent again as it is."""
        return [(name, self.data[self.add_prefix(name)]) for name in self.fields if self.add_prefix(name) in self.data]

    @property
    def windows(self):
        return {
            kind: (self.cleaned_data[f"{kind}_starts_at"], self.cleaned_data[f"{kind}_ends_at"])
            for kind in Phase.Kind.values
            if f"{kind}_ends_at" in self.fields
        }

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.shifts = schedule.shifts(self.cohort, self.windows)
            for kind, edge, reason in schedule.problems(self.cohort, self.shifts, self.now):
                self.add_error(f"{kind}_{edge}", reason)
        return cleaned
