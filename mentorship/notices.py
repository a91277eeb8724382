"""The letters of a mentorship. What somebody waits for goes at once, everything else in the reader's day, merged."""

from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from amp_portal.outbox.letters import Draft, letter, queue_all
from cohorts.models import Organizer, ProjectMentor
from cohorts.notices import of_cohort

from . import mentions
from .step_texts import of_letter


def _still_mentors(message, project_id):
    return ProjectMentor.objects.filter(project=project_id, person=message.person_id, until=None).exists()


# The thread: at once, as its readers are promised; who wants to be left alone chooses once a day -------


def _of_entry(entry, person):
    return Draft(key=f"entry/{entry.pk}/{person.pk}", to=person, about=entry, **of_cohort(entry.mentorship.cohort))


def _quoted(message):
    """The texts of the entry, as quotations; and when the lead mentors would be reminded of an answer."""
    entry = message.about
    texts = {name: getattr(entry, name) for name in ("body", "done", "next_up", "blockers", "links")}
    quoted = {name: "\n".join(f"> {line}" for line in text.splitlines()) for name, text in texts.items()}
    return {
        "quoted": quoted,
        "quoted_texts": [text for text in quoted.values() if text],
        "answer_by": entry.posted_at + timedelta(days=entry.mentorship.cohort.answer_nudge_after),
    }


def _concerns_mentor(message, now):
    """They still mentor the project, and have not answered already."""
    entry = message.about
    return (
        entry is not None
        and entry.mentorship.is_active
        and _still_mentors(message, entry.mentorship.project_id)
        and not entry.replies.filter(author=message.person_id).exists()
    )


@letter("mentorship/mail/from_mentee", kind="thread", still_due=_concerns_mentor, context=_quoted)
def to_mentor(entry, person):
    return _of_entry(entry, person)


@letter("mentorship/mail/from_mentors", kind="thread", context=_quoted)
def to_mentee(entry):
    return _of_entry(entry, entry.mentorship.mentee)


@letter("mentorship/mail/answered", kind="thread", context=_quoted)
def answered(entry):
    """To the mentee, at once: they asked."""
    return _of_entry(entry, entry.mentorship.mentee)


def from_mentee(entry, now):
    queue_all([to_mentor(entry, row.person) for row in _mentors(entry.mentorship)], now)


def from_mentors(entry, now):
    to_mentee(entry).queue(now)


def milestone_moved(entry, now):
    """To the other side."""
    if entry.author_id == entry.mentorship.mentee_id:
        from_mentee(entry, now)
    else:
        from_mentors(entry, now)


# Mentions ---------------------------------------------------------------------------------


def _still_called(message, now):
    """They are still called, and still one of those who read it."""
    entry = message.about
    return entry is not None and message.person in mentions.called(entry.words, mentions.people(entry.mentorship))


@letter("mentorship/mail/mentioned", kind="thread", still_due=_still_called, context=_quoted)
def mentioned_in_entry(entry, person):
    return _of_entry(entry, person)


def mentioned(entry, now):
    """To each of the room who is called by name and has no letter about this entry yet."""
    people = mentions.called(entry.words, mentions.people(entry.mentorship))
    queue_all([mentioned_in_entry(entry, person) for person in people if person.pk != entry.author_id], now)


def _still_reads_notes(message, now):
    note = message.about
    if note is None or not note.mentorship.reads_notes(message.person):
        return False
    return message.person in mentions.called(note.body, mentions.people(note.mentorship, with_mentee=False))


@letter("mentorship/mail/mentioned_in_note", kind="thread", still_due=_still_reads_notes)
def to_reader_of_note(note, person):
    return Draft(key=f"note/{note.pk}/{person.pk}", to=person, about=note, **of_cohort(note.mentorship.cohort))


def mentioned_in_note(note, now):
    """That there is a note, to whoever of its readers is called by name in it."""
    people = mentions.called(note.body, mentions.people(note.mentorship, with_mentee=False))
    queue_all([to_reader_of_note(note, person) for person in people if person.pk != note.author_id], now)


