"""What an organizer should look at before deciding, and what the mentors' answers suggest. Evaluations in, words out.

``evaluations`` are the submitted ones of one mentorship in one round, with their round's questions at hand.
"""

from django.utils.translation import gettext as _

from .models import Form


def _verdicts(evaluations, form):
    return {said for evaluation in evaluations if evaluation.form == form for said in evaluation.verdicts}


def votes(evaluations):
    """The mentors' pass or fail answers as a set: of "pass", "unsure" and "fail"."""
    return _verdicts(evaluations, Form.MENTOR_ON_MENTEE)


def suggestion(evaluations):
    """True or False where the mentors agree and are sure, else None."""
    said = votes(evaluations)
    return {"pass": True, "fail": False}.get(*said) if len(said) == 1 else None


def reports_no_contact(evaluations):
    return any(
        evaluation.answers.get(str(question.pk)) == "no"
        for evaluation in evaluations
        if evaluation.form == Form.MENTEE_ON_MENTOR
        for question in evaluation.round.questions.all()
        if question.means_contact and question.form == evaluation.form
    )


def fails_mentors(evaluations):
    return "fail" in _verdicts(evaluations, Form.MENTEE_ON_MENTOR)


def flags(evaluations, owed):
    """What to look at, as sentences. ``owed`` are the mentorship's duties in the round that nobody has done."""
    found = []
    missing = {duty.form for duty in owed}
    if reports_no_contact(evaluations):
        if "pass" in votes(evaluations):
            found.append(_("The mentors pass the mentee, but the mentee reports no regular contact. Please ask both."))
        else:
            found.append(_("The mentee reports no regular contact with the mentors."))
    if fails_mentors(evaluations):
        found.append(_("The mentee does not pass their mentors. Please talk with both."))
    if votes(evaluations) == {"unsure"}:
        found.append(_("The mentors are not sure yet. Please talk with both before you decide."))
    if len(votes(evaluations)) > 1:
        found.append(_("The mentors do not agree on pass or fail."))
    if Form.MENTOR_ON_MENTEE in missing:
        found.append(_("No mentor has evaluated. The mentee must not lose by it: please judge in the mentors' place."))
    if missing - {Form.MENTOR_ON_MENTEE}:
        found.append(_("Something of the mentee's is missing. It can be forgiven: ask how they are first."))
    return found
