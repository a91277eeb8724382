"""Am I eligible? Asked by anybody about a GitHub account, and answered where a rule needs a person."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from amp_portal.refusals import Refusal

from .. import access, eligibility, limits
from ..forms import FactForm, SelfCheckForm


@never_cache
def self_check(request, slug):
    """Anybody: what is published about an account. With an own, proved account: what the rules say about oneself."""
    cohort = access.checkable_cohort(request.user, slug)
    now, verdict, status = request.received_at, None, HTTPStatus.OK
    form = SelfCheckForm(request.POST or None)
    if request.method == "POST":
        wait = limits.count_self_check(request, now)
        if wait:
            return _too_many(request, cohort, wait)
        if form.is_valid():
            login, github_id = form.cleaned_data["github"], form.cleaned_data["github_id"]
            verdict = eligibility.published_verdict(cohort, login=login, github_id=github_id, now=now)
        else:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"cohort": cohort, "form": form, "verdict": verdict}
    if request.user.is_authenticated and request.user.person.github_is_proved:
        context["own_verdict"] = eligibility.verdict_on(request.user.person, cohort, now)
    return render(request, "applications/self_check.html", context, status=status)


def _too_many(request, cohort, wait):
    context = {"cohort": cohort, "minutes": -(-wait // 60)}
    response = render(request, "applications/self_check_later.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(wait)
    return response


@login_required
def facts(request, slug, pk):
    """An organizer says what they found out where a rule needs a person."""
    application = access.screened_application(request.user, slug, pk)
    person, cohort, now = application.person, application.cohort, request.received_at
    known = eligibility.facts_on(person, cohort, now)
    questions = eligibility.questions(known)
    form = FactForm(request.POST or None, rules=[finding.rule for finding in questions])
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            eligibility.resolve(person, cohort, **form.cleaned_data, by=request.user.person, now=now)
        except Refusal as error:
            messages.error(request, error)
        else:
            messages.success(request, _("Recorded. The verdicts below take it into account."))
        return redirect("applications:facts", slug, pk)
    if form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "application": application,
        "cohort": cohort,
        "form": form,
        "questions": questions,
        "verdict": eligibility.judge(known),
        "recorded": person.facts.filter(cohort=cohort).select_related("recorded_by"),
    }
    return render(request, "applications/facts.html", context, status=status)
