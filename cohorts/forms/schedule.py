from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import schedule
from ..models import Phase


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
            return super().to_python(value)

    def clean(self, value):
        return self.initial if self._is_as_shown(value) else super().clean(value)

    def has_changed(self, initial, data):
        return not self._is_as_shown(data) and super().has_changed(initial, data)

    def _is_as_shown(self, value):
        shown = isinstance(self.initial, datetime) and self.widget.format_value(self.prepare_value(self.initial))
        return bool(shown) and value == shown


class ScheduleForm(forms.Form):
    """All phases of a cohort, in its own zone. Its ``shifts`` are what would move; errors stand beside the field."""

    def __init__(self, *args, cohort, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.cohort, self.now = cohort, now
        for phase in cohort.phases.all():
            for edge, label in (("starts_at", _("%(phase)s opens")), ("ends_at", _("%(phase)s closes"))):
                self.fields[f"{phase.kind}_{edge}"] = InZone(
                    zone=cohort.zone,
                    label=label % {"phase": phase.get_kind_display()},
                    initial=getattr(phase, edge),
                    disabled=edge == "starts_at" and bool(cohort.published_at) and phase.starts_at <= now,
                )

    def rows(self):
        """``(phase, opens, closes)``: the phase and its two bound fields."""
        for phase in self.cohort.phases.all():
            yield phase, self[f"{phase.kind}_starts_at"], self[f"{phase.kind}_ends_at"]

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
