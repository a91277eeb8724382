"""Appeals against verdicts: an applicant writes one, somebody who had no say on the rule answers."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import ListView

from amp_portal import once, typed
from amp_portal.refusals import Refusal
from cohorts import tabs

from .. import access, eligibility
from ..forms import AnswerForm, AppealForm
from ..models import Appeal
from ..models.appeal import ALREADY_OPEN
from ..verdicts import RULE_NAMES
from .stale import typed_before


@typed.login_required
@once.per_press
def appeal(request, pk, rule):
    """Appeal against what a rule says about one's own application."""
    application = access.own_application(request.user, pk)
    if rule not in RULE_NAMES or application.text() is None:
        raise Http404
    person, now = request.user.person, request.received_at
    if request.method != "POST" and application.appeals.open().filter(rule=rule).exists():
        messages.info(request, ALREADY_OPEN)
        return redirect(application)
    form = AppealForm(request.POST or typed_before(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            Appeal.file(application, rule, said["words"], said["links"], by=person, now=now)
        except Refusal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your appeal has arrived. You hear from us, and see it here."))
            return redirect(application)
    version = application.text_to_judge(now)
    context = {
        "application": application,
        "cohort": application.cohort,
        "finding": eligibility.verdict_on(person, application.cohort, now, version=version)[rule],
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "applications/appeal_write.html", context, status=status)


class Appeals(LoginRequiredMixin, ListView):
    """The appeals of a cohort for its organizers, the open ones first, the longest waiting on top; ``?state=``."""

    template_name = "applications/appeals.html"
    context_object_name = "appeals"
    paginate_by = 25
    STATES = (("open", Appeal.Answer.OPEN.label), *(choice for choice in Appeal.Answer.choices if choice[0]))

    def get_queryset(self):
        self.cohort = access.screened_cohort(self.request.user, self.kwargs["slug"])
        self.state = self.request.GET.get("state", "")
        appeals = Appeal.objects.of(self.cohort).waiting_first().select_related("application__person")
        if self.state not in dict(Appeals.STATES):
            return appeals
        return appeals.filter(answer="" if self.state == "open" else self.state)

    def get_context_data(self, **kwargs):
        counts = Appeal.objects.of(self.cohort).counts_by_answer()
        counts["open"] = counts.pop("", 0)
        return super().get_context_data(
            cohort=self.cohort,
            tabs=tabs.narrowing(self.STATES, counts, self.request.GET),
            query=f"state={self.state}" if self.state else "",
            **kwargs,
        )


@login_required
def answer(request, slug, pk):
    """One appeal for organizers and the arbiter: what was said by whom, the trail, the decision."""
    appeal = access.answered_appeal(request.user, slug, pk)
    person, now = request.user.person, request.received_at
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            appeal.decide(said["decision"] == form.UPHOLD, said["source"], said["words"], by=person, now=now)
        except Refusal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Decided. A letter with your words goes to the applicant."))
            return redirect(appeal)
    application = appeal.application
    context = {
        "appeal": appeal,
        "application": application,
        "cohort": application.cohort,
        "is_organizer": eligibility.organizes(person, application.cohort),
        "why_not": appeal.is_open and appeal.why_not(person),
        "facts": application.person.facts.filter(cohort=application.cohort, rule=appeal.rule).select_related(
            "recorded_by"
        ),
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "applications/appeal.html", context, status=status)
