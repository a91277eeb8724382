"""Answering a nudge by its link, without signing in. Opening it changes nothing, so no scanner of mail can answer."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from amp_portal.refusals import Refusal
from amp_portal.users.suspension import closed_page

from ..care_forms import ReplyForm
from ..models.reply import USUAL_BREAK, Expired, Reply

_QUESTIONS = {
    Reply.Kind.FINE: (_("Good to hear! Shall we tell your mentors?"), _("Yes, I am fine")),
    Reply.Kind.HELP: (_("We are glad that you say so"), _("Ask the organizers for help")),
    Reply.Kind.BREAK: (_("Take the time you need"), _("Take a break")),
}


@never_cache
def reply(request, token, kind):
    """GET asks, POST answers."""
    now = request.received_at
    if kind not in Reply.Kind.values:
        raise Http404
    try:
        episode = Reply.episode_of(token)
        mentee = episode.mentorship.mentee
        if mentee.is_suspended(now):  # a link is no way around it
            return closed_page(request, mentee)
        today = timezone.localtime(now, mentee.zone or episode.mentorship.cohort.zone).date()
        form = ReplyForm(request.POST or None, kind=kind, initial={"back_on": _suggestion(kind, today)})
        if request.method == "POST" and form.is_valid():
            Reply.give(episode, kind, now=now, **form.cleaned_data)
            return render(request, "mentorship/reply/done.html", {"mentorship": episode.mentorship, "kind": kind})
    except Expired as refusal:
        return render(request, "mentorship/reply/closed.html", {"reason": refusal}, status=410)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    title, button = _QUESTIONS[kind]
    context = {"mentorship": episode.mentorship, "form": form, "title": title, "button": button, "kind": kind}
    return render(request, "mentorship/reply/reply.html", context, status=422 if form.errors else 200)


def _suggestion(kind, today):
    return today + USUAL_BREAK if kind == Reply.Kind.BREAK else None
