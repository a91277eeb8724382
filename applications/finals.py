"""Final reviews that are still to be written, and by whom."""

from cohorts.models import Phase, ProjectMentor

from .models import FinalReview, Recusal, ShortlistPlace
from .models.final_review import opening
from .states import State


def are_open(cohort, now):
    """They can be written from the contribution period on; whether for somebody says their state. No query."""
    opens = opening(cohort)
    return opens is None or opens <= now


def closing(cohort):
    """When the selection begins to need them, or None."""
    phase = cohort.phase(Phase.Kind.SELECTION)
    return phase and phase.ends_at


def of(person, cohort):
    """Places on the shortlists of this mentor's projects, those without their final review first."""
    places = ShortlistPlace.objects.with_mentor(person).filter(project__cohort=cohort).with_final_reviews_by(person)
    return places.select_related("project", "application__person").order_by("is_done", "project__title", "rank")


def left_for(person, cohort):
    return of(person, cohort).filter(is_done=False).count()


def owing(cohort) -> list:
    """The mentors of a cohort with a final review left to write. Four queries."""
    places = set(
        ShortlistPlace.objects.filter(project__cohort=cohort, application__state=State.SHORTLISTED).values_list(
            "project", "application"
        )
    )
    applications = {application for _project, application in places}
    done = set(
        FinalReview.objects.filter(application__in=applications).values_list("project", "application", "reviewer")
    )
    recused = set(Recusal.objects.standing().filter(application__in=applications).values_list("application", "person"))
    mentors = ProjectMentor.objects.current().filter(project__in={project for project, _application in places})
    owing = {}
    for mentor in mentors.select_related("person"):
        for project, application in places:
            if project != mentor.project_id or (application, mentor.person_id) in recused:
                continue
            if (project, application, mentor.person_id) not in done:
                owing[mentor.person_id] = mentor.person
    return [owing[pk] for pk in sorted(owing)]
