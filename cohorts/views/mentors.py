"""Becoming a mentor of a cohort, and the organizers' answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from amp_portal.refusals import Refusal

from .. import access, queue, sides, tabs, windows
from ..forms.mentor import MentorDecisionForm, MentorForm
from ..models import MentorApplication
from ..states import MentorState


def apply(request, slug):
    """What mentoring means here, for everybody; the form, for whoever is signed in."""
    cohort = access.public_cohort(request.user, slug)
    if not request.user.is_authenticated:
        return render(request, "cohorts/mentor_call.html", _call(cohort, request.received_at))
    person = request.user.person
    application = cohort.mentor_applications.filter(person=person).first()
    form = MentorForm(
        request.POST or None,
        instance=application,
        person=person,
        browser_zone=request.COOKIES.get("timezone", ""),
    )
    if request.method == "POST" and form.is_valid():
        zone = form.cleaned_data.get("time_zone", "")
        try:
            MentorApplication.apply(cohort, person, form.answers, now=request.received_at, time_zone=zone)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you! Your application is with the organizers."))
            return redirect("cohorts:mentor-apply", cohort.slug)
    if application:
        application.refresh_from_db()  # the form has put what was typed on it
    context = _call(cohort, request.received_at) | {"form": form, "application": application}
    may_apply = not context["closed"] and (application is None or application.is_withdrawn)
    if may_apply:
        context["conflict"] = sides.why_not(person, role="mentor", cohort=cohort, now=request.received_at)
        may_apply = not context["conflict"]
    context["show_form"] = may_apply or form.is_bound or (application and application.is_editable)
    if application:
        context["words"] = application.moves.order_by("pk").values_list("reason", flat=True).last()
        context["projects"] = cohort.projects.mentored_by(person)
        context["no_more_ideas"] = windows.why_not(windows.check_proposing, cohort, person, request.received_at)
    return render(request, "cohorts/mentor_call.html", context)


def _call(cohort, now):
    """The cohort's call, and why it is closed, if it is."""
    closed = windows.why_not(windows.check_call, cohort, now)
    return {"cohort": cohort, "call": cohort.phase("mentor_call"), "closed": closed, "leads": cohort.leads()}


@login_required
@require_POST
def withdraw(request, slug):
    cohort = access.proposing_cohort(request.user, slug)
    application = cohort.mentor_applications.get(person=request.user.person)
    try:
        application.withdraw(by=request.user.person, now=request.received_at)
        messages.success(request, _("You have withdrawn. Thank you for thinking of us."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("cohorts:mentor-apply", cohort.slug)


class MentorApplications(LoginRequiredMixin, ListView):
    """The organizers' list of everybody who applied or was invited to mentor, those who wait first; ``?state=``."""

    template_name = "cohorts/mentor_applications.html"
    context_object_name = "applications"
    paginate_by = 25

    def get_queryset(self):
        self.cohort = access.organized_cohort(self.request.user, self.kwargs["slug"])
        applications = self.cohort.mentor_applications.select_related("person").waiting_first()
        self.state = self.request.GET.get("state", "")
        return applications.filter(state=self.state) if self.state in MentorState.values else applications

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            cohort=self.cohort,
            tabs=self._tabs(),
            query=f"state={self.state}" if self.state in MentorState.values else "",
            **kwargs,
        )

    def _tabs(self):
        counts = self.cohort.mentor_applications.counts_by_state()
        return tabs.narrowing(MentorState.choices, counts, self.request.GET)


@login_required
def decide(request, slug, pk):
    """One application to mentor, with the organizers' decision; after it, the next that waits."""
    application = access.organized_mentor_application(request.user, slug, pk)
    waiting = queue.around(
        application.cohort.mentor_applications.undecided().in_turn().values_list("pk", flat=True),
        pk,
        lambda key: reverse("cohorts:mentor-application", args=[slug, key]),
    )
    form = MentorDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words, by = form.cleaned_data["words"], request.user.person
        try:
            if form.cleaned_data["decision"] == form.APPROVE:
                application.approve(by=by, now=request.received_at, words=words)
                done = _("%(person)s is a mentor of this cohort now. A letter tells them, with what comes next.")
            else:
                application.decline(by=by, now=request.received_at, words=words)
                done = _("Not this time: %(person)s gets a letter with your words.")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            application.refresh_from_db()
        else:
            messages.success(request, done % {"person": application.person})
            return redirect(waiting.onward or reverse("cohorts:mentor-applications", args=[slug]))
    context = {
        "cohort": application.cohort,
        "application": application,
        "form": form,
        "queue": waiting,
        "moves": application.moves.select_related("by"),
    }
    return render(request, "cohorts/mentor_application.html", context)
