"""What an organizer should look at before deciding, and what the mentors' answers suggest. Evidence in, words out."""

from django.utils.translation import gettext as _

from .models import Form, Question

FEW_UPDATES = 3  # fewer say nothing about hours
LITTLE, MUCH = 0.5, 1.5  # of the hours expected
LARGE_DROP = 2  # steps on a scale


def _verdicts(evaluations, form):
    return {said for evaluation in evaluations if evaluation.form == form for said in evaluation.verdicts}


def votes(evaluations):
    """The mentors' pass or fail answers as a set: of "pass", "unsure" and "fail"."""
    return _verdicts(evaluations, Form.MENTOR_ON_MENTEE)


def suggestion(evaluations):
    """True or False where the mentors agree and are sure, else None."""
    said = votes(evaluations)
    if len(said) != 1 or "unsure" in said:
        return None
    return "pass" in said


def reports_no_contact(evaluations):
    return any(
        evaluation.answers.get(str(question.pk)) == "no"
        for evaluation in evaluations
        if evaluation.form == Form.MENTEE_ON_MENTOR
        for question in evaluation.round.questions.all()
        if question.means_contact and question.form == evaluation.form
    )


def flags(evidence):
    """What to look at, as sentences."""
    return [
        *_about_contact(evidence.evaluations),
        *_about_verdicts(evidence.evaluations),
        *_about_hours(evidence.hours),
        *_about_drops(evidence.before, evidence.evaluations),
        *_about_missing(evidence.owed),
    ]


def _about_contact(evaluations):
    if not reports_no_contact(evaluations):
        return
    if "pass" in votes(evaluations):
        yield _("The mentors pass the mentee, but the mentee reports no regular contact. Please ask both.")
    else:
        yield _("The mentee reports no regular contact with the mentors.")


def _about_verdicts(evaluations):
    if "fail" in _verdicts(evaluations, Form.MENTEE_ON_MENTOR):
        yield _("The mentee does not pass their mentors. Please talk with both.")
    said = votes(evaluations)
    if said == {"unsure"}:
        yield _("The mentors are not sure yet. Please talk with both before you decide.")
    if len(said) > 1:
        yield _("The mentors do not agree on pass or fail.")


def _about_hours(hours):
    if hours is None or hours.updates < FEW_UPDATES:
        return
    words = {"hours": round(hours.a_week), "expected": hours.expected}
    if hours.a_week < LITTLE * hours.expected:
        yield (
            _("About %(hours)d hours a week in the updates, of %(expected)d expected. Please ask how they are.") % words
        )
    if hours.a_week > MUCH * hours.expected:
        yield _("About %(hours)d hours a week in the updates, far more than the %(expected)d expected.") % words


def _about_drops(before, after):
    """A question of the same words on a scale, answered far lower than at midterm."""
    earlier = _scales(before)
    for (form, text), value in _scales(after).items():
        was = earlier.get((form, text))
        if was is not None and was - value >= LARGE_DROP:
            words = {"question": text, "was": was, "now": value}
            yield _("“%(question)s”: %(was)g at midterm, %(now)g now.") % words


def _scales(evaluations):
    """``{(form, words of the question): the mean of its answers}``."""
    given = {}
    for evaluation in evaluations:
        for question in evaluation.round.questions.all():
            value = evaluation.answers.get(str(question.pk))
            if question.form == evaluation.form and question.type == Question.Type.SCALE and value:
                given.setdefault((evaluation.form, question.text), []).append(value)
    return {key: sum(values) / len(values) for key, values in given.items()}


def _about_missing(owed):
    missing = {duty.form for duty in owed}
    if Form.MENTOR_ON_MENTEE in missing:
        yield _("No mentor has evaluated. The mentee must not lose by it: please judge in the mentors' place.")
    if missing - {Form.MENTOR_ON_MENTEE}:
        yield _("Something of the mentee's is missing. It can be forgiven: ask how they are first.")
