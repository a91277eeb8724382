"""What moves along with a cohort's dates."""

from cohorts import sides
from cohorts.effects import follow
from cohorts.models import Phase


@follow
def move_with_the_program(change, now):
    """Running mentorships begin and end with their cohort's program, their places with its run."""
    program = change.cohort.window(Phase.Kind.PROGRAM)
    change.cohort.mentorships.active().update(starts_at=program.starts_at, ends_at=program.ends_at)
    sides.move_places(change.cohort)
