"""The front door: what the program is, where its year stands, and the first step."""

from django.shortcuts import render

from .. import season, timeline, voices
from ..models import Cohort, Project, ProjectMentor

PROJECTS, MENTORS, VOICES = 6, 12, 3  # how many are shown


def landing(request):
    """For everybody. Costs the same whatever the number of cohorts, projects and mentors."""
    now = request.received_at
    cohorts = list(Cohort.objects.published().not_over(now).with_phases())
    context = {"cohorts": cohorts, "season": season.of(cohorts, request.user, now), "voices": voices.shown(VOICES)}
    context["mentors"], context["more_mentors"] = _first(_mentors(cohorts), MENTORS)
    if context["season"]:
        cohort = context["season"].cohort
        ideas = cohort.projects.published().with_mentors().prefetch_related("skills")
        context["timeline"] = timeline.in_brief(cohort, now)
        context["projects"], context["more_projects"] = _first(ideas, PROJECTS)
    return render(request, "cohorts/landing.html", context)


def _first(rows, number):
    """The first so many, and whether there are more. One query."""
    found = list(rows[: number + 1])
    return found[:number], len(found) > number


def _mentors(cohorts):
    """Names of those who guide a published project now."""
    ideas = Project.objects.published().filter(cohort__in=cohorts)
    guiding = ProjectMentor.objects.current().filter(project__in=ideas.values("pk"))
    return guiding.exclude(person__name="").order_by("person__name").values_list("person__name", flat=True).distinct()
