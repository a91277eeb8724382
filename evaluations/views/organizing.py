"""An organizer's pages of a round."""

from collections import defaultdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from amp_portal.numbers import number
from amp_portal.refusals import Refusal
from mentorship.models import Mentorship

from .. import access, audience, discrepancies, duties, evidence, ladder, progress, question_sets, rounds
from .. import release as releasing
from ..forms import DecisionForm, EvaluationForm
from ..models import Decision, Form, RemovalProposal, Round
from . import results

CHASED = 50  # people named on one page; the table below has everybody


@login_required
def round(request, slug, kind):
    """Progress, chase list and decisions, 25 mentorships a page. While the results are released it follows that."""
    cohort, round = access.organized_round(request.user, slug, kind)
    if round is None:
        return render(request, "evaluations/unprepared.html", {"cohort": cohort, "kind": kind})
    release = round.releases.filter(finished_at=None).select_related("started_by").first()
    now = request.received_at
    everybody = Mentorship.objects.filter(cohort=cohort).filter(
        Q(state=Mentorship.State.ACTIVE) | Q(decisions__round=round)
    )
    owed_by_all = duties.of([round], everybody.distinct().order_by("mentee__name", "pk"))
    by_mentorship = defaultdict(list)
    for duty in owed_by_all:
        by_mentorship[duty.mentorship].append(duty)
    page = Paginator(list(by_mentorship), 25).get_page(request.GET.get("page"))
    undecided = releasing.undecided(round, now).count()
    can_release = not undecided and releasing.awaits_release(round, now)
    chased = _chase_list(round, owed_by_all, now)
    context = {
        "cohort": cohort,
        "round": round,
        "release": release,
        "kinds": [(other, other == round.kind) for other in Round.Kind],
        "page_obj": page,
        "rows": list(_rows(round, page, by_mentorship, request.user.person, now)),
        "done": sum(duty.is_done for duty in owed_by_all),
        "total": len(owed_by_all),
        "charts": [chart for chart in (progress.by_form(owed_by_all), progress.by_project(owed_by_all)) if chart],
        "chase_list": chased[:CHASED],
        "chased_more": max(0, len(chased) - CHASED),
        "longer": releasing.with_more_time(round, now).count(),
        "deciding": bool(undecided or can_release),
        "has_opened": round.has_opened(now),
        "copyable": [] if round.has_opened(now) else access.copyable_rounds(request.user, round),
        "has_closed": round.has_closed(now),
        "undecided": undecided,
        "can_release": can_release,
        "told": _told(round, owed_by_all, now) if can_release else None,
    }
    return render(request, "evaluations/round.html", context)


def _told(round, everything, now):
    """How many a release concerns, to be seen before it is made."""
    decisions = Decision.objects.filter(round=round, told_at=None, mentorship__in=releasing.over(round, now))
    passed = dict(decisions.values_list("mentorship_id", "passed"))
    told = [duty for duty in everything if duty.mentorship.pk in passed and duty.form == Form.MENTOR_ON_MENTEE]
    return {
        "mentees": len(passed),
        "mentors": len({mentor for duty in told for mentor in duty.people}),
        "passed": sum(passed.values()),
        "not_passed": len(passed) - sum(passed.values()),
    }


def _rows(round, mentorships, by_mentorship, reader, now):
    """What the table shows of each mentorship. Answers about a mentor are not hinted at to that mentor."""
    owed = {each: [duty for duty in by_mentorship[each] if not duty.is_done] for each in mentorships}
    known = evidence.gather(round, owed)
    decisions = {found.mentorship_id: found for found in Decision.objects.filter(round=round)}
    proposals = {found.mentorship_id: found for found in RemovalProposal.objects.open().filter(round=round)}
    for mentorship in mentorships:
        own = round.of(mentorship)
        is_mine = reader in [row.person for row in mentorship.project.current_mentors]
        yield {
            "mentorship": mentorship,
            "has_closed": own.has_closed(now),
            "longer_until": own.closes_at if own.has_own_window else None,
            "duties": by_mentorship[mentorship],
            "decision": decisions.get(mentorship.pk),
            "proposal": proposals.get(mentorship.pk),
            "flags": [] if is_mine else discrepancies.flags(known[mentorship]),
        }


