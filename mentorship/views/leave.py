"""Being away: declared by whoever is, or by an organizer; shortened, lengthened or taken back."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal import once
from amp_portal.refusals import Refusal
from amp_portal.users.models import Person
from cohorts.access import organized_cohort

from .. import access
from ..care_forms import LeaveEndForm, LeaveForm
from ..models import Leave

EVERYBODY = "everybody"


@login_required
@once.per_press
def take_leave(request, pk):
    """From a room: the mentee or a mentor for themselves, an organizer for one of them."""
    seat, now = access.room(request.user, pk), request.received_at
    mentorship = seat.mentorship
    mentors = [row.person for row in mentorship.project.mentors.filter(until=None).select_related("person")]
    people = [] if seat.takes_part else [mentorship.mentee, *mentors]
    form = LeaveForm(request.POST or None, people=[(person.pk, str(person)) for person in people])
    if request.method == "POST" and form.is_valid():
        who = (
            next((person for person in people if str(person.pk) == form.cleaned_data["who"]), None) if people else None
        )
        declare = partial(Leave.declare, mentorship.cohort, who or request.user.person)
        if _declare(request, form, declare, by=request.user.person, now=now):
            return redirect(mentorship)
    context = {
        "seat": seat,
        "mentorship": mentorship,
        "form": form,
        "leaves": Leave.objects.not_over(now).around(mentorship),
        "organizes": seat.is_organizer,
    }
    return render(request, "mentorship/leave/take.html", context, status=422 if form.errors else 200)


@login_required
@once.per_press
def leaves(request, slug):
    """Who of a cohort is away, was or will be; an organizer enters leave of everybody or of an organizer here."""
    cohort, now = organized_cohort(request.user, slug), request.received_at
    organizers = Person.objects.filter(organizing__cohort=cohort, organizing__until=None)
    people = [(EVERYBODY, _("the whole cohort")), *((str(person.pk), str(person)) for person in organizers)]
    form = LeaveForm(request.POST or None, people=people, organizers=organizers)
    if request.method == "POST" and form.is_valid():
        who = form.cleaned_data["who"]
        person = None if who == EVERYBODY else organizers.get(pk=who)
        if _declare(request, form, partial(Leave.declare, cohort, person), by=request.user.person, now=now):
            return redirect("mentorship:leaves", slug)
    everything = Leave.objects.filter(cohort=cohort).select_related("person", "covered_by", "declared_by")
    page = Paginator(everything.order_by("-ends_at", "-pk"), 25).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "form": form,
        "page_obj": page,
        "rows": [(leave, *leave.state_at(now)) for leave in page],
    }
    return render(request, "mentorship/leave/leaves.html", context, status=422 if form.errors else 200)


def _declare(request, form, declare, *, by, now):
    """Whether it was declared; what stands in the way is said beside the form."""
    said = form.cleaned_data
    cover = Person.objects.filter(pk=said["covered_by"]).first() if said.get("covered_by") else None
    try:
        leave = declare(starts_on=said["starts_on"], ends_on=said["ends_on"], covered_by=cover, by=by, now=now)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    done = _("Noted: %(who)s is away. Nobody is reminded of anything in these days.")
    mine = _("Noted. Enjoy your time away: nobody asks you for anything in these days.")
    messages.success(request, mine if leave.person == by else done % {"who": leave.who})
    return True


@login_required
def leave(request, pk):
    """Another last day for a leave, or taking it back."""
    found = access.leave_to_change(request.user, pk)
    form = LeaveEndForm(request.POST or None, initial={"ends_on": found.ends_on})
    if request.method == "POST" and form.is_valid():
        try:
            found.move_end(form.cleaned_data["ends_on"], by=request.user.person, now=request.received_at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Changed. Whom it concerns hears of it."))
            return redirect(found)
    context = {"leave": found, "form": form, "stands": found.stands(request.received_at), "home": _home_of(found)}
    return render(request, "mentorship/leave/leave.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def take_back_leave(request, pk):
    found = access.leave_to_change(request.user, pk)
    try:
        found.take_back(by=request.user.person, now=request.received_at)
    except Refusal as refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, _("Taken back. Welcome back!"))
    return redirect(_home_of(found) or "home")


def _home_of(leave):
    """The room of the mentorship it belongs to, where there is just one."""
    if leave.person is None:
        return None
    rooms = list(leave.cohort.mentorships.of_person(leave.person)[:2])
    return rooms[0] if len(rooms) == 1 else None
