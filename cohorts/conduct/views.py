"""Reporting: the form, the code, the way back with it. Nothing of who asks is kept, logged or put in a session."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amp_portal import typed
from amp_portal.refusals import Refusal

from ..access import public_cohort
from ..models import Cohort
from . import codes, sealing
from .forms import CodeForm, MoreForm, ReportForm
from .guards import confidential, refused_by, who_helps_outside
from .models import ConductHandler, ConductReport


def choose(request):
    """Which cohort it is about. Straight on where there is only one."""
    cohorts = list(Cohort.objects.published().filter(imported=False).order_by("-kickoff"))
    if len(cohorts) == 1:
        return redirect("cohorts:conduct-report", cohorts[0].slug)
    return render(request, "cohorts/conduct/choose.html", {"cohorts": cohorts})


@confidential
def report_refused(request, slug):
    """The form with what was typed, where the page was open for too long."""
    context = _form_of(request, slug)
    context["form"].add_error(None, _too_late())
    return render(request, "cohorts/conduct/report.html", context, status=403)


@refused_by(report_refused)
@confidential
def report(request, slug):
    """The form, for everybody, signed in or not. Its answer shows the code, once."""
    context = _form_of(request, slug)
    cohort, form = context["cohort"], context["form"]
    if context["is_open"] and request.method == "POST" and form.is_valid():
        code = codes.code_of(form.cleaned_data["once"])
        try:
            _receive(cohort, form.cleaned_data, code, request.received_at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            context["nobody"] = True
        else:
            return render(request, "cohorts/conduct/received.html", {"cohort": cohort, "code": code})
    return render(request, "cohorts/conduct/report.html", context, status=422 if form.errors else 200)


def _form_of(request, slug):
    cohort = public_cohort(request.user, slug)
    handlers = [row.person for row in ConductHandler.objects.current().filter(cohort=cohort).select_related("person")]
    leads = [lead.person for lead in cohort.leads()]
    return {
        "cohort": cohort,
        "handlers": handlers,
        "leads": leads,
        "form": ReportForm(request.POST or None, people=list(dict.fromkeys([*handlers, *leads]))),
        "is_open": bool(handlers) and sealing.is_possible(),
        "words": typed.words(request),
    }


def _receive(cohort, said, code, now):
    ConductReport.receive(
        cohort,
        body=said["body"],
        about=said["about"],
        reporter=said["contact"],
        keep_from=said["keep_from"],
        code_hash=codes.hashed(code),
        now=now,
    )


@confidential
def follow_up_refused(request):
    form = CodeForm(request.POST)
    form.add_error(None, _too_late())
    return _ask_for_code(request, form, 403)


@refused_by(follow_up_refused)
@confidential
def follow_up(request):
    """With the code: what the handlers answered, and more to say. The code is never in an address."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _ask_for_code(request, form, 422 if form.errors else 200)
    if not codes.may_try(request, request.received_at):
        form.add_error("code", _("That was often. Please try again in ten minutes."))
        return _ask_for_code(request, form, 429)
    found = ConductReport.objects.filter(code_hash=codes.hashed(form.cleaned_data["code"])).first()
    if found is None or found.cohort is None or found.words is None:
        form.add_error("code", _("There is no report with this code. Reports are deleted some time after they close."))
        return _ask_for_code(request, form, 422)
    return _with_the_code(request, found, form.cleaned_data["code"])


def _with_the_code(request, found, code):
    more = MoreForm(request.POST if "text" in request.POST else None)
    context = {}
    if more.is_bound and more.is_valid():
        try:
            found.hear(more.cleaned_data["text"], now=request.received_at)
            more, context = MoreForm(), {"is_said": True}
        except Refusal as refusal:
            more.add_error(None, str(refusal))
            context = {"nobody": True}
        found = ConductReport.objects.get(pk=found.pk)
    context |= {
        "report": found,
        "cohort": found.cohort,
        "code": code,
        "shared": [(note, words) for note, words in found.conversation() if note.is_shared],
        "is_read": bool(found.readers()),
        "suspensions": found.suspensions.select_related("person"),
        "form": more,
    }
    return render(request, "cohorts/conduct/follow_up.html", context, status=422 if more.errors else 200)


def _ask_for_code(request, form, status):
    """For the code again; what was written along comes back with it."""
    more = MoreForm(request.POST) if request.POST.get("text") else None
    context = {"form": form, "more": more, "cohorts": who_helps_outside()}
    return render(request, "cohorts/conduct/code.html", context, status=status)


def _too_late():
    return _(
        "The page was open for too long, or your browser keeps no cookies. Nothing was sent: please send it again."
    )
