"""The letters of this app."""

from collections.abc import Callable

from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from amp_portal.outbox.letters import SLACK, Draft, letter
from cohorts.notices import of_cohort

from . import duties
from .ladder import RUNGS, current_rung
from .models import Decision, FollowUp, Form, Round, StipendLine, contact_of

REMINDERS: dict[str, Callable[..., Draft]] = {}  # by rung
REMINDER_LETTERS: list[str] = []


def _round_of(message):
    return Round.objects.with_window().get(pk=message.object_id)


def _owed(message, round):
    """The duties a reminder is about: of a mentorship with its own dates, or of all others."""
    owed = duties.of_person(message.person, [round])
    return [duty for duty in owed if duty.apart == message.facts.get("mentorship")]


def _still_owed(message, now):
    """Somebody who has submitted meanwhile, or has had the next letter, needs none."""
    rungs = [current_rung(duty.round, now) for duty in _owed(message, _round_of(message))[:1]]
    return any(rung and rung.name == message.facts["rung"] for rung in rungs)


def _is_away(person_id, round):
    """They are on leave for some of the window, perhaps with the whole cohort."""
    theirs = round.cohort.leaves.standing().filter(Q(person=person_id) | Q(person=None))
    return theirs.filter(starts_at__lt=round.closes_at, ends_at__gt=round.opens_at).exists()


def _passed_on_by(owed, person):
    """Names of the lead mentors of projects on which the person is a co-mentor: what they missed passes on."""
    teams = [duty.mentorship.project.current_mentors for duty in owed if duty.form == Form.MENTOR_ON_MENTEE]
    leads = [[row.person for row in team if row.is_lead] for team in teams]
    return sorted({str(lead) for theirs in leads if person not in theirs for lead in theirs})


def _what_is_owed(message):
    round = _round_of(message)
    owed = _owed(message, round)
    round = owed[0].round if owed else round
    return {
        "is_away": _is_away(message.person_id, round),
        "round": round,
        "cohort": round.cohort,
        "duties": owed,
        "passed_on_by": get_text_list(_passed_on_by(owed, message.person), _("and")),
        "contact": contact_of(round.cohort),
    }


def key_of_reminder(round, person, rung, mentorship=None):
    key = f"evaluation/{round.pk}/{rung}/{person.pk}"
    return f"{key}/{mentorship}" if mentorship else key


def _reminder(rung):
    """Register the letter of one rung of the ladder."""
    name = f"evaluations/mail/{rung}"

    @letter(name, kind="duties", daytime=True, still_due=_still_owed, context=_what_is_owed)
    def reminder(round, person, mentorship=None):
        """``mentorship``: the pk of the one it is about, where that has its own dates."""
        return Draft(
            key=key_of_reminder(round, person, rung, mentorship),
            to=person,
            about=round,
            facts={"rung": rung, "mentorship": mentorship},
            **of_cohort(round.cohort),
        )

    REMINDERS[rung] = reminder
    REMINDER_LETTERS.append(name)


for _rung in RUNGS:
    _reminder(_rung.name)


def _result(message):
    decision = Decision.objects.select_related("round__cohort", "mentorship__project").get(pk=message.object_id)
    return {
        "decision": decision,
        "round": decision.round,
        "cohort": decision.round.cohort,
        "mentorship": decision.mentorship,
        "contact": contact_of(decision.round.cohort),
    }


def _to_mentee(decision):
    return Draft(
        key=f"result/{decision.pk}",
        to=decision.mentorship.mentee,
        about=decision,
        **of_cohort(decision.round.cohort),
    )


midterm_passed = letter("evaluations/mail/midterm_passed", kind="program", context=_result)(_to_mentee)
midterm_failed = letter("evaluations/mail/midterm_failed", kind="program", context=_result)(_to_mentee)
final_passed = letter("evaluations/mail/final_passed", kind="program", context=_result)(_to_mentee)
final_failed = letter("evaluations/mail/final_failed", kind="program", context=_result)(_to_mentee)


def result(decision):
    """The mentee's letter about their result."""
    passed, failed = (final_passed, final_failed) if decision.round.is_final else (midterm_passed, midterm_failed)
    return passed(decision) if decision.passed else failed(decision)


def _results(message):
    round = Round.objects.select_related("cohort").get(pk=message.object_id)
    decisions = Decision.objects.with_people().filter(pk__in=message.facts["decisions"])
    return {"round": round, "cohort": round.cohort, "decisions": decisions, "contact": contact_of(round.cohort)}


@letter("evaluations/mail/results_for_mentors", kind="program", context=_results)
def results_for_mentor(round, person, decisions):
    """One letter per mentor about all their mentees."""
    return Draft(
        key=f"results/{round.pk}/{person.pk}/{decisions[0].pk}",  # those with more time have theirs later
        to=person,
        about=round,
        facts={"decisions": [decision.pk for decision in decisions]},
        **of_cohort(round.cohort),
    )


def _paid(message):
    line = StipendLine.objects.with_all().get(pk=message.object_id)
    return {"line": line, "cohort": line.cohort, "contact": contact_of(line.cohort)}


@letter("evaluations/mail/stipend_paid", kind="program", context=_paid)
def stipend_paid(line):
    return Draft(key=f"stipend-paid/{line.pk}", to=line.person, about=line, **of_cohort(line.cohort))


def _asked(message):
    row = FollowUp.objects.select_related("mentorship__cohort").get(pk=message.object_id)
    return {"follow_up": row, "cohort": row.mentorship.cohort}


def _still_open(message, now):
    row = FollowUp.objects.filter(pk=message.object_id, answered_at=None).first()
    return row is not None and row.is_open(now)


@letter("evaluations/mail/follow_up", kind="after", daytime=True, still_due=_still_open, context=_asked)
def follow_up(row):
    key = f"follow-up/{row.mentorship_id}/{row.months}"
    return Draft(key=key, to=row.mentorship.mentee, about=row, **of_cohort(row.mentorship.cohort))


@letter("evaluations/slack/released", channels=SLACK)
def released(round):
    """To the organizers' channel in Slack: their colleagues need not write twice."""
    return Draft(key=f"released/{round.pk}", to=None, about=round, **of_cohort(round.cohort))
