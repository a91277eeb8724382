"""What moves along with a cohort's dates, and with who mentors a project."""

from cohorts import sides
from cohorts.effects import follow
from cohorts.models import Phase

from .models.leave import rewrite


@follow
def move_with_the_program(change, now):
    """Running mentorships begin and end with their cohort's program, their places with its run."""
    program = change.cohort.window(Phase.Kind.PROGRAM)
    change.cohort.mentorships.active().update(starts_at=program.starts_at, ends_at=program.ends_at)
    sides.move_places(change.cohort)


def work_out_absences(project, now):
    """The mentors are away when all of them are."""
    rewrite(project.mentorships.active())
