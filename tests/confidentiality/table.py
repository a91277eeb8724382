"""Who may read what: a row is a word planted somewhere, and the roles that find it there.

The roles are those of ``tests.world``, and: co_mentor (of the mentee's project), colleague (a second organizer),
graduate, graduate_mentor and graduate_organizer (of a cohort that is over). The applicant handles conduct reports.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mentorship.models.entry import SLIP

from . import planting as to
from . import recognition as after

ORGANIZERS = {"organizer", "colleague", "superuser"}
AMONG_MENTORS = ORGANIZERS | {"mentor", "co_mentor"}
ROOM = AMONG_MENTORS | {"mentee"}
MENTORS_OF_THE_COHORT = {"mentor", "co_mentor", "other_mentor", "former_mentor"}  # former of the project
GRADUATES_ROOM = {"graduate", "graduate_mentor", "graduate_organizer", "superuser"}
HANDLER = {"applicant"}
NOBODY: set[str] = set()


@dataclass(frozen=True)
class Secret:
    """``plant(w, word)`` puts it where only ``readers`` find it."""

    readers: set[str]
    plant: Callable[[Any, str], Any]


TABLE = {
    "an update": Secret(ROOM, lambda w, word: to.update(w, done=word)),
    "what an update said before": Secret(ROOM, to.corrected(SLIP + timedelta(minutes=1))),
    "what a slip said": Secret(NOBODY, to.corrected(SLIP)),
    "a mood for mentors": Secret(ROOM, to.mood("mentors")),
    "a mood for organizers only": Secret(ORGANIZERS | {"mentee"}, to.mood("organizers")),
    "a mood taken back": Secret(NOBODY, to.taken_back_mood),
    "a mentor's note": Secret(AMONG_MENTORS, to.note("mentor")),
    "a co-mentor's note that calls people": Secret(AMONG_MENTORS, to.note_that_calls),
    "an organizer's note": Secret(AMONG_MENTORS, to.note("organizer")),
    "a draft of an update": Secret({"mentee"}, to.draft_of_update),
    "a draft of a question": Secret({"mentee"}, to.draft("mentee", "question", "body")),
    "a draft of an answer": Secret({"mentor"}, to.draft("mentor", "answer/{asked}", "body")),
    "a draft of feedback": Secret({"co_mentor"}, to.draft("co_mentor", "feedback", "body")),
    "a draft of a note": Secret({"organizer"}, to.draft("organizer", "note", "body")),
    "a commit on GitHub": Secret(NOBODY, to.github_activity),  # the room tells how many, not which
    "what came of a matter": Secret(ORGANIZERS, to.closing_note),
    "why a mentorship is let rest": Secret(ORGANIZERS, to.snooze),
    "a request for help": Secret(ORGANIZERS | {"mentee"}, to.help_asked(mentors_may_read=False)),
    "a request that mentors may read": Secret(ROOM, to.help_asked(mentors_may_read=True)),
    "an answer to a request for help": Secret(ORGANIZERS | {"mentee"}, to.help_answered),
    "why a request was passed on": Secret(ORGANIZERS | {"mentee"}, to.help_passed_on),
    "a mentor asks for backup": Secret(ORGANIZERS, to.mentor_wish),
    "why a mentor had to go": Secret(ORGANIZERS, to.reason_of_an_end),
    "a conduct report": Secret(HANDLER, to.report),
    "whom a conduct report is about": Secret(HANDLER, to.whom_a_report_is_about),
    "who reported": Secret(HANDLER, to.who_reported),
    "a note of the handlers": Secret(HANDLER, to.note_of_handlers),
    "an answer to who reported": Secret(HANDLER, to.answer_to_the_reporter),  # who finds it with the code, and only so
    "why an access was given back": Secret(HANDLER, to.reason_of_lifting),
    "what somebody was called before": Secret(NOBODY, to.former_name),
    "an event for mentors": Secret(MENTORS_OF_THE_COHORT | ORGANIZERS, to.event("mentors")),
    "an event for mentees": Secret(ORGANIZERS | {"mentee"}, to.event("mentees")),
    "the organizers' webhook": Secret(NOBODY, to.webhook("organizers")),
    "everybody's webhook": Secret(NOBODY, to.webhook("everybody")),
    "words that are not published": Secret(ORGANIZERS, to.unpublished_voice),
    "a draft of an application": Secret({"other_applicant"}, to.draft_of_an_application),
    "a review of an application": Secret(ORGANIZERS | {"mentor"}, to.review),  # the co-mentor has not read it yet
    "a draft of an evaluation": Secret({"mentor"}, to.evaluation("mentor_on_mentee", "mentor", submit=False)),
    "an evaluation before its release": Secret(
        ORGANIZERS | {"mentee"}, to.evaluation("mentee_on_mentor", "mentee", submit=True)
    ),
    "a mentor to the organizers": Secret(GRADUATES_ROOM - {"graduate"}, to.released("mentor_on_mentee", "organizers")),
    "a mentee to the organizers": Secret(
        GRADUATES_ROOM - {"graduate_mentor"}, to.released("mentee_on_mentor", "organizers")
    ),
    "a mentee to the mentors": Secret(GRADUATES_ROOM, to.released("mentee_on_mentor", "shared")),
    "a draft of a letter": Secret(NOBODY, after.letter("draft")),  # but its author, who is none of the roles
    "a letter to be signed": Secret({"graduate_organizer", "superuser"}, after.letter("submitted")),
    "a letter given back": Secret(NOBODY, after.letter("returned")),
    "a signed letter": Secret({"graduate", "graduate_organizer", "superuser"}, after.letter("signed")),
    "why somebody is nominated": Secret(ORGANIZERS | {"mentor"}, after.nomination),
    "why a nomination was declined": Secret(ORGANIZERS | {"mentor"}, after.declined_nomination),
    "words for nowhere": Secret({"graduate_mentor"}, after.words_for_nowhere),
    "words for posts": Secret({"graduate", "graduate_organizer", "superuser"}, after.words_for_posts),
    "words taken back": Secret(NOBODY, after.words_taken_back),
    "why a certificate was revoked": Secret({"graduate", "graduate_organizer", "superuser"}, after.revocation),
    "the reference of a payment": Secret({"graduate", "graduate_organizer", "superuser"}, to.payment_reference),
    "a support plan that is not shared": Secret(ORGANIZERS, to.plan_not_shared),
    "what came of a support plan": Secret({"graduate_organizer", "superuser"}, to.what_came_of_a_plan),
    "why a missed form was forgiven": Secret({"graduate_organizer", "superuser"}, to.forgiven),
    "why a stipend was decided": Secret(ORGANIZERS | {"mentee"}, to.decision_about_a_stipend),
}


def word(name):
    """It stands nowhere else; letters only, so that no page, address or table escapes or breaks it."""
    return "secret" + "".join(chr(ord("a") + int(digit)) for digit in str(zlib.crc32(name.encode())))
