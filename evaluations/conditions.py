"""Whether the conditions of a round's questions can be met, all of them together. Pure."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _


def problems(questions):
    """``(question, field, words)`` for each condition that can't be met. ``questions`` are those a round would have.

    Whether a question is earlier, is there at all and gives an answer is read from these, not from the database.
    """
    by_pk = {question.pk: question for question in questions if question.pk}
    for question in questions:
        if question.only_if_id and (problem := _problem(question, by_pk.get(question.only_if_id))):
            yield (question, *problem)


def _problem(question, earlier):
    if earlier is None:
        return "only_if", _("The question this depends on goes away. Choose another one, or take the condition away.")
    if earlier.form != question.form or earlier.position >= question.position:
        return "only_if", _("“%(earlier)s” must be an earlier question of the same form.") % {"earlier": earlier}
    if not earlier.choices:
        return "only_if", _("“%(earlier)s” has no given answers, so nothing can depend on them.") % {"earlier": earlier}
    if earlier.value_of(question.only_if_answer) is None:
        known = get_text_list([str(label) for _value, label in earlier.choices], _("or"))
        return "only_if_answer", _("The answers to “%(earlier)s” are %(known)s.") % {"earlier": earlier, "known": known}
    return None
