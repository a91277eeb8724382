"""What the people of a mentorship fill in."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal

from .. import access, audience
from ..duties import title_of
from ..forms import EvaluationForm, FinalWorkForm
from ..models import Evaluation, FinalWork, in_place


def _mine(round, mentorship, form, person):
    """The author's row of this form, or None."""
    return Evaluation.objects.about(round, mentorship).filter(form=form, author=person).first()


@login_required
def evaluate(request, round_pk, mentorship_pk, form):
    """The form: saved as it is (also by itself), or checked on the way to its summary."""
    round, mentorship, reader = access.answerable(request.user, round_pk, mentorship_pk, form)
    evaluation = _mine(round, mentorship, form, request.user.person)
    context = _page(round, mentorship, reader) | {"title": title_of(form, mentorship), "evaluation": evaluation}
    if (
        request.method == "GET"
        and reader.organizes
        and (reason := in_place.obstacle(round, mentorship, request.user.person, request.received_at))
    ):
        messages.info(request, reason)
        return redirect("evaluations:result", round.pk, mentorship.pk)
    if request.method == "GET" and not (reader.organizes or round.is_open(request.received_at)):
        if evaluation:
            return redirect("evaluations:summary", round.pk, mentorship.pk, form)
        has_closed = round.has_closed(request.received_at)
        return render(request, "evaluations/not_open.html", context | {"has_closed": has_closed})
    questions = list(round.questions.filter(form=form))
    writing = evaluation.writing if evaluation else {}
    checking = "check" in request.POST or "check" in request.GET
    typed = request.POST or ({f"q{pk}": value for pk, value in writing.items()} if checking else None)
    context["form"] = EvaluationForm(typed, questions=questions, answers=writing, complete=checking)
    if request.method == "POST":
        draft = EvaluationForm(request.POST, questions=questions)
        answers = draft.answers if draft.is_valid() else None
        where = {"form": form, "author": request.user.person, "now": request.received_at, "in_place": reader.organizes}
        keep = partial(Evaluation.save_draft, round, mentorship, answers=answers, **where)
        if "autosave" in request.POST:
            progress = {"done": draft.answered, "progress": _progress(draft)} if draft.is_valid() else {}
            return _autosave(request, keep, is_readable=draft.is_valid(), **progress)
        if draft.is_valid() and _save(request, keep) and context["form"].is_valid():
            return redirect(f"evaluations:{'summary' if checking else 'evaluate'}", round.pk, mentorship.pk, form)
    context |= {"parts": context["form"].parts(), "progress": _progress(context["form"])}
    return render(request, "evaluations/evaluate.html", context, status=422 if context["form"].errors else 200)


def _progress(form):
    """How far the author is, in words."""
    return _("%(done)d of %(total)d answered") % {"done": form.answered, "total": len(form.questions)}


def _save(request, keep):
    """Whether it could be kept; says why where not."""
    try:
        keep()
    except Refusal as error:
        messages.error(request, error)
        return False
    if "check" not in request.POST:
        messages.success(request, _("Saved. Take your time: you can come back until the evaluation closes."))
    return True


def _autosave(request, keep, *, is_readable, **progress):
    """The answer to static/js/autosave.js. Its ``revision`` is not used here: only one author writes.

    ``progress``: how much is ``done``, and that in words.
    """
    if not is_readable:
        return JsonResponse({"revision": 0, "message": _("Not saved: something can't be read yet.")}, status=422)
    try:
        keep()
    except Refusal as error:
        return JsonResponse({"message": str(error)}, status=409)
    at = time_format(localtime(request.received_at), "H:i")
    return JsonResponse({"revision": 0, "message": _("Saved at %(time)s.") % {"time": at}, **progress})


def _page(round, mentorship, reader):
    """What every page of this file shows. Organizers are here in the mentors' place."""
    return {"round": round, "mentorship": mentorship, "leads": round.cohort.leads(), "in_place": reader.organizes}


@login_required
def summary(request, round_pk, mentorship_pk, form):
    """All answers to read over; a POST submits them."""
    round, mentorship, reader = access.answerable(request.user, round_pk, mentorship_pk, form)
    person, now = request.user.person, request.received_at
    if request.method == "POST":
        try:
            Evaluation.submit(round, mentorship, form=form, author=person, now=now)
            messages.success(request, _("Thank you! Your answers are with the organizers."))
        except Refusal as error:
            messages.error(request, error)
        return redirect("evaluations:summary", round.pk, mentorship.pk, form)
    evaluation = _mine(round, mentorship, form, person)
    if evaluation is None:
        return redirect("evaluations:evaluate", round.pk, mentorship.pk, form)
    context = _page(round, mentorship, reader) | {
        "title": title_of(form, mentorship),
        "evaluation": evaluation,
        "answers": audience.readable_draft(evaluation, reader),
        "missing": evaluation.missing(),
        "form_kind": form,
        "can_edit": mentorship.is_active and _is_open(round, mentorship, reader, person, now),
    }
    return render(request, "evaluations/summary.html", context)


def _is_open(round, mentorship, reader, person, now):
    return not in_place.obstacle(round, mentorship, person, now) if reader.organizes else round.is_open(now)


@login_required
def final_work(request, round_pk, mentorship_pk):
    """The mentee's final work: kept as a draft, or handed in."""
    round, mentorship, reader = access.own_final_work(request.user, round_pk, mentorship_pk)
    person, now = request.user.person, request.received_at
    work = FinalWork.objects.filter(mentorship=mentorship).first()
    context = _page(round, mentorship, reader) | {"work": work, "has_closed": round.has_closed(now)}
    if request.method == "GET" and not (round.is_open(now) and mentorship.is_active):
        return render(request, "evaluations/final_work.html", context)
    hand_in = "hand_in" in request.POST
    typed = request.POST if request.method == "POST" else None
    form = FinalWorkForm(typed, instance=work, complete=hand_in)
    if request.method == "POST":
        is_valid = form.is_valid()
        keep = partial(FinalWork.keep, round, mentorship, by=person, values=form.cleaned_data, hand_in=hand_in, now=now)
        if "autosave" in request.POST:
            return _autosave(request, keep, is_readable=is_valid)
        if is_valid and _save(request, keep):
            return redirect("evaluations:final-work", round.pk, mentorship.pk)
    context["form"] = form
    return render(request, "evaluations/final_work.html", context, status=422 if form.errors else 200)