def _chase_list(round, everything, now):
    """``[(person, [duties])]``: what nobody has done three days after the opening and before the result is out."""
    told = set(round.decisions.told().values_list("mentorship_id", flat=True))
    people = defaultdict(list)
    for duty in everything:
        is_owed = not duty.is_done and duty.mentorship.is_active and duty.mentorship.pk not in told
        if is_owed and ladder.is_chasing(duty.round, now):
            for person in duty.people:
                people[person].append(duty)
    return sorted(people.items(), key=lambda item: str(item[0]))


@login_required
@require_POST
def prepare(request, slug, kind):
    cohort, _round = access.organized_round(request.user, slug, kind)
    rounds.prepare(cohort)
    messages.success(request, _("Ready. You can change the questions until the evaluation opens."))
    return redirect("evaluations:round", slug, kind)


@login_required
@require_POST
def copy_questions(request, slug, kind):
    """Take over the questions of another cohort's round of the same kind."""
    round = access.prepared_round(request.user, slug, kind)
    source = access.copyable_rounds(request.user, round).filter(pk=number(request.POST.get("source", ""))).first()
    if source is None:
        messages.error(request, _("Choose an evaluation to copy from."))
        return redirect(round)
    try:
        question_sets.copy(source, round, now=request.received_at)
        messages.success(request, _("Copied. Read them over in the preview, and change what is different this time."))
    except Refusal as error:
        messages.error(request, error)
    return redirect(round)


@login_required
def preview(request, slug, kind, form):
    """The form as the people who answer will see it, without a way to answer."""
    round = access.prepared_round(request.user, slug, kind)
    if form not in round.forms:
        raise Http404
    context = {
        "cohort": round.cohort,
        "round": round,
        "form_kind": Form(form),
        "form": EvaluationForm(questions=round.questions.filter(form=form), complete=True, disabled=True),
    }
    return render(request, "evaluations/preview.html", context)


@login_required
@require_POST
def decide(request, round_pk, mentorship_pk):
    """Keep a decision, and go on to the next mentorship without one; after the last back to the round."""
    round, mentorship = access.decidable(request.user, round_pk, mentorship_pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return results.show(request, round, mentorship, audience.reader_of(request.user, mentorship), form)
    onward = results.undecided(round, mentorship, request.received_at).onward
    try:
        Decision.take(round, mentorship, by=request.user.person, now=request.received_at, **form.cleaned_data)
    except Refusal as error:
        messages.error(request, error)
        return redirect("evaluations:result", round.pk, mentorship.pk)
    done = _("Kept for %(mentee)s. Nobody is told before you release the results; until then you can change it.")
    messages.success(request, done % {"mentee": mentorship.mentee})
    return redirect(onward or round)


@login_required
@require_POST
def pass_unflagged(request, slug, kind):
    """Decide all that is clear in one go."""
    round = access.prepared_round(request.user, slug, kind)
    try:
        count = releasing.pass_unflagged(round, by=request.user.person, now=request.received_at)
        done = ngettext("%(n)s decision kept.", "%(n)s decisions kept.", count) % {"n": count}
        messages.success(request, f"{done} {_('Nobody is told before you release the results.')}")
    except Refusal as error:
        messages.error(request, error)
    return redirect(round)


@login_required
@require_POST
def release(request, slug, kind):
    round = access.prepared_round(request.user, slug, kind)
    try:
        begun = releasing.start(round, by=request.user.person, now=request.received_at)
        done = ngettext(
            "Released: %(n)s mentee and the mentors get their letters now.",
            "Released: %(n)s mentees and the mentors get their letters now.",
            begun.total,
        )
        messages.success(request, done % {"n": begun.total})
    except Refusal as error:
        messages.error(request, error)
    return redirect(round)
