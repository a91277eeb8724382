"""What an accepted offer begins; what moves along with a cohort's dates and with the mentors of a project."""

from django.db.models import Q

from applications.acceptance import on_accepted
from cohorts import effects, handover, sides
from cohorts.models import Phase

from .begin import begin
from .models import OwnWindow
from .models.leave import rewrite

on_accepted(begin)


@effects.follow
def move_with_the_program(change, now):
    """Running mentorships begin and end with their cohort's program, their places with its run.

    An extended one keeps what it was promised, unless the cohort's dates are later by now.
    """
    program = change.cohort.window(Phase.Kind.PROGRAM)
    running = change.cohort.mentorships.active()
    running.update(starts_at=program.starts_at)
    running.filter(Q(extensions=None) | Q(ends_at__lt=program.ends_at)).update(ends_at=program.ends_at)
    for shift in change.shifts:
        if shift.kind in Phase.EVALUATIONS:
            OwnWindow.objects.give_way(change.cohort.window(shift.kind), now)
    sides.move_places(change.cohort)


@handover.follow
def work_out_absences(project, now):
    """The mentors are away when all of them are."""
    rewrite(project.mentorships.active())
