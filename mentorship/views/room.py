from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal
from cohorts.forms.attention import SettleForm

from .. import access, activity, attention, links, timeline
from ..forms import LiftBarForm
from ..models import Leave, Mood, Note, Tick
from ..room import glance, plan_chart, terms_of


@login_required
def room(request, pk):
    """Where the mentee and the mentors meet; organizers look in."""
    seat, now = access.room(request.user, pk), request.received_at
    mentorship = seat.mentorship
    milestones = list(mentorship.milestones.all())
    terms, checklist = terms_of(mentorship), Tick.checklist(mentorship)
    page = timeline.page(seat, request.GET.get("page"))
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
        "attention": SettleForm.of(attention.key_of_silent(mentorship)) if mentorship.at_risk_since else None,
        "checklist": checklist,
        "ticked": sum(item.ticked_at is not None for item in checklist),
        "terms": terms,
        "next_call": terms.current.next_check_in(now) if terms.current else None,
        "lift_bar": LiftBarForm() if seat.is_organizer and mentorship.is_barred else None,
        "leads": mentorship.cohort.leads(),
        "leaves": Leave.objects.not_over(now).around(mentorship),
        "github": activity.repository(mentorship.project) if activity.can_be_recorded(mentorship) else "",
        "links": links.link.gather(mentorship, now),
        "page_obj": page,
        "moods": Mood.objects.readable_by(seat).filter(entry__in=timeline.entries_of(page)),
        "notes": Note.objects.readable_by(seat).count(),
        "drafts": mentorship.drafts.filter(author=request.user.person).values_list("place", flat=True),
    }
    return render(request, "mentorship/room.html", context)


@login_required
def entry(request, pk, entry_pk):
    """Where a link in a letter leads: to an entry's place in the timeline, on whichever page that is now."""
    seat = access.room(request.user, pk)
    found = access.entry_of(seat, entry_pk)
    number = timeline.page_number_of(seat, found.pk)
    page = f"?page={number}" if number > 1 else ""
    return redirect(f"{seat.mentorship.get_absolute_url()}{page}#{found.anchor}")


@login_required
@require_POST
def tick(request, pk):
    """The mentee ticks an item of the checklist, or takes the tick back."""
    mentorship = access.as_mentee(request.user, pk)
    is_done, key = request.POST.get("done") == "1", request.POST.get("item", "")
    try:
        Tick.put(mentorship, key, is_done=is_done, by=request.user.person, now=request.received_at)
    except Refusal as refusal:
        messages.error(request, refusal)
    return redirect(f"{mentorship.get_absolute_url()}#checklist")
