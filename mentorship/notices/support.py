"""Asking for help, and what comes of it."""

from dataclasses import replace

from amp_portal.outbox.letters import Draft, letter, queue_all
from cohorts.notices import of_cohort


def _of_request(request, what, person):
    return Draft(key=f"support/{request.pk}/{what}/{person.pk}", to=person, about=request, **of_cohort(request.cohort))


def _nobody_has_taken_it(message, now):
    request = message.about
    still_organizes = request.cohort.organizers.current().filter(person=message.person_id).exists()
    return still_organizes and not request.is_taken and not request.is_solved


@letter("mentorship/mail/help_asked", kind="care", still_due=_nobody_has_taken_it)
def help_asked_one(request, move, organizer):
    return _of_request(request, move.pk, organizer)


def help_asked(request, now):
    """To every organizer, at once; not to whoever asked."""
    move = request.moves.latest("pk")
    organizers = request.cohort.organizers.current().exclude(person=move.by).select_related("person")
    queue_all([help_asked_one(request, move, row.person) for row in organizers], now)


@letter("mentorship/mail/help_taken", kind="care")
def help_taken(request, move):
    return _of_request(request, move.pk, request.asker)


@letter("mentorship/mail/help_passed_on", kind="care", still_due=_nobody_has_taken_it)
def help_passed_on(request, move):
    return _of_request(request, move.pk, request.in_hands_of)


def _last_word(message):
    return {"words": "\n".join(f"> {line}" for line in message.about.body.splitlines())}


@letter("mentorship/mail/help_answered", kind="care", context=_last_word)
def help_answered_one(answer, person):
    request = answer.request
    return Draft(key=f"support-answer/{answer.pk}/{person.pk}", to=person, about=answer, **of_cohort(request.cohort))


def help_answered(answer, now):
    """To the other side: whoever asked, or the organizer who looks after it, else all of them."""
    request = answer.request
    if answer.author_id != request.asker_id:
        people = [request.asker]
    elif request.in_hands_of:
        people = [request.in_hands_of]
    else:
        people = [row.person for row in request.cohort.organizers.current().select_related("person")]
    queue_all([help_answered_one(answer, person) for person in people], now)


def _words_of_move(message):
    move = message.about.moves.filter(pk=message.facts["move"]).first()
    return {"move": move}


@letter("mentorship/mail/help_solved", kind="care", context=_words_of_move)
def help_solved(request, move):
    draft = _of_request(request, move.pk, request.asker)
    return replace(draft, facts={"move": move.pk})
