"""What was done when it got quiet: for organizers, who can also let a mentorship rest."""

from collections import defaultdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal

from .. import access
from ..care_forms import SnoozeForm
from ..models import Episode, Snooze


@login_required
def care(request, pk):
    """Each silence with its steps, letters, reply and end; and a form to remind nobody for some days."""
    mentorship, now = access.as_organizer(request.user, pk), request.received_at
    form = SnoozeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            Snooze.begin(mentorship, by=request.user.person, now=now, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Nobody is reminded until then. You find the reason here."))
            return redirect("mentorship:care", pk)
    episodes = list(mentorship.episodes.select_related("reply").prefetch_related("steps"))
    letters = _letters(episodes)
    context = {
        "mentorship": mentorship,
        "cohort": mentorship.cohort,
        "form": form,
        "episodes": [(episode, letters[episode.pk]) for episode in episodes],
        "snoozes": [(snooze, snooze.holds(now)) for snooze in mentorship.snoozes.select_related("by")],
    }
    return render(request, "mentorship/care.html", context, status=422 if form.errors else 200)


def _letters(episodes):
    """``{episode pk: its e-mails}``, in the order in which they were recorded."""
    kind = ContentType.objects.get_for_model(Episode)
    pks = [episode.pk for episode in episodes]
    about = Message.objects.filter(content_type=kind, object_id__in=pks, channel=Message.Channel.EMAIL)
    letters = defaultdict(list)
    for message in about.select_related("person").order_by("created_at", "pk"):
        letters[message.object_id].append(message)
    return letters


@login_required
@require_POST
def end_snooze(request, pk, snooze_pk):
    mentorship = access.as_organizer(request.user, pk)
    snooze = get_object_or_404(mentorship.snoozes, pk=snooze_pk)
    snooze.mentorship = mentorship
    try:
        snooze.end(now=request.received_at)
    except Refusal as refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, _("From now on it is looked after as before."))
    return redirect("mentorship:care", pk)
