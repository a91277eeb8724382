"""Certificates: verified by everybody who has the code, downloaded and set up by their holder."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import access, certificates
from ..forms import CertificateChoicesForm, CodeForm
from ..models import Certificate
from ..models.certificate import normalise


def verify(request):
    """Type a code from a certificate."""
    form = CodeForm(request.GET or None)
    if form.is_valid():
        return redirect("evaluations:certificate", normalise(form.cleaned_data["code"]) or "-")
    return render(request, "evaluations/verify.html", {"form": form})


def certificate(request, code):
    """The public page: what the holder lets everybody see, or kind words for a code we don't know."""
    found = access.public_certificate(code)
    if found is None:
        return render(request, "evaluations/unknown_code.html", {"code": code, "form": CodeForm()}, status=404)
    context = {"certificate": found, "facts": certificates.facts(found)}
    if access.is_holder(request.user, found):
        context["choices"] = CertificateChoicesForm(instance=found)
    return render(request, "evaluations/certificate.html", context)


@login_required
def certificate_pdf(request, code):
    """The PDF, for its holder and the organizers: who verifies a paper needs the page, not another paper."""
    found = access.own_certificate(request.user, code)
    response = HttpResponse(certificates.pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{found.code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def certificate_choices(request, code):
    """What the holder lets everybody see."""
    found = access.held_certificate(request.user, code)
    form = CertificateChoicesForm(request.POST, instance=found)
    if form.is_valid():
        Certificate.objects.filter(pk=found.pk).update(**form.cleaned_data)
        messages.success(request, _("Saved. This page and the PDF now show what you chose."))
    return redirect(found)
