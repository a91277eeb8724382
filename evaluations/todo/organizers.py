"""What of evaluations and recognition waits for the organizers of a cohort, counted."""

from functools import partial

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.models import Cohort, Phase
from cohorts.organizing import Counted, Waiting, belongs_to, waiting
from mentorship.models import Mentorship

from .. import ladder
from ..models import (
    Decision,
    Evaluation,
    FinalWork,
    Form,
    Nomination,
    Recommendation,
    RemovalProposal,
    Round,
    StipendLine,
    SupportPlan,
)
from ..recognition import issuing

_OF_ROUND, _OF_MENTORSHIP = "round__cohort", "mentorship__cohort"


@waiting
def rounds(cohorts, now, organizer):
    """Of each round: forms that are outstanding late in its window; decisions and results after it.

    Whether a round that has closed still has results to tell is one query.
    """
    for kind in Round.Kind:
        windows = [(cohort, cohort.phase(kind)) for cohort in cohorts if cohort.phase(kind)]
        if chased := [cohort for cohort, window in windows if _is_chased(window, cohort, now)]:
            yield from _outstanding(kind, chased)
        if closed := [cohort for cohort, window in windows if window.ends_at <= now]:
            yield from _after_the_close(kind, closed, now, organizer)


def _is_chased(window, cohort, now):
    return window.is_open(now) and ladder.CHASE.due_at(window.starts_at, cohort.zone) <= now


def _after_the_close(kind, closed, now, organizer):
    over = Mentorship.objects.active().without_more_time(kind, now)
    decided = Decision.objects.filter(round__kind=kind, mentorship=OuterRef("pk"))
    untold = over.filter(~Exists(decided.told()))
    if not untold.filter(cohort__in=closed).exists():
        return
    yield Waiting(f"{kind}_untold", untold, partial(_to_release, kind), among=closed)
    yield Waiting(f"{kind}_undecided", over.filter(~Exists(decided)), among=closed)
    in_place = _for(untold.filter(~Exists(_submitted(kind, Form.MENTOR_ON_MENTEE))), organizer)
    yield Waiting(f"{kind}_in_place", in_place, partial(_to_evaluate, kind), among=closed)


def _submitted(kind, form):
    return Evaluation.objects.submitted().filter(round__kind=kind, form=form, mentorship=OuterRef("pk"))


def _for(mentorships, organizer):
    """Those in which the organizer may evaluate in the mentors' place: see ``models.in_place``."""
    if organizer is None:
        return mentorships
    named = Q(cohort__evaluates_in_place=None) | Q(cohort__evaluates_in_place=organizer)
    mentored = organizer.mentoring.filter(until=None).values("project")
    return mentorships.filter(named).exclude(mentee=organizer).exclude(project__in=mentored)


def _outstanding(kind, chased):
    """One Waiting for each form; the first speaks for all."""
    running = Mentorship.objects.active()
    for form in Round.FORMS[kind]:
        missing = running.filter(~Exists(_submitted(kind, form)))
        yield Waiting(f"{kind}_{form}", missing, partial(_chase, kind, form), among=chased)
    if kind == Round.Kind.FINAL:
        works = FinalWork.objects.filter(mentorship=OuterRef("pk"), submitted_at__isnull=False)
        missing = running.filter(~Exists(works))
        yield Waiting(f"{kind}_final_work", missing, partial(_chase, kind, "final_work"), among=chased)


def _chase(kind, form, cohort, counts, now):
    """All outstanding forms of a round as one, told by the first of its forms that has any."""
    names = [*Round.FORMS[kind], "final_work"]
    missing = [name for name in names if counts[f"{kind}_{name}"]]
    if missing[0] != form:
        return None
    number = sum(counts[f"{kind}_{name}"] for name in missing)
    return Counted(
        f"outstanding/{kind}/{cohort.pk}",
        ngettext("%(number)d evaluation form is outstanding", "%(number)d evaluation forms are outstanding", number)
        % {"number": number},
        reverse("evaluations:round", args=[cohort.slug, kind]),
        topic=_evaluation(kind),
        count=number,
        words=_("forms still open"),
        text=_("The %(round)s evaluation has been open for some days. Ask whoever has not submitted.")
        % {"round": kind.label},
        action=_("See whose"),
        due=cohort.phase(kind).ends_at,
        urgency="soon",
        rank=60,
        **belongs_to(cohort),
    )


def _evaluation(kind):
    return _("%(round)s evaluation") % {"round": kind.label.capitalize()}


def _to_release(kind, cohort, counts, now):
    undecided = counts[f"{kind}_undecided"]
    words = _("evaluation to release: everything is decided, and people wait for their results")
    return Counted(
        f"release/{kind}/{cohort.pk}",
        _("Release the %(round)s results") % {"round": kind.label},
        reverse("evaluations:round", args=[cohort.slug, kind]),
        topic=_evaluation(kind),
        count=undecided or 1,
        words=ngettext("mentorship to decide about", "mentorships to decide about", undecided) if undecided else words,
        text=_("The evaluation has closed: decide for each mentorship, then tell everybody."),
        action=_("See the round"),
        urgency="soon",
        rank=60,
        **belongs_to(cohort),
    )


def _to_evaluate(kind, cohort, counts, now):
    number = counts[f"{kind}_in_place"]
    return Counted(
        f"in-place/{kind}/{cohort.pk}",
        ngettext(
            "%(number)d mentee to evaluate in a mentor’s place",
            "%(number)d mentees to evaluate in a mentor’s place",
            number,
        )
        % {"number": number},
        reverse("evaluations:round", args=[cohort.slug, kind]),
        topic=_evaluation(kind),
        count=number,
        words=ngettext("mentee to evaluate in a mentor’s place", "mentees to evaluate in a mentor’s place", number),
        text=_("No mentor did before the evaluation closed: the mentee never loses by it."),
        action=_("See whom"),
        urgency="soon",
        rank=61,
        **belongs_to(cohort),
    )


