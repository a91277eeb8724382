"""How far the mentors' reading is: per project, and per mentor."""

from dataclasses import dataclass, field

from cohorts.models import Project, ProjectMentor

from .models import Choice, Recusal, Review


@dataclass
class Reader:
    """A mentor of a project: how many of its applications they have scored, and how many are left for them."""

    person: object
    done: int = 0
    left: int = 0


@dataclass
class Progress:
    """``done`` of ``total`` applications in review have a score of every mentor who did not recuse themselves."""

    project: Project
    total: int = 0
    done: int = 0
    readers: list[Reader] = field(default_factory=list)

    @property
    def key(self):
        return f"progress-{self.project.pk}"


def of(projects) -> list[Progress]:
    """For each of the projects, in their order. Four queries, however many there are."""
    progress = {project.pk: Progress(project) for project in projects}
    readers: dict[int, dict[int, Reader]] = {pk: {} for pk in progress}
    mentors = ProjectMentor.objects.current().filter(project__in=progress).select_related("person")
    for mentor in mentors.order_by("-is_lead", "since", "pk"):
        readers[mentor.project_id][mentor.person_id] = Reader(mentor.person)
    chosen = list(
        Choice.objects.in_review().filter(project__in=progress).values_list("project", "version__application")
    )
    applications = [application for _project, application in chosen]
    scored = set(
        Review.objects.filter(project__in=progress, application__in=applications).values_list(
            "project", "application", "reviewer"
        )
    )
    recused = set(Recusal.objects.standing().filter(application__in=applications).values_list("application", "person"))
    for project, application in chosen:
        progress[project].total += 1
        progress[project].done += _read(project, application, readers[project], scored, recused)
    for project, made in progress.items():
        made.readers = list(readers[project].values())
    return list(progress.values())


def _read(project, application, readers, scored, recused):
    """Count an application for each of its readers. Whether all have read it, and anybody has."""
    missing, found = 0, 0
    for pk, reader in readers.items():
        if (project, application, pk) in scored:
            reader.done += 1
            found += 1
        elif (application, pk) not in recused:
            reader.left += 1
            missing += 1
    return not missing and found > 0


def owing(cohort) -> list:
    """The mentors of a cohort who have something left to review."""
    people = {reader.person for made in of(cohort.projects.published()) for reader in made.readers if reader.left}
    return sorted(people, key=lambda person: person.pk)
