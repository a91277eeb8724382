"""Writing into the thread: each page is one form; what was typed is kept until it is posted."""

from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal
from amp_portal.tags import in_words

from .. import access
from ..forms import CallForm, SayForm, UpdateForm, correction_form
from ..models import Mood
from ..room import glance
from ..states import EntryKind
from .desk import Desk, write


@login_required
@never_cache
def update(request, pk):
    """The mentee's update for this week. What they meant to do next is beside it; ``?carry=over`` begins with it."""
    mentorship, now = access.as_mentee(request.user, pk), request.received_at
    seen = glance(mentorship, now)
    planned = seen.last_update.next_up if seen.last_update else ""
    carried = planned if "carry" in request.GET else ""
    readers = Mood.objects.filter(entry__mentorship=mentorship).order_by("-pk").values_list("readers", flat=True)[:1]

    def begin(typed):
        done = typed.get("done", "")
        kept = done if carried in done else f"{done}\n\n{carried}".strip()
        return {"mood_readers": next(iter(readers), Mood.Readers.MENTORS), **typed, "done": kept}

    desk = Desk(
        mentorship,
        place="update",
        form=UpdateForm,
        post=mentorship.post_update,
        posted=mentorship.entries.filter(kind=EntryKind.UPDATE),
        thanks=_after_update(mentorship, now),
        begin=begin,
        template="mentorship/update.html",
        context={
            "title": _("Update for week %(week)d") % {"week": seen.week} if seen.week else _("Weekly update"),
            "button": _("Post the update"),
            "onward": _("Your mentors read it. Organizers can, too."),
            "previous": seen.last_update,
            "is_carried_over": bool(carried),
        },
    )
    return write(request, desk)


def _after_update(mentorship, now):
    thanks = _("Thank you, your update is posted. Your mentors read it and answer you.")
    following = mentorship.update_due(now, mentorship.time_off_of_mentee())
    return thanks + (" " + _("The next one is due by %(day)s.") % {"day": in_words(following)} if following else "")


def _say(request, mentorship, kind, label, post, thanks, *, place="", form=SayForm, **context):
    """A page with one text."""
    desk = Desk(
        mentorship,
        place=place or kind,
        form=partial(form, label=label),
        post=post,
        posted=mentorship.entries.filter(kind=kind, author=request.user.person),
        thanks=thanks,
        context=context,
    )
    return write(request, desk)


@login_required
@never_cache
def question(request, pk):
    mentorship = access.as_mentee(request.user, pk)
    thanks = ngettext(
        "Asked. Your mentors hear of it; after %(days)d day without an answer we remind them.",
        "Asked. Your mentors hear of it; after %(days)d days without an answer we remind them.",
        mentorship.cohort.answer_nudge_after,
    ) % {"days": mentorship.cohort.answer_nudge_after}
    return _say(
        request,
        mentorship,
        EntryKind.QUESTION,
        _("Your question"),
        mentorship.ask,
        thanks,
        title=_("Ask your mentors"),
        button=_("Ask"),
        lead=_("No question is too small."),
    )


@login_required
@never_cache
def answer(request, pk, entry_pk):
    asked = access.entry_to_answer(request.user, pk, entry_pk)
    return _say(
        request,
        asked.mentorship,
        EntryKind.ANSWER,
        _("Your answer"),
        lambda **said: asked.mentorship.answer(asked, **said),
        _("Answered, thank you! %(mentee)s gets a letter with your words now.") % {"mentee": asked.author},
        place=f"answer/{asked.pk}",
        title=_("Answer %(mentee)s") % {"mentee": asked.author},
        button=_("Answer"),
        asked=asked,
    )


@login_required
@never_cache
def feedback(request, pk):
    mentorship = access.as_mentor(request.user, pk)
    return _say(
        request,
        mentorship,
        EntryKind.FEEDBACK,
        _("Your feedback"),
        mentorship.give_feedback,
        _("Thank you, your feedback is posted. %(mentee)s hears of it.") % {"mentee": mentorship.mentee},
        title=_("Give feedback"),
        button=_("Give the feedback"),
        lead=_("What went well, what could be tried next. The mentee and the organizers read it."),
    )


@login_required
@never_cache
def call(request, pk):
    mentorship = access.as_mentor(request.user, pk)
    return _say(
        request,
        mentorship,
        EntryKind.CALL,
        _("When did you talk, and what did you agree on?"),
        mentorship.log_call,
        _("Noted. Good that you talked!"),
        form=partial(CallForm, unanswered=list(mentorship.entries.unanswered())),
        title=_("Note a call"),
        button=_("Note the call"),
        lead=_("One line is enough. The mentee and the organizers read it."),
    )


@login_required
@require_POST
def no_reply(request, pk, entry_pk):
    """An update or question needs no reply."""
    asked = access.entry_to_answer(request.user, pk, entry_pk)
    try:
        asked.mentorship.needs_no_reply(asked, by=request.user.person, now=request.received_at)
    except Refusal as refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, _("Marked as needing no reply: %(what)s.") % {"what": asked.headline})
    return redirect(asked.mentorship)


@login_required
@never_cache
def correct(request, pk, entry_pk):
    """The author puts an entry in other words."""
    entry = access.entry_to_correct(request.user, pk, entry_pk)
    form = correction_form(request.POST or None, entry)
    context = {
        "entry": entry,
        "mentorship": entry.mentorship,
        "form": form,
        "title": _("Correct it: %(what)s") % {"what": entry.headline},
        "button": _("Save the correction"),
    }
    if request.method == "POST" and form.is_valid():
        try:
            entry.correct(by=request.user.person, now=request.received_at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Corrected."))
            return redirect("mentorship:entry", entry.mentorship_id, entry.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "mentorship/correct.html", context, status=status)
