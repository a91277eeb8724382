"""Who reads which answer (docs/program.md, Evaluations). Every way one leaves the portal passes through here."""

from dataclasses import dataclass

from cohorts.access import organizes

from .models import Question


@dataclass(frozen=True)
class Reader:
    """A person before one mentorship. Whoever takes part in it reads as that, organizer or not."""

    person_id: int
    takes_part: bool  # the mentee, or a mentor the project has now
    organizes: bool


@dataclass(frozen=True)
class Answer:
    question: Question
    value: str | int

    @property
    def in_words(self):
        return self.question.in_words(self.value)


def reader_of(user, mentorship):
    """The Reader that this user is."""
    person = user.person
    mentors = mentorship.project.mentors.filter(person=person, until=None)
    takes_part = mentorship.mentee_id == person.pk or mentors.exists()
    return Reader(person.pk, takes_part, organizes=not takes_part and organizes(user, mentorship.cohort))


def readable_answers(evaluation, reader):
    """The submitted answers this reader may see, in the form's order. The evaluation comes from ``about``.

    Organizers: all. The author: their own. The mentee and the current mentors: the shared ones, once released.
    """
    if not evaluation.is_submitted:
        return []
    answers = _answers(evaluation, evaluation.answers)
    if reader.organizes or _is_own(evaluation, reader):
        return answers
    if reader.takes_part and evaluation.is_told:
        return [answer for answer in answers if answer.question.is_shared]
    return []


def readable_draft(evaluation, reader):
    """What is being written and not submitted: for its author only."""
    return _answers(evaluation, evaluation.writing) if _is_own(evaluation, reader) else []


def _is_own(evaluation, reader):
    """Of somebody who has left the mentorship nothing is their own any more."""
    return (reader.takes_part or reader.organizes) and evaluation.author_id == reader.person_id


def _answers(evaluation, values):
    return [
        Answer(question, values[str(question.pk)])
        for question in evaluation.round.questions.all()
        if question.form == evaluation.form and values.get(str(question.pk)) not in (None, "", [])
    ]