# How they work together -------------------------------------------------------------------


def _of_agreement(name, agreement, person):
    return Draft(
        key=f"{name}/{agreement.pk}/{person.pk}", to=person, about=agreement, **of_cohort(agreement.mentorship.cohort)
    )


def _still_proposed(message, now):
    agreement = message.about
    if agreement is None or agreement.agreed_at is not None:
        return False
    mentorship = agreement.mentorship
    return message.person_id == mentorship.mentee_id or _still_mentors(message, mentorship.project_id)


def _first_call(message):
    agreement = message.about
    return {"first_call": agreement.first_call(agreement.agreed_at or message.send_after)}


@letter(
    "mentorship/mail/agreement_proposed", kind="thread", daytime=True, still_due=_still_proposed, context=_first_call
)
def to_agree(agreement, person):
    return _of_agreement("proposed", agreement, person)


@letter("mentorship/mail/agreed", kind="thread", daytime=True, context=_first_call)
def agreed(agreement):
    """To who proposed it."""
    return _of_agreement("agreed", agreement, agreement.proposed_by)


def agreement_proposed(agreement, now):
    """To the other side."""
    mentorship = agreement.mentorship
    if agreement.proposed_by_id == mentorship.mentee_id:
        others = [row.person for row in _mentors(mentorship)]
    else:
        others = [mentorship.mentee]
    queue_all([to_agree(agreement, person) for person in others], now)


def _mentors(mentorship):
    return mentorship.project.mentors.filter(until=None).select_related("person")


# Silence --------------------------------------------------------------------------------------


def _still_silent(message, now):
    """The side is still silent, and the reader is not on leave."""
    from . import silence  # which queues these letters

    episode = message.about
    return (
        episode is not None
        and silence.is_still_silent(episode, now)
        and not episode.mentorship.cohort.leaves.at(now).filter(person=message.person_id).exists()
    )


def _still_silent_and_newest(message, now):
    return _still_silent(message, now) and not message.about.steps.filter(number=2).exists()


def _still_silent_and_on_staff(message, now):
    episode = message.about
    return _still_silent(message, now) and (
        _still_mentors(message, episode.mentorship.project_id)
        or episode.mentorship.cohort.organizers.filter(person=message.person_id, until=None).exists()
    )


def _of_step(step, person):
    episode = step.episode
    return Draft(
        key=f"silence/{episode.pk}/{step.number}/{person.pk}",
        to=person,
        about=episode,
        **of_cohort(episode.mentorship.cohort),
    )


@letter(
    "mentorship/mail/are_you_all_right",
    kind="care",
    daytime=True,
    still_due=_still_silent_and_newest,
    context=of_letter,
)
def are_you_all_right(step, person):
    return _of_step(step, person)


@letter("mentorship/mail/thinking_of_you", context=of_letter, kind="care", daytime=True, still_due=_still_silent)
def thinking_of_you(step, person):
    return _of_step(step, person)


@letter("mentorship/mail/reach_out", context=of_letter, kind="care", daytime=True, still_due=_still_silent_and_on_staff)
def reach_out(step, person):
    return _of_step(step, person)


@letter(
    "mentorship/mail/at_risk", context=of_letter, kind="organizing", daytime=True, still_due=_still_silent_and_on_staff
)
def at_risk(step, person):
    return _of_step(step, person)


@letter(
    "mentorship/mail/answer_awaited", context=of_letter, kind="care", daytime=True, still_due=_still_silent_and_on_staff
)
def answer_awaited(step, person):
    return _of_step(step, person)


@letter(
    "mentorship/mail/answer_still_awaited",
    context=of_letter,
    kind="care",
    daytime=True,
    still_due=_still_silent_and_on_staff,
)
def answer_still_awaited(step, person):
    return _of_step(step, person)


