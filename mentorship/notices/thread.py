"""What is said in the room: at once, as its readers are promised; who wants to be left alone chooses once a day."""

from datetime import timedelta

from amp_portal.outbox.letters import Draft, letter, queue_all
from cohorts.notices import of_cohort

from .. import mentions
from .people import mentors_of, still_mentors


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
        and still_mentors(message, entry.mentorship.project_id)
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
    queue_all([to_mentor(entry, row.person) for row in mentors_of(entry.mentorship)], now)


def from_mentors(entry, now):
    to_mentee(entry).queue(now)


def milestone_moved(entry, now):
    """To the other side."""
    if entry.author_id == entry.mentorship.mentee_id:
        from_mentee(entry, now)
    else:
        from_mentors(entry, now)


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
