"""Certificates: verified by whoever has the code, downloaded and set up by their holder, revoked by organizers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal
from cohorts.access import organizes

from ...models.certificate import normalise
from .. import access, certificates
from ..forms import CertificateChoicesForm, CodeForm, RevocationForm


def verify(request):
    """Type a code from a certificate."""
    form = CodeForm(request.GET or None)
    if form.is_valid():
        return redirect("evaluations:certificate", normalise(form.cleaned_data["code"]) or "-")
    return render(request, "evaluations/recognition/verify.html", {"form": form})


def certificate(request, code):
    """The public page: what the holder lets everybody see, or kind words for a code that is unknown or not valid."""
    found = access.public_certificate(code)
    if found is None:
        context = {"code": code, "form": CodeForm()}
        return render(request, "evaluations/recognition/unknown_code.html", context, status=404)
    context = {"certificate": found, "is_holder": access.is_holder(request.user, found)}
    context["organizes"] = request.user.is_authenticated and organizes(request.user, found.mentorship.cohort)
    if not found.is_valid:
        if context["is_holder"] or context["organizes"]:
            context["newest"] = found.mentorship.certificates.newest().get()
        return render(request, "evaluations/recognition/not_valid.html", context)
    context["facts"] = certificates.shown(found)
    if context["is_holder"]:
        context["choices"] = CertificateChoicesForm(instance=found)
    return render(request, "evaluations/recognition/certificate.html", context)


@login_required
def certificate_pdf(request, code):
    """The PDF, for its holder and the organizers: who verifies a paper needs the page, not another paper."""
    found = access.printable_certificate(request.user, code)
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
        found.choose(**form.cleaned_data)
        messages.success(request, _("Saved. This page shows what you chose."))
    return redirect(found)


@login_required
def revoke(request, code):
    """An organizer takes a certificate back, with a reason."""
    found = access.organized_certificate(request.user, code)
    form = RevocationForm(request.POST or None)
    if form.is_valid():
        try:
            found.revoke(by=request.user.person, now=request.received_at, reason=form.cleaned_data["reason"])
            messages.success(request, _("Revoked. Its page says so from now on, and its holder has been written to."))
        except Refusal as error:
            messages.error(request, error)
        return redirect(found)
    context = {"certificate": found, "cohort": found.mentorship.cohort, "form": form}
    return render(request, "evaluations/recognition/revoke.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def renew(request, code):
    """An organizer issues a revoked certificate again, with a new code."""
    found = access.organized_certificate(request.user, code)
    try:
        renewed = found.renew(by=request.user.person, now=request.received_at)
    except Refusal as error:
        messages.error(request, error)
        return redirect(found)
    messages.success(request, _("Issued again, with a new code. Its holder has been written to."))
    return redirect(renewed)
