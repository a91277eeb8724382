from copy import copy
from dataclasses import dataclass

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amp_portal.users.models import Person

from .. import cohort_settings, effects
from ..cohort_settings import SETTINGS, Lock
from ..models import Cohort

# The settings in parts, for a page that can be read.
PARTS = (
    (
        _("Who can take part"),
        ("program", "earlier_participations", "contributions_required", "months_active", "adults_only", "arbiter"),
    ),
    (
        _("Applications and selection"),
        ("choices_per_application", "shortlist_length", "blind_review", "answer_by_days"),
    ),
    (
        _("Commitment and stipends"),
        ("mode", "hours_expected", "weeks_expected", "stipend_mentees", "stipend_mentors", "currency"),
    ),
    (_("Code of Conduct"), ("conduct_url", "conduct_contact")),
    (
        _("During the mentorships"),
        (
            *("quiet_until", "quiet_from", "nudge_after", "second_nudge_after", "at_risk_after"),
            *("answer_nudge_after", "answer_escalate_after", "github_activity", "evaluates_in_place"),
        ),
    ),
)


@dataclass(frozen=True)
class Row:
    """A setting's bound field, when it is locked in words, and whether it is by now."""

    field: forms.BoundField
    lock: str
    is_locked: bool


class SettingsForm(forms.ModelForm):
    """The settings people rely on, with a reason. Its ``shifts`` are what would change; it saves nothing itself."""

    conduct_url = forms.URLField(
        label=Cohort._meta.get_field("conduct_url").verbose_name, max_length=200, required=False, assume_scheme="https"
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Everybody concerned will read it."),
        max_length=cohort_settings.LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
    )

    class Meta:
        model = Cohort
        fields = tuple(SETTINGS)

    def __init__(self, *args, cohort, now, **kwargs):
        super().__init__(*args, instance=copy(cohort), **kwargs)
        self.cohort, self.now = cohort, now
        for name in ("arbiter", "evaluates_in_place"):
            named = getattr(cohort, f"{name}_id")
            able = Q(organizing__cohort=cohort, organizing__until=None) | Q(pk=named)
            self.fields[name].queryset = Person.objects.filter(able).distinct()

    def parts(self):
        """``(title, rows)`` of each part."""
        for title, names in PARTS:
            yield title, [self._row(SETTINGS[name]) for name in names]

    def _row(self, setting):
        lock = Lock(setting.lock).label if setting.lock else ""
        return Row(self[setting.name], lock, cohort_settings.is_locked(self.cohort, setting, self.now))

    def typed(self):
        """``(name, value)`` of what was sent, to be sent again as it is."""
        return [(name, self.data[name]) for name in self.fields if name in self.data]

    @property
    def values(self):
        """``{setting: value}``, a person by their pk."""
        return {name: Cohort._meta.get_field(name).value_from_object(self.instance) for name in SETTINGS}

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            self.shifts = cohort_settings.shifts(self.cohort, self.values)
            for name, reason in effects.forbidden(self.cohort, self.shifts):
                self.add_error(name, reason)