# Interventions, recognition, stipends ------------------------------------------------------


@waiting
def after_a_round(cohorts, now, organizer):
    """From program start on: what organizers have to decide, write, sign or request."""
    kinds = Phase.Kind
    begun, evaluated, closed, finished = (
        [cohort for cohort in cohorts if passed(cohort, kind, now)]
        for passed, kind in (
            (Cohort.has_opened, kinds.PROGRAM),
            (Cohort.has_opened, kinds.MIDTERM),
            (Cohort.has_closed, kinds.MIDTERM),
            (Cohort.has_closed, kinds.FINAL),
        )
    )
    if begun:
        nominations = Nomination.objects.open().exclude(mentorship__mentee=organizer)
        yield Waiting("nominations", nominations, _nominations, _OF_MENTORSHIP, begun)
    if evaluated:
        plans = _of_others(_plans_to_look_at(evaluated, now), organizer)
        yield Waiting("plans", plans, _plans, _OF_ROUND, evaluated)
    if closed:
        yield Waiting("missed", _of_others(RemovalProposal.objects.open(), organizer), _missed, _OF_ROUND, closed)
    if finished:
        letters = Recommendation.objects.to_sign().exclude(mentorship__mentee=organizer).exclude(author=organizer)
        yield Waiting("letters", letters, _letters, _OF_MENTORSHIP, finished)
        earned = StipendLine.objects.filter(state=StipendLine.State.ELIGIBLE)
        yield Waiting("stipends", earned, _stipends, among=finished)
        yield Waiting("certificates", issuing.lacking_certificate(), _certificates, among=finished)


def _plans_to_look_at(cohorts, now):
    """Those to write, and those whose day to look again has come."""
    due = Q(shared_at=None)
    for cohort in cohorts:
        due |= Q(round__cohort=cohort, review_on__lte=timezone.localdate(now, cohort.zone))
    return SupportPlan.objects.open().filter(due)


def _of_others(rows, organizer):
    """Of mentorships in which the organizer, if it is asked for one, does not take part."""
    if organizer is None:
        return rows
    mentored = organizer.mentoring.filter(until=None).values("project")
    return rows.exclude(mentorship__mentee=organizer).exclude(mentorship__project__in=mentored)


def _listed(name, cohort, counts, what, text, action, one, many):
    """Each stands on the list of what needs attention. ``one``: the route of a single one's page; ``many``: a path."""
    number = counts[name]
    return Counted(
        f"{name}/{cohort.pk}",
        what % {"number": number},
        reverse(one, args=[counts.first[name]]) if number == 1 else many,
        count=number,
        text=text,
        action=action,
        urgency="soon",
        is_listed=True,
        **belongs_to(cohort),
    )


def _missed(cohort, counts, now):
    what = ngettext(
        "%(number)d missed evaluation to decide about",
        "%(number)d missed evaluations to decide about",
        counts["missed"],
    )
    text = _("Ask how they are. Then forgive it, or confirm that they leave: nothing happens by itself.")
    listed = reverse("cohorts:attention", args=[cohort.slug])
    return _listed("missed", cohort, counts, what, text, _("Decide"), "evaluations:proposal", listed)


def _plans(cohort, counts, now):
    what = ngettext("%(number)d support plan needs you", "%(number)d support plans need you", counts["plans"])
    text = _("Write down who helps with what, or look again how it is going.")
    listed = reverse("cohorts:attention", args=[cohort.slug])
    return _listed("plans", cohort, counts, what, text, _("Open the plan"), "evaluations:plan", listed)


def _nominations(cohort, counts, now):
    number = counts["nominations"]
    what = ngettext("%(number)d nomination to decide about", "%(number)d nominations to decide about", number)
    text, all_of_them = (
        _("Act on it or decline, with a word to the mentor."),
        reverse("evaluations:nominations", args=[cohort.slug]),
    )
    return _listed("nominations", cohort, counts, what, text, _("Decide"), "evaluations:nomination", all_of_them)


def _letters(cohort, counts, now):
    what = ngettext(
        "%(number)d recommendation letter to sign", "%(number)d recommendation letters to sign", counts["letters"]
    )
    text, listed = _("Read it, then sign it or ask for a change."), reverse("cohorts:attention", args=[cohort.slug])
    return _listed("letters", cohort, counts, what, text, _("Read"), "evaluations:recommendation", listed)


def _stipends(cohort, counts, now):
    number = counts["stipends"]
    return Counted(
        f"stipends/{cohort.pk}",
        ngettext("%(number)d stipend to request", "%(number)d stipends to request", number) % {"number": number},
        reverse("evaluations:budget", args=[cohort.slug]),
        topic=_("Stipends"),
        count=number,
        words=ngettext("stipend earned, to be requested", "stipends earned, to be requested", number),
        text=_("They are earned. Request them from whoever pays."),
        action=_("Open the stipends"),
        rank=65,
        **belongs_to(cohort),
    )


def _certificates(cohort, counts, now):
    number = counts["certificates"]
    return Counted(
        f"certificates/{cohort.pk}",
        ngettext("%(number)d certificate to issue", "%(number)d certificates to issue", number) % {"number": number},
        reverse("evaluations:recognition", args=[cohort.slug]),
        topic=_("Certificates"),
        count=number,
        words=ngettext("certificate to issue", "certificates to issue", number),
        text=_("They completed the program and have none yet."),
        action=_("Issue"),
        rank=66,
        **belongs_to(cohort),
    )
