from django.utils.translation import ngettext

from cohorts.handover import open_duties

from .models import Entry, Milestone
from .states import MilestoneState, State


@open_duties
def answers_and_milestones(project, person, now):
    """What mentees wait for: each unanswered update and question by itself."""
    running = {"mentorship__project": project, "mentorship__state": State.ACTIVE}
    unanswered = Entry.objects.unanswered().filter(**running)
    for asked in unanswered.select_related("author"):
        yield asked.unanswered_words
    done = Milestone.objects.filter(**running, state=MilestoneState.DONE).count()
    if done:
        yield ngettext("%d milestone waits to be accepted", "%d milestones wait to be accepted", done) % done
