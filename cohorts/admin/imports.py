"""Imports from the admin: choose a file, see what it would do or what is wrong with it, then save it."""

from http import HTTPStatus
from types import ModuleType

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..admin_scope import ScopedAdmin
from ..imports import ImportRefused, decode, encoding_in_words

MAX_BYTES = 1024 * 1024
KEPT_FOR = 3600  # seconds between the preview and saving it


class UploadForm(forms.Form):
    """A CSV file of a sensible size; its text is ``cleaned_data["file"]``."""

    file = forms.FileField(label=_("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB. Import it in parts."))
        return file


class ImportingAdmin(ScopedAdmin):
    """Adds an import page to a model's admin. ``imported`` is a module of ``cohorts.imports``.

    What was previewed is what is saved: its text travels in the page, signed for this reader.
    """

    imported: ModuleType
    import_title: str | Promise
    change_list_template = "admin/cohorts/change_list_with_import.html"

    def may_import(self, request):
        return request.user.is_superuser

    def get_urls(self):
        return [
            path("import/", self.admin_site.admin_view(self.import_view), name=self._url_name("import")),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"may_import": self.may_import(request)} | (extra_context or {}))

    def import_view(self, request):
        if not self.may_import(request):
            raise PermissionDenied
        if "signed" in request.POST:
            return self._save_import(request)
        form = UploadForm(request.POST or None, request.FILES or None)
        context, status = {"form": form}, HTTPStatus.OK
        if request.method == "POST":
            if form.is_valid():
                context |= self._preview(request, form.cleaned_data["file"])
            status = HTTPStatus.OK if "report" in context else HTTPStatus.UNPROCESSABLE_ENTITY
        return self._import_page(request, context, status)

    def _preview(self, request, file):
        """What the file would do, or its problems."""
        try:
            content = file.read()
            text = decode(content)
            report = self.imported.preview(text, request.received_at)
        except ImportRefused as refused:
            return {"problems": refused.problems, "file_name": file.name}
        signed = signing.dumps(text, salt=self._salt(request), compress=True)
        encoding = encoding_in_words(content)
        return {"report": report, "signed": signed, "file_name": file.name, "encoding": encoding}

    def _save_import(self, request):
        try:
            text = signing.loads(request.POST["signed"], salt=self._salt(request), max_age=KEPT_FOR)
            report = self.imported.load(text, request.received_at)
        except signing.BadSignature:
            self.message_user(
                request, gettext("That preview is too old. Please choose the file again."), messages.ERROR
            )
            return HttpResponseRedirect(reverse(f"admin:{self._url_name('import')}"))
        except ImportRefused as refused:
            context = {"form": UploadForm(), "problems": refused.problems}
            return self._import_page(request, context, HTTPStatus.UNPROCESSABLE_ENTITY)
        self.message_user(request, " · ".join(report.in_words().splitlines()), messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:{self._url_name('changelist')}"))

    def _import_page(self, request, context, status):
        context = {
            **self.admin_site.each_context(request),
            "title": self.import_title,
            "opts": self.opts,
            "columns": ", ".join(self.imported.COLUMNS),
            "optional": ", ".join(self.imported.COLUMNS.may_be_missing),
        } | context
        return TemplateResponse(request, "admin/cohorts/import.html", context, status=status)

    def _url_name(self, page):
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _salt(self, request):
        return f"import/{self.opts.label_lower}/{request.user.pk}"
