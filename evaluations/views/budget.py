"""The stipends of a cohort, for its organizers, and a person's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from amp_portal import once, tables
from amp_portal.refusals import Refusal
from amp_portal.users.models import Person

from .. import access
from ..models import StipendLine
from ..stipends import budget as figures
from ..stipends import export, ledger, payments
from ..stipends.forms import NotPaidForm, PaidForm, ReferencesForm, StipendDecisionForm
from ..stipends.rules import Role


@login_required
def budget(request, slug):
    """Per project what is committed, due, paid and left, 25 a page, and the requests made so far."""
    cohort = access.funded_cohort(request.user, slug)
    page = Paginator(figures.projects(cohort), 25).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "page_obj": page,
        "rows": [(project, figures.of_project(cohort, project)) for project in page],
        "whole": figures.whole(cohort),
        "earned": cohort.stipend_lines.filter(state=StipendLine.State.ELIGIBLE).count(),
        "requests": cohort.payment_requests.select_related("by")[:25],
    }
    return render(request, "evaluations/budget.html", context)


@login_required
def project_stipends(request, slug, project_slug):
    """Every line of one project, void ones too, each with why and its history."""
    cohort, project = access.project_with_stipends(request.user, slug, project_slug)
    lines = project.stipend_lines.with_all().select_related("request").prefetch_related("moves__by")
    shares = ledger.shares(cohort, project)
    people = Person.objects.in_bulk([share.claim.person for share in shares])
    context = {
        "cohort": cohort,
        "project": project,
        "figures": figures.of_project(cohort, project),
        "lines": lines,
        "shares": [(share, people[share.claim.person], Role(share.claim.role)) for share in shares],
    }
    return render(request, "evaluations/project_stipends.html", context)


@login_required
@once.per_press
def decide_stipend(request, slug, project_slug, role, person_pk):
    """An organizer's word on one person's part."""
    cohort, project, person = access.stipend_to_decide(request.user, slug, project_slug, role, person_pk)
    form = StipendDecisionForm(request.POST or None)
    if form.is_valid():
        try:
            actor, now = request.user.person, request.received_at
            ledger.decide(project, person, role, by=actor, now=now, **form.cleaned_data)
        except Refusal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept. The ledger follows."))
            return redirect("evaluations:project-stipends", slug, project_slug)
    context = {"cohort": cohort, "project": project, "person": person, "role": Role(role), "form": form}
    return render(request, "evaluations/decide_stipend.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def request_payment(request, slug):
    cohort = access.funded_cohort(request.user, slug)
    try:
        made = payments.request(cohort, by=request.user.person, now=request.received_at)
    except Refusal as error:
        messages.error(request, error)
        return redirect("evaluations:budget", slug)
    messages.success(request, _("Requested. Download the table, and come back with the references once it is paid."))
    return redirect(made)


@login_required
def payment_request(request, slug, pk):
    """One request: its lines, and the way to record what was paid."""
    made = access.payment_request(request.user, slug, pk)
    form = ReferencesForm(request.POST or None)
    if form.is_valid():
        _record(request, made, form.cleaned_data["table"])
        return redirect(made)
    page = Paginator(made.lines.with_all(), 25).get_page(request.GET.get("page"))
    context = {"cohort": made.cohort, "made": made, "page_obj": page, "form": form}
    return render(request, "evaluations/payment_request.html", context, status=422 if form.errors else 200)


def _record(request, made, references):
    """Record the references of a request's lines; what can't be recorded is said, the rest stands."""
    lines = {line.pk: line for line in made.lines.filter(pk__in=references).with_all()}
    done = 0
    for number, reference in references.items():
        line = lines.get(number)
        if line is None:
            messages.error(request, _("Line %(line)s is not on this request.") % {"line": number})
        elif line.is_requested:
            done += _pay(request, line, reference)
    said = ngettext("%(n)s payment recorded.", "%(n)s payments recorded.", done) % {"n": done}
    messages.success(request, said)


def _pay(request, line, reference):
    try:
        payments.pay(line, reference=reference, by=request.user.person, now=request.received_at)
    except Refusal as error:
        messages.error(request, error)
        return False
    return True


@login_required
def payment_table(request, slug, pk):
    made = access.payment_request(request.user, slug, pk)
    return tables.download(f"{slug}-stipends-{pk}", export.rows(made))


@login_required
def line(request, pk):
    """One requested line: it was paid, or it was not."""
    line = access.stipend_line(request.user, pk)
    paid, not_paid = PaidForm(), NotPaidForm()
    if request.method == "POST":
        verb, form = (
            (payments.take_back, NotPaidForm(request.POST))
            if "not_paid" in request.POST
            else (payments.pay, PaidForm(request.POST))
        )
        if _done(request, line, verb, form):
            return redirect(line.request)
        paid, not_paid = (paid, form) if isinstance(form, NotPaidForm) else (form, not_paid)
    context = {
        "cohort": line.cohort,
        "line": line,
        "moves": line.moves.select_related("by"),
        "paid": paid,
        "not_paid": not_paid,
    }
    return render(
        request, "evaluations/stipend_line.html", context, status=422 if paid.errors or not_paid.errors else 200
    )


def _done(request, line, verb, form):
    if not form.is_valid():
        return False
    try:
        verb(line, by=request.user.person, now=request.received_at, **form.cleaned_data)
    except Refusal as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Recorded."))
    return True


@login_required
def own_stipends(request):
    """What the reader gets, from all cohorts; and why nothing, where something was expected."""
    lines = request.user.person.stipend_lines.latest_word().with_all().order_by("-cohort__kickoff", "pk")
    return render(request, "evaluations/own_stipends.html", {"lines": lines})
