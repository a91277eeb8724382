"""The organizers' side of project ideas: the list, decisions, and who mentors a project."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from amp_portal.refusals import Refusal

from .. import access, tabs
from ..forms.project import AddMentorForm, ReasonForm, ReviewForm
from ..states import ProjectState
from . import projects


class ProjectReviews(LoginRequiredMixin, ListView):
    """All ideas of a cohort, those that wait first; ``?state=`` narrows it."""

    template_name = "cohorts/project_reviews.html"
    context_object_name = "projects"
    paginate_by = 25

    def get_queryset(self):
        self.cohort = access.organized_cohort(self.request.user, self.kwargs["slug"])
        self.state = self.request.GET.get("state", "")
        found = self.cohort.projects.with_mentors().waiting_first()
        return found.filter(state=self.state) if self.state in ProjectState.values else found

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            cohort=self.cohort,
            tabs=tabs.narrowing(ProjectState.choices, self.cohort.projects.counts_by_state(), self.request.GET),
            query=f"state={self.state}" if self.state in ProjectState.values else "",
            **kwargs,
        )


@login_required
@require_POST
def review(request, slug, project_slug):
    """Approve, ask for changes or turn down; then on to the next that waits.

    When somebody came first, what was typed stays on the page.
    """
    project = access.organized_project(request.user, slug, project_slug)
    waiting = projects.queue_of(project)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return projects.page(request, project, form=form)
    words, revision = form.cleaned_data["words"], form.cleaned_data["revision"]
    decided = {"by": request.user.person, "now": request.received_at, "revision": revision}
    try:
        match form.cleaned_data["decision"]:
            case form.APPROVE:
                project.approve(**decided)
                done = _("“%(project)s” is on the idea list. Its lead mentors get a letter.")
            case form.CHANGES:
                project.ask_for_changes(**decided, comment=words)
                done = _("“%(project)s” is with its mentors again. The lead mentors get a letter with your words.")
            case form.REJECT:
                project.reject(**decided, reason=words)
                done = _("“%(project)s”: turned down. The lead mentors get a letter with your words.")
    except Refusal as refusal:
        project.refresh_from_db()
        messages.error(request, str(refusal))
        form.rebase(project.revision)
        return projects.page(request, project, form=form, status=409)
    messages.success(request, done % {"project": project})
    return redirect(waiting.onward or reverse("cohorts:project-reviews", args=[slug]))


@login_required
@require_POST
def take_up_again(request, slug, project_slug):
    """Undo that an idea was not taken up."""
    project = access.organized_project(request.user, slug, project_slug)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please say what the mentors should know, so that they can go on."))
        return redirect(project)
    try:
        project.take_up_again(by=request.user.person, now=request.received_at, comment=form.cleaned_data["reason"])
        messages.success(request, _("It is with its mentors again. The lead mentors get a letter with your words."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(project)


@login_required
@require_POST
def add_mentor(request, slug, project_slug):
    """Make somebody a mentor of the project, or change whether they lead it."""
    project = access.organized_project(request.user, slug, project_slug)
    form = AddMentorForm(request.POST, cohort=project.cohort)
    if not form.is_valid():
        messages.error(request, _("Choose one of the cohort's mentors."))
        return redirect(project)
    try:
        project.add_mentor(
            form.cleaned_data["person"],
            now=request.received_at,
            is_lead=form.cleaned_data["is_lead"],
            by=request.user.person,
        )
        messages.success(request, _("Saved."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(project)


@login_required
@require_POST
def end_mentor(request, slug, project_slug, pk):
    """The person stops mentoring the project and loses access to it now."""
    project = access.organized_project(request.user, slug, project_slug)
    mentor = get_object_or_404(project.mentors.current().select_related("person"), pk=pk)
    try:
        project.end_mentor(mentor.person, now=request.received_at, by=request.user.person)
        messages.success(request, _("%(person)s does not mentor this project any more.") % {"person": mentor.person})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(project)
