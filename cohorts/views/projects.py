"""The idea list and a project's page, for everybody."""

import django_filters
from django import forms
from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from .. import access, calls, queue, windows
from ..forms.project import AddMentorForm, ReasonForm, ReviewForm
from ..models import Project, Skill
from ..proposal import Proposal


class ProjectFilter(django_filters.FilterSet):
    """What one may look for on the idea list."""

    q = django_filters.CharFilter(label=_("Words"), method="search")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Project.Kind, empty_label=_("any"))
    skill = django_filters.ModelChoiceFilter(
        label=_("Skill"), field_name="skills", queryset=Skill.objects.none(), empty_label=_("any")
    )
    difficulty = django_filters.ChoiceFilter(label=_("Difficulty"), choices=Project.Difficulty, empty_label=_("any"))
    open = django_filters.BooleanFilter(
        label=_("Only with open places"), method="with_open_places", widget=forms.CheckboxInput
    )
    sort = django_filters.OrderingFilter(
        label=_("Sort by"),
        fields={"title": "title", "hours": "hours"},
        field_labels={"title": _("title"), "hours": _("hours, fewest first")},
        choices=[("title", _("title")), ("hours", _("hours, fewest first")), ("-hours", _("hours, most first"))],
        empty_label=None,
    )

    class Meta:
        model = Project
        fields = ()

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["skill"].queryset = Skill.objects.on_idea_list(cohort)

    def search(self, queryset, name, words):
        for word in words.split():
            found = (
                Q(title__icontains=word)
                | Q(summary__icontains=word)
                | Q(goals__icontains=word)
                | Q(pk__in=Skill.objects.filter(name__icontains=word).values("projects"))
            )
            queryset = queryset.filter(found)
        return queryset

    def with_open_places(self, queryset, name, wanted):
        return queryset.with_open_places() if wanted else queryset


class Projects(FilterView):
    """The idea list of a cohort."""

    template_name = "cohorts/projects.html"
    context_object_name = "projects"
    filterset_class = ProjectFilter
    paginate_by = 25

    def get_queryset(self):
        self.cohort = access.public_cohort(self.request.user, self.kwargs["slug"])
        return self.cohort.projects.published().with_mentors().prefetch_related("skills")

    def get_filterset_kwargs(self, filterset_class):
        return super().get_filterset_kwargs(filterset_class) | {"cohort": self.cohort}

    def get_context_data(self, **kwargs):
        query = self.request.GET.copy()
        query.pop("page", None)
        return super().get_context_data(cohort=self.cohort, query=query.urlencode(), **kwargs)


def project(request, slug, project_slug):
    return page(request, access.visible_project(request.user, slug, project_slug))


def page(request, project, *, form=None, status=200):
    """A project as everybody may read it; for its mentors and the organizers also its state, history and actions."""
    text = Proposal.of(project)
    context = {
        "project": project,
        "cohort": project.cohort,
        "text": text,
        "plan": _plan(project.cohort, text),
        "people": project.mentors.current().with_public_names(),
        "leads": project.cohort.leads(),
        "organizes": access.organizes(request.user, project.cohort),
        "mentors": access.mentors(request.user, project),
    }
    if project.is_published and project.cohort.published_at:
        context["calls"] = calls.of_project(project, request.user, request.received_at)
    if context["organizes"] or context["mentors"]:
        context["moves"] = project.moves.select_related("by")
        if project.pending:
            context["edit"] = project.text()
            context["changed"] = [_label(name) for name in context["edit"].changed(context["text"])]
            context["edit_plan"] = _plan(project.cohort, context["edit"])
    if context["mentors"] and not project.is_locked:
        person = request.user.person
        context["due"] = project.due(person)
        context["closed"] = windows.why_not(project.check_window, person, request.received_at)
    if context["organizes"]:
        context["form"] = form or ReviewForm(initial={"revision": project.revision})
        context["queue"] = queue_of(project)
        context["withdraw_form"] = ReasonForm()
        context["former"] = project.mentors.exclude(until=None).select_related("person", "ended_by")
        context["mentor_form"] = AddMentorForm(cohort=project.cohort)
    return render(request, "cohorts/project.html", context, status=status)


def queue_of(project):
    """The ideas of its cohort that wait for a review, around this one."""
    waiting = project.cohort.projects.awaiting_review().waiting_first().values_list("slug", flat=True)
    return queue.around(
        waiting, project.slug, lambda slug: reverse("cohorts:project", args=[project.cohort.slug, slug])
    )


def _plan(cohort, text):
    """``(week, its last day, title)`` of each milestone."""
    return [(week, windows.last_day_of(cohort, week), title) for week, title in text.milestones]


def _label(name):
    others = {"milestones": gettext("milestones"), "tasks": gettext("tasks"), "co_mentors": gettext("co-mentors")}
    return others.get(name) or Project._meta.get_field(name).verbose_name
