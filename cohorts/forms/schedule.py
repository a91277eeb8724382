from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import effects, schedule, timeline
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
EDGES = ("starts_at", "ends_at")
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
    """A phase, where it stands (``entry``, None if it is left out), and its bound fields.

    ``opens`` is None where its opening is past and stays. ``choice`` is the tick that leaves it out or brings it in;
    None where there is no choice, and then ``stays`` may say why.
    """

    label: str
    entry: Entry | None
    opens: forms.BoundField | None
    closes: forms.BoundField
    choice: forms.BoundField | None = None
    stays: str | None = None


class ScheduleForm(forms.Form):
    """All phases of a cohort, in its own zone. Its ``shifts`` are what would move; errors stand beside the field.

    A phase that can be left out has a tick for it. One that is left out has the template's dates, and a tick that
    brings it in with these or others.
    """

    def __init__(self, *args, cohort, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.cohort, self.now = cohort, now
        self.phases = {phase.kind: phase for phase in cohort.phases.all()}
        # History was imported with the dates that are known of it; nothing more comes to it.
        self.absent = [] if cohort.imported else [kind for kind in Kind.values if kind not in self.phases]
        for kind, phase in self.phases.items():
            self._add_dates(kind, (phase.starts_at, phase.ends_at), has_opened=self._has_opened(phase))
            if kind in Phase.OPTIONAL:
                self._add_tick(f"{kind}_left_out", _("Leave “%(phase)s” out"), kind)
        usual = schedule.windows(schedule.AMP, cohort.kickoff, cohort.zone) if self.absent else {}
        for kind in self.absent:
            self._add_dates(kind, self._suggested(usual[kind]), required=False)
            self._add_tick(f"{kind}_brought_in", _("Bring “%(phase)s” in, with these dates"), kind)

    def _has_opened(self, phase):
        return bool(self.cohort.published_at) and phase.starts_at <= self.now

    def _suggested(self, window):
        """The template's window, unless it would have opened by now."""
        return (None, None) if self.cohort.published_at and window[0] < self.now else window

    def _add_dates(self, kind, window, *, required=True, has_opened=False):
        for edge, label, instant in zip(EDGES, (_("Opens"), _("Closes")), window, strict=True):
            self.fields[f"{kind}_{edge}"] = InZone(
                zone=self.cohort.zone,
                label=label,
                initial=instant,
                required=required and (has_opened or kind not in Phase.OPTIONAL),
                disabled=has_opened and edge == "starts_at",
            )

    def _add_tick(self, name, label, kind):
        self.fields[name] = forms.BooleanField(label=label % {"phase": Kind(kind).label}, required=False)

    def parts(self):
        """``(title, rows)`` of each part of the year."""
        entries = {entry.phase.kind: entry for entry in timeline.of(self.cohort, self.now)}
        relied_on = effects.relied_on(self.cohort)
        for title, kinds in PARTS:
            if rows := [
                self._row(kind, entries[kind], relied_on) if kind in entries else self._absent_row(kind)
                for kind in kinds
                if kind in entries or kind in self.absent
            ]:
                yield title, rows

    def _row(self, kind, entry, relied_on):
        opens, closes = (self[f"{kind}_{edge}"] for edge in EDGES)
        has_opened, stays = opens.field.disabled, relied_on.get(kind)
        choice = self[f"{kind}_left_out"] if kind in Phase.OPTIONAL else None
        if choice and (has_opened or stays) and not choice.errors:
            choice = None
        return Row(Kind(kind).label, entry, None if has_opened else opens, closes, choice, stays)

    def _absent_row(self, kind):
        return Row(Kind(kind).label, None, *(self[f"{kind}_{edge}"] for edge in EDGES), self[f"{kind}_brought_in"])

    def typed(self):
        """``(name, value)`` of what was sent, to be sent again as it is."""
        return [(name, self.data[self.add_prefix(name)]) for name in self.fields if self.add_prefix(name) in self.data]

    @property
    def windows(self):
        """What is wanted, as ``schedule.shifts`` takes it."""
        wanted = {kind: self._window(kind) for kind in self.phases}
        wanted |= {kind: None for kind in self.phases if self.cleaned_data.get(f"{kind}_left_out")}
        return wanted | {kind: self._window(kind) for kind in self.absent if self.cleaned_data[f"{kind}_brought_in"]}

    def _window(self, kind):
        return tuple(self.cleaned_data[f"{kind}_{edge}"] for edge in EDGES)

    def clean(self):
        cleaned = super().clean()
        for kind in self.phases:
            if not cleaned.get(f"{kind}_left_out"):
                self._require_dates(kind)
        for kind in self.absent:
            if cleaned.get(f"{kind}_brought_in"):
                self._require_dates(kind)
            elif any(f"{kind}_{edge}" in self.changed_data for edge in EDGES):
                self.add_error(f"{kind}_brought_in", _("Tick this to bring it in. Or leave its dates as they were."))
        if not self.errors:
            self.shifts = schedule.shifts(self.cohort, self.windows)
            for kind, edge, reason in schedule.problems(self.cohort, self.shifts, self.now):
                self.add_error(f"{kind}_{edge}", reason)
        return cleaned

    def _require_dates(self, kind):
        for name in (f"{kind}_{edge}" for edge in EDGES):
            if name not in self.errors and not self.cleaned_data[name]:
                self.add_error(name, self.fields[name].error_messages["required"])
