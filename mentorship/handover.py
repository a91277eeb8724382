from django.utils.translation import ngettext

from cohorts.handover import follow, open_duties

from .models import Entry, Milestone
from .models.leave import rewrite
from .states import MilestoneState, State


@open_duties
def answers_and_milestones(project, person, now):
    """What mentees wait for."""
    running = {"mentorship__project": project, "mentorship__state": State.ACTIVE}
    asked = Entry.objects.waiting().filter(**running).count()
    if asked:
        words = ngettext(
            "%d question or update waits for an answer", "%d questions or updates wait for an answer", asked
        )
        yield words % asked
    done = Milestone.objects.filter(**running, state=MilestoneState.DONE).count()
    if done:
        yield ngettext("%d milestone waits to be accepted", "%d milestones wait to be accepted", done) % done


@follow
def work_out_absences(project, now):
    """The mentors are away when all of them are."""
    rewrite(project.mentorships.active())
