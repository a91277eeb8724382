from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal
from amp_portal.users.models import Person
from cohorts.models import Organizer

from ..models import SupportRequest
from . import access
from .forms import AnswerForm, AskForm, PassOnForm, ReasonForm


@login_required
def help_page(request):
    """Where to ask, and what one has asked so far."""
    cohorts = list(access.cohorts_of(request.user).distinct())
    mine = SupportRequest.objects.filter(asker=request.user.person).select_related("cohort", "in_hands_of")
    leads = Organizer.objects.leading().filter(cohort__in=cohorts).select_related("person", "cohort")
    context = {"cohorts": cohorts, "requests": mine[:25], "leads": leads}
    return render(request, "mentorship/support/help.html", context)


@login_required
def ask(request, slug):
    """Ask the organizers of a cohort. ``?room=`` and ``?topic=`` begin with an answer."""
    cohort = access.own_cohort(request.user, slug)
    rooms = access.mentorships_of(request.user, cohort)
    initial = {"mentorship": request.GET.get("room") or rooms.first(), "topic": request.GET.get("topic")}
    form = AskForm(request.POST or None, rooms=rooms, initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = SupportRequest.ask(cohort, by=request.user.person, now=request.received_at, **form.cleaned_data)
        messages.success(request, _("The organizers have your words now. You hear as soon as somebody takes it."))
        return redirect(asked)
    context = {"cohort": cohort, "form": form, "leads": cohort.leads()}
    return render(request, "mentorship/support/ask.html", context, status=422 if form.errors else 200)


@login_required
def support(request, pk):
    seat = access.seat(request.user, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        seat = access.to_answer(request.user, pk)
        if form.is_valid() and _try(request, seat.request.answer, **form.cleaned_data):
            messages.success(request, _("Said."))
            return redirect(seat.request)
    return _page(request, seat, form)


def _page(request, seat, form):
    asked, others = seat.request, _others(seat, request.user.person)
    context = {
        "seat": seat,
        "asked": asked,
        "cohort": asked.cohort,
        "answers": asked.answers.select_related("author"),
        "moves": asked.moves.select_related("by"),
        "form": form,
        "reason_form": ReasonForm(auto_id="step-%s"),
        "pass_on_form": PassOnForm(people=others, auto_id="pass-on-%s"),
        "can_pass_on": others.exists(),
        "is_mine": asked.in_hands_of_id == request.user.person.pk,
    }
    return render(request, "mentorship/support/request.html", context, status=422 if form.errors else 200)


def _others(seat, person):
    """To whom it can be passed on: by organizers to any other, by whoever asked to a lead."""
    organizers = Organizer.objects.filter(cohort=seat.request.cohort).current()
    if not seat.is_organizer:
        organizers = organizers.leading()
    return Person.objects.filter(pk__in=organizers.values("person")).exclude(
        pk__in=[person.pk, seat.request.asker_id, seat.request.in_hands_of_id or 0]
    )


@login_required
@require_POST
def take(request, pk):
    seat = access.to_take(request.user, pk)
    if _try(request, seat.request.take):
        messages.success(
            request, _("It is yours. %(asker)s hears that you look after it.") % {"asker": seat.request.asker}
        )
    return redirect(seat.request)


@login_required
@require_POST
def pass_on(request, pk):
    seat = access.to_answer(request.user, pk)
    form = PassOnForm(request.POST, people=_others(seat, request.user.person))
    if not form.is_valid():
        messages.error(request, _("Please choose to whom. Nothing has changed."))
    elif _try(request, seat.request.pass_on, **form.cleaned_data):
        messages.success(request, _("%(person)s hears of it now.") % {"person": form.cleaned_data["to"]})
    return redirect(seat.request)


@login_required
@require_POST
def solve(request, pk):
    return _step(request, access.to_answer(request.user, pk), "solve", _("Solved. Good!"))


@login_required
@require_POST
def reopen(request, pk):
    return _step(
        request, access.to_answer(request.user, pk), "reopen", _("It is open again; the organizers hear of it.")
    )


def _step(request, seat, verb, thanks):
    form = ReasonForm(request.POST)
    if form.is_valid() and _try(request, getattr(seat.request, verb), **form.cleaned_data):
        messages.success(request, thanks)
    return redirect(seat.request)


def _try(request, verb, *args, **kwargs):
    """Whether the verb was done; else the reason is shown."""
    try:
        verb(*args, by=request.user.person, now=request.received_at, **kwargs)
    except Refusal as refusal:
        messages.error(request, refusal)
        return False
    return True
