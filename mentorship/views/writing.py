"""Writing into the thread: each page is one form; what was typed stays when something is missing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal.refusals import Refusal
from amp_portal.tags import in_words

from .. import access
from ..forms import SayForm, UpdateForm
from ..room import glance


@login_required
def update(request, pk):
    """The mentee's update for this week. What they meant to do next is beside it; ``?carry=over`` begins with it."""
    mentorship, now = access.as_mentee(request.user, pk), request.received_at
    seen = glance(mentorship, now)
    carried = seen.last_update.next_up if seen.last_update and "carry" in request.GET else ""
    context = {
        "title": _("Update for week %(week)d") % {"week": seen.week} if seen.week else _("Weekly update"),
        "button": _("Post the update"),
        "onward": _("Your mentors read it. Organizers can, too."),
        "previous": seen.last_update,
        "is_carried_over": bool(carried),
    }
    form = UpdateForm(request.POST or None, initial={"done": carried})
    thanks = _after_update(mentorship, now)
    return _write(request, mentorship, form, mentorship.post_update, thanks, context, "mentorship/update.html")


def _after_update(mentorship, now):
    thanks = _("Thank you, your update is posted. Your mentors read it and answer you.")
    following = mentorship.next_update_due(now)
    return thanks + (" " + _("The next one is due by %(day)s.") % {"day": in_words(following)} if following else "")


@login_required
def question(request, pk):
    mentorship = access.as_mentee(request.user, pk)
    form = SayForm(request.POST or None, label=_("Your question"))
    context = {"title": _("Ask your mentors"), "button": _("Ask"), "lead": _("No question is too small.")}
    thanks = ngettext(
        "Asked. Your mentors hear of it; after %(days)d day without an answer we remind them.",
        "Asked. Your mentors hear of it; after %(days)d days without an answer we remind them.",
        mentorship.cohort.answer_nudge_after,
    ) % {"days": mentorship.cohort.answer_nudge_after}
    return _write(request, mentorship, form, mentorship.ask, thanks, context)


@login_required
def answer(request, pk, entry_pk):
    asked = access.entry_to_answer(request.user, pk, entry_pk)
    form = SayForm(request.POST or None, label=_("Your answer"))
    context = {"title": _("Answer %(mentee)s") % {"mentee": asked.author}, "button": _("Answer"), "asked": asked}
    return _write(
        request,
        asked.mentorship,
        form,
        lambda **said: asked.mentorship.answer(asked, **said),
        _("Answered, thank you! %(mentee)s gets a letter with your words now.") % {"mentee": asked.author},
        context,
    )


@login_required
def feedback(request, pk):
    mentorship = access.as_mentor(request.user, pk)
    form = SayForm(request.POST or None, label=_("Your feedback"))
    context = {
        "title": _("Give feedback"),
        "button": _("Give the feedback"),
        "lead": _("What went well, what could be tried next. The mentee and the organizers read it."),
    }
    thanks = _("Thank you, your feedback is posted. %(mentee)s hears of it.") % {"mentee": mentorship.mentee}
    return _write(request, mentorship, form, mentorship.give_feedback, thanks, context)


@login_required
def call(request, pk):
    mentorship = access.as_mentor(request.user, pk)
    form = SayForm(request.POST or None, label=_("When did you talk, and what did you agree on?"))
    context = {
        "title": _("Note a call"),
        "button": _("Note the call"),
        "lead": _("One line is enough. The mentee and the organizers read it."),
    }
    return _write(request, mentorship, form, mentorship.log_call, _("Noted. Good that you talked!"), context)


def _write(request, mentorship, form, verb, thanks, context, template="mentorship/write.html"):
    """Show the form; post what it holds through the verb and go back to the room."""
    if request.method == "POST" and form.is_valid():
        try:
            verb(by=request.user.person, now=request.received_at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, thanks)
            return redirect(mentorship)
    context |= {"mentorship": mentorship, "form": form}
    return render(request, template, context, status=422 if form.errors else 200)
