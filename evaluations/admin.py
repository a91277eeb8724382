from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from cohorts.admin_scope import ReadOnlyAdmin, ScopedAdmin, ScopedInline

from . import conditions
from .models import Certificate, Question, Round


class QuestionFormSet(BaseInlineFormSet):
    """The questions as they would be together: an error stands at the question whose condition can't be met."""

    def clean(self):
        super().clean()
        self.instance.lock()
        if self.instance.questions.frozen().exists():
            raise ValidationError(_("The evaluation has opened meanwhile, so its questions stay as they are."))
        kept = [form for form in self.forms if form not in self.deleted_forms and form.has_content]
        by_question = {id(form.instance): form for form in kept}  # a new one has no key to be hashed by
        for question, field, words in conditions.problems([form.instance for form in kept]):
            by_question[id(question)].add_error(field, words)


class QuestionForm(forms.ModelForm):
    class Meta:
        widgets = {
            "text": AdminTextInputWidget(attrs={"class": "vLargeTextField"}),
            "help_text": AdminTextInputWidget(attrs={"class": "vLargeTextField"}),
            "options": AdminTextareaWidget(attrs={"rows": 3}),
        }

    @property
    def has_content(self):
        return bool(self.instance.pk or self.has_changed())


class QuestionInline(ScopedInline):
    """Changed until the window opens: then people have answered, and what they answered stays what it was."""

    model = Question
    form = QuestionForm
    formset = QuestionFormSet
    template = "admin/edit_inline/stacked.html"  # a row of eight fields is too wide
    fields = [
        ("form", "position", "type", "audience"),
        "text",
        "help_text",
        "options",
        ("required", "means_contact"),
        ("only_if", "only_if_answer"),
    ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """A condition is about a question of the same round."""
        if db_field.name == "only_if":
            kwargs["queryset"] = Question.objects.filter(round=request.resolver_match.kwargs.get("object_id"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _is_editable(self, request, round):
        return round is None or not round.has_opened(request.received_at)

    def has_add_permission(self, request, obj=None):
        return self._is_editable(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._is_editable(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._is_editable(request, obj)


@admin.register(Round)
class RoundAdmin(ScopedAdmin):
    """Rounds are prepared, opened and released by the portal; here their questions are edited."""

    about = _("The questions of midterm and final, until the evaluation opens.")
    organizers_may = frozenset({"view", "change"})
    list_display = ["kind", "cohort", "released_at"]
    list_filter = ["kind"]
    list_select_related = ["cohort"]
    fields = ["cohort", "kind", "released_at", "previews"]
    readonly_fields = ["cohort", "kind", "released_at", "previews"]
    inlines = [QuestionInline]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("see the forms as people will"))
    def previews(self, round):
        return format_html_join(
            " · ",
            '<a href="{}">{}</a>',
            (
                (reverse("evaluations:preview", args=[round.cohort.slug, round.kind, form]), form.label)
                for form in round.forms
            ),
        )


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    """Issued, reissued once another name of its holder's is confirmed, and revoked by the portal."""

    about = _("Issued certificates. They show the name confirmed for their holder; revoke one on its page.")
    cohort_path = "mentorship__cohort"
    list_display = ["code", "holder_name", "issued_at", "replaced_at", "revoked_at"]
    search_fields = ["code", "holder_name"]
    fields = ["holder_name", "code", "version", "issued_at", "mentorship", "replaced_at", "revoked_at"]
