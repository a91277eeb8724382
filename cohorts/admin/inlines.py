from django import forms
from django.db import transaction
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import AddressFormField
from amp_portal.refusals import Refusal
from amp_portal.users.models import Person

from .. import schedule, sides
from ..admin_scope import ScopedInline
from ..forms.schedule import InZone
from ..models import Organizer, Phase


class PhaseForm(forms.ModelForm):
    """Dates in the cohort's own zone."""

    class Meta:
        model = Phase
        fields = ("kind", "starts_at", "ends_at")

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        for edge in ("starts_at", "ends_at"):
            field = self._meta.model._meta.get_field(edge)
            self.fields[edge] = InZone(zone=zone, label=field.verbose_name, initial=getattr(self.instance, edge))


class PhaseFormSet(BaseInlineFormSet):
    """The rules are those of the schedule's own page (``schedule.problems``)."""

    now = None  # set by the inline: when the request was received

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "zone": self.instance.zone}

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        kept = [form for form in self.forms if form.cleaned_data.get("kind") and form not in self.deleted_forms]
        rows = {form.cleaned_data["kind"]: form for form in kept}
        wanted: dict[str, tuple | None] = {form.initial["kind"]: None for form in self.initial_forms}
        wanted |= {kind: (form.instance.starts_at, form.instance.ends_at) for kind, form in rows.items()}
        shifts = schedule.shifts(self.instance, wanted)
        for kind, edge, reason in schedule.problems(self.instance, shifts, self.now):
            if kind not in rows:
                raise forms.ValidationError(reason)
            rows[kind].add_error(edge, reason)


class PhaseInline(ScopedInline):
    """Before the cohort is published nobody relies on its dates: they are edited freely."""

    model = Phase
    form = PhaseForm
    formset = PhaseFormSet
    verbose_name_plural = _("phases, in the cohort's time zone")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.now = request.received_at
        return formset

    def has_add_permission(self, request, obj=None):
        return True

    def has_change_permission(self, request, obj=None):
        return True

    def has_delete_permission(self, request, obj=None):
        return True


class ReadOnlyPhaseInline(ScopedInline):
    """On a published cohort dates move on the portal's own page only, where the rules are."""

    model = Phase
    fields = ("kind", "starts_at", "ends_at")


class OrganizerForm(forms.ModelForm):
    """A row of the organizers: of somebody new, by the e-mail of their account."""

    email = AddressFormField(label=_("e-mail of their account"))

    class Meta:
        model = Organizer
        fields = ("is_lead", "contact")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["email"].disabled = True
            self.fields["email"].initial = self.instance.person.user.email

    def clean_email(self):
        email = self.cleaned_data["email"]
        person = Person.objects.with_address(email).first()
        if person is None:
            raise forms.ValidationError(_("Nobody has an account with this address. You can invite them instead."))
        self.instance.person = person
        return email


class OrganizerFormSet(BaseInlineFormSet):
    """Every change is a verb of ``sides``. They are tried while the form is checked, so a refusal stands in its row."""

    now = None  # set by the inline: when the request was received
    by = None  # likewise: who gives the roles

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        endings = []
        with transaction.atomic():
            self._give_roles(lambda form, refusal: form.add_error("email", str(refusal)))
            self._end_roles(lambda form, refusal: endings.append(str(refusal)))
            transaction.set_rollback(True)
        if endings:
            raise forms.ValidationError(endings)

    def save(self, commit=True):
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        for form, organizer in self._give_roles(_reraise):
            if form in self.initial_forms:
                self.changed_objects.append((organizer, form.changed_data))
            else:
                self.new_objects.append(organizer)
        self.deleted_objects = self._end_roles(_reraise)

    def _give_roles(self, refused):
        """New leads first, so that the role can pass from one to the other in one go."""
        changed = [form for form in self.forms if form.has_changed() and form not in self.deleted_forms]
        given = []
        for form in sorted(changed, key=lambda form: not form.cleaned_data["is_lead"]):
            wanted = {name: form.cleaned_data[name] for name in ("is_lead", "contact")}
            try:
                given.append((form, self._give(form.instance.person, **wanted)))
            except Refusal as refusal:
                refused(form, refusal)
        return given

    def _give(self, person, **wanted):
        return sides.give_organizer(self.instance, person, by=self.by, now=self.now, **wanted)

    def _end_roles(self, refused):
        for form in self.deleted_forms:
            try:
                sides.end_organizer(self.instance, form.instance.person, now=self.now)
            except Refusal as refusal:
                refused(form, refusal)
        return [form.instance for form in self.deleted_forms]


def _reraise(form, refusal):
    raise refusal


class OrganizerInline(ScopedInline):
    """Superusers name organizers here, the first one above all; organizers invite each other on the portal's pages."""

    model = Organizer
    form = OrganizerForm
    formset = OrganizerFormSet
    readonly_fields = ("person",)
    verbose_name_plural = _("organizers")

    def get_fields(self, request, obj=None):
        shown = ("person", "is_lead", "contact")
        return ("email", *shown) if request.user.is_superuser else shown

    def get_extra(self, request, obj=None, **kwargs):
        """A row to fill in, also without JavaScript."""
        return 1

    def get_queryset(self, request):
        return super().get_queryset(request).filter(until=None).select_related("person__user")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.now, formset.by = request.received_at, request.user.person
        return formset

    def has_add_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser
