"""Letters of recommendation: written by a mentor, signed by an organizer, read by the mentee."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.numbers import number
from amp_portal.refusals import Refusal

from ...models import Recommendation
from .. import access, letters
from ..forms import ChangesForm, RecommendationForm


@login_required
def write(request, mentorship_pk):
    """The mentor's letter: saved as it is (also by itself), or handed in to the organizers."""
    mentorship = access.mentored(request.user, mentorship_pk)
    person, now = request.user.person, request.received_at
    letter = mentorship.recommendations.filter(author=person).first()
    if letter and not letter.is_editable:
        return redirect(letter)
    form = RecommendationForm(request.POST or None, initial={"words": letter.words if letter else ""})
    if request.method == "POST":
        is_valid = form.is_valid()
        keep = partial(
            Recommendation.keep,
            mentorship,
            author=person,
            now=now,
            revision=number(request.POST.get("revision", "")) or 0,
        )
        if "autosave" in request.POST:
            return _autosave(keep, form, now)
        if is_valid and (saved := _kept(request, keep, form)):
            return redirect(saved) if "hand_in" in request.POST else redirect(request.path)
    context = {
        "mentorship": mentorship,
        "letter": letter,
        "form": form,
        "returned": letter.moves.last() if letter and letter.is_returned else None,
        "is_open": mentorship.is_completed,
    }
    return render(request, "evaluations/recognition/write_letter.html", context, status=422 if form.errors else 200)


def _kept(request, keep, form):
    """The letter, saved and perhaps handed in; None after telling why not."""
    try:
        letter = keep(words=form.cleaned_data["words"])
        if "hand_in" in request.POST:
            letter.hand_in(by=request.user.person, now=request.received_at)
            messages.success(request, _("Thank you! An organizer reads and signs it; you hear of it."))
        else:
            messages.success(request, _("Saved. Nobody but you reads it."))
    except Refusal as error:
        form.add_error(None, str(error))
        return None
    return letter


def _autosave(keep, form, now):
    """The answer to static/js/autosave.js."""
    if not form.is_valid():
        return JsonResponse({"revision": 0, "message": _("Not saved: it is too long.")}, status=422)
    try:
        letter = keep(words=form.cleaned_data["words"])
    except Refusal as error:
        return JsonResponse({"message": str(error)}, status=409)
    message = _("Saved at %(time)s.") % {"time": time_format(localtime(now), "H:i")}
    return JsonResponse({"revision": letter.revision, "message": message})


@login_required
def recommendation(request, pk):
    """The letter, for who may read it; what each may do with it."""
    letter, is_organizer = access.recommendation(request.user, pk)
    context = {
        "letter": letter,
        "mentorship": letter.mentorship,
        "cohort": letter.mentorship.cohort,
        "public_name": letter.mentorship.public_name,
        "is_author": letter.author_id == request.user.person.pk,
        "is_organizer": is_organizer,
        "form": ChangesForm(),
    }
    return render(request, "evaluations/recognition/letter.html", context)


@login_required
@require_POST
def sign(request, pk):
    letter = access.letter_to_sign(request.user, pk)
    return _done(request, letter, letter.sign, _("Signed. The mentee has it, and its author has been told."))


@login_required
@require_POST
def ask_for_changes(request, pk):
    """An organizer gives it back; then only its author reads it."""
    letter = access.letter_to_sign(request.user, pk)
    ask = partial(letter.ask_for_changes, words=request.POST.get("words", ""))
    return _done(request, letter, ask, _("Given back. Its author has been written to."))


@login_required
@require_POST
def take_back(request, pk):
    letter = access.own_letter(request.user, pk)
    return _done(request, letter, letter.take_back, _("It is yours again. Hand it in when you are done."))


def _done(request, letter, verb, words):
    try:
        verb(by=request.user.person, now=request.received_at)
        messages.success(request, words)
    except Refusal as error:
        messages.error(request, error)
        return redirect(letter)
    if letter.is_returned:
        return redirect("evaluations:recognition", letter.mentorship.cohort.slug)
    if letter.is_editable:
        return redirect("evaluations:write-recommendation", letter.mentorship_id)
    return redirect(letter)


@login_required
def recommendation_pdf(request, pk):
    letter = access.signed_letter(request.user, pk)
    response = HttpResponse(letters.pdf(letter), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="recommendation-{letter.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
