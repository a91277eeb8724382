from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render

from .. import access, links
from ..forms import NoteForm
from ..room import glance, plan_chart


@login_required
def room(request, pk):
    """Where the mentee and the mentors meet; organizers look in."""
    seat, now = access.room(request.user, pk), request.received_at
    mentorship = seat.mentorship
    milestones = list(mentorship.milestones.all())
    context = {
        "seat": seat,
        "mentorship": mentorship,
        "cohort": mentorship.cohort,
        "project": mentorship.project,
        "glance": glance(mentorship, now),
        "milestones": milestones,
        "plan": plan_chart(mentorship, milestones),
        "reached": sum(milestone.is_reached for milestone in milestones),
        "mentors": mentorship.project.mentors.filter(until=None).select_related("person"),
        "tasks": mentorship.project.tasks.all(),
        "note_form": NoteForm(),
        "leads": mentorship.cohort.leads(),
        "links": links.of(mentorship, now),
        "page_obj": Paginator(mentorship.entries.for_thread(), 25).get_page(request.GET.get("page")),
    }
    return render(request, "mentorship/room.html", context)
