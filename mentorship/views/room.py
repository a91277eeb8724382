from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render

from .. import access, links
from ..forms import NoteForm
from ..room import glance


@login_required
def room(request, pk):
    """Where the mentee and the mentors meet; organizers look in."""
    seat = access.room(request.user, pk)
    mentorship = seat.mentorship
    milestones = list(mentorship.milestones.all())
    context = {
        "seat": seat,
        "mentorship": mentorship,
        "cohort": mentorship.cohort,
        "project": mentorship.project,
        "glance": glance(mentorship, request.received_at),
        "milestones": milestones,
        "reached": sum(milestone.is_reached for milestone in milestones),
        "mentors": mentorship.project.mentors.filter(until=None).select_related("person"),
        "tasks": mentorship.project.tasks.all(),
        "note_form": NoteForm(),
        "leads": mentorship.cohort.leads(),
        "links": links.of(mentorship),
        "page_obj": Paginator(mentorship.entries.for_thread(), 25).get_page(request.GET.get("page")),
    }
    return render(request, "mentorship/room.html", context)