def about_silence(steps, now):
    """The letters of steps just recorded, in three queries. Where several became due at once, nobody gets an older one.

    Who is on leave gets none; where no mentor is there, the organizers are asked in their place.

    Steps come with their episode, its mentorship and that one's mentee and cohort.
    """
    from .models import Leave  # which queues letters of this file

    mentorships = [step.episode.mentorship for step in steps]
    mentors = ProjectMentor.objects.filter(project__in={m.project_id for m in mentorships}, until=None)
    organizers = Organizer.objects.filter(cohort__in={m.cohort_id for m in mentorships}, until=None)
    by_project = _grouped(mentors.select_related("person"), "project_id")
    by_cohort = _grouped(organizers.select_related("person"), "cohort_id")
    away = Leave.objects.people_away(now)
    drafts = []
    for _episode, together in groupby(steps, attrgetter("episode")):
        together = list(together)
        for step in together:
            mentorship = step.episode.mentorship
            everybody = by_project.get(mentorship.project_id, []), by_cohort.get(mentorship.cohort_id, [])
            staff = [[row for row in rows if (mentorship.cohort_id, row.person_id) not in away] for rows in everybody]
            newest = step is together[-1]
            tell = _about_mentors if step.episode.side == step.episode.Side.MENTORS else _about_mentee
            drafts += tell(step, *staff, newest=newest)
    return drafts


def _about_mentee(step, mentors, organizers, *, newest):
    mentee = step.episode.mentorship.mentee
    if step.number == 1:
        return [are_you_all_right(step, mentee)] if newest else []
    if step.number == 2:
        return [thinking_of_you(step, mentee), *(reach_out(step, row.person) for row in mentors or organizers)]
    return [at_risk(step, row.person) for row in organizers]


def _about_mentors(step, mentors, organizers, *, newest):
    leads = [row for row in mentors if row.is_lead]
    if step.number == 1:
        return [answer_awaited(step, row.person) for row in leads or mentors or organizers]
    others = [row for row in mentors if not row.is_lead]
    return [answer_still_awaited(step, row.person) for row in (*others, *organizers)]


def _grouped(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(getattr(row, key), []).append(row)
    return groups


# Asking for help ---------------------------------------------------------------------------------


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


# An early end ----------------------------------------------------------------------------------------


@letter("mentorship/mail/ended_early", kind="program")
def ended_for_mentee(mentorship, words):
    return Draft(
        key=f"ended-early/{mentorship.pk}/{mentorship.mentee_id}",
        to=mentorship.mentee,
        about=mentorship,
        facts={"words": words},
        **of_cohort(mentorship.cohort),
    )


@letter("mentorship/mail/ended_for_mentors", kind="program")
def ended_for_mentor(mentorship, person):
    return Draft(
        key=f"ended-early/{mentorship.pk}/{person.pk}", to=person, about=mentorship, **of_cohort(mentorship.cohort)
    )


def ended_early(mentorship, words, now):
    """To the mentee with kind words, to the mentors without a reason."""
    for_mentors = [ended_for_mentor(mentorship, row.person) for row in _mentors(mentorship)]
    queue_all([ended_for_mentee(mentorship, words), *for_mentors], now)


def _is_the_last(message, now):
    """Of a running mentorship that was not extended once more."""
    extension = message.about
    return extension is not None and extension.mentorship.is_active and not extension.was_followed()


def _more_time(message):
    mentorship = message.about.mentorship
    return {"mentorship": mentorship, "is_mentee": message.person_id == mentorship.mentee_id}


@letter("mentorship/mail/extended", kind="program", still_due=_is_the_last, context=_more_time)
def told_of_extension(extension, person):
    cohort = extension.mentorship.cohort
    return Draft(key=f"extended/{extension.pk}/{person.pk}", to=person, about=extension, **of_cohort(cohort))


def extended(extension, now):
    """To the mentee and the mentors: the new dates, in one letter."""
    mentors = [row.person for row in _mentors(extension.mentorship)]
    queue_all([told_of_extension(extension, person) for person in (extension.mentorship.mentee, *mentors)], now)
