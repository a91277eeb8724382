"""Writing into the thread: each page is one form; what was typed stays when something is missing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal

from .. import access
from ..forms import SayForm, UpdateForm
from ..room import glance


@login_required
def update(request, pk):
    """The mentee's update for this week, with what they meant to do next beside it."""
    mentorship = access.as_mentee(request.user, pk)
    seen = glance(mentorship, request.received_at)
    title = _("Update for week %(week)d") % {"week": seen.week} if seen.week else _("Weekly update")
    context = {"title": title, "button": _("Post the update"), "previous": seen.last_update}
    return _write(
        request, mentorship, UpdateForm(request.POST or None), mentorship.post_update, _("Thank you! Posted."), context
    )


@login_required
def question(request, pk):
    mentorship = access.as_mentee(request.user, pk)
    form = SayForm(request.POST or None, label=_("Your question"))
    context = {"title": _("Ask your mentors"), "button": _("Ask"), "lead": _("No question is too small.")}
    return _write(request, mentorship, form, mentorship.ask, _("Asked. Your mentors will hear of it."), context)


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
        _("Answered. Thank you!"),
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
    return _write(request, mentorship, form, mentorship.give_feedback, _("Thank you! Posted."), context)


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


def _write(request, mentorship, form, verb, thanks, context):
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
    return render(request, "mentorship/write.html", context, status=422 if form.errors else 200)
