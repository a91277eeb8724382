"""The questions every round starts with. Organizers change them in the admin until the window opens.

A form takes 10 to 15 minutes: few long answers, no question that only fills a table. Two answers mean something to the
portal itself: ``PASS_FAIL`` in the mentor's form suggests the decision, and a "no" to the question marked ``contact``
says that the mentee was left alone.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal
from amp_portal.sweeps import sweep
from mentorship.models import Mentorship

from .models import Form, Question, Round

Type = Question.Type
SHARED = Question.Audience.SHARED
ORGANIZERS = Question.Audience.ORGANIZERS


@dataclass(frozen=True)
class Ask:
    text: str
    help_text: str = ""
    type: str = Type.TEXT
    audience: str = SHARED
    required: bool = True
    contact: bool = False


MENTOR_ON_MENTEE = (
    Ask(
        "Is the scope of the project still right?",
        "What has changed since you wrote it, and what do you both expect to finish?",
    ),
    Ask("How well do you and your mentee work together?", "Calls, reviews, how you reach each other.", Type.SCALE),
    Ask("How well do their skills fit this project?", type=Type.SCALE),
    Ask("How well do they respond when you write to them?", "Think of an ordinary week.", Type.SCALE),
    Ask("What have they learnt so far?", "One or two things you saw yourself are plenty."),
    Ask(
        "Which triage and release work have they taken part in?",
        "Sorting issues, reviewing pull requests, preparing a release. “None yet” is fine.",
    ),
    Ask("How do they help newcomers?", "Answers in Slack, reviews, documentation.", required=False),
    Ask("How well do they understand what maintaining means?", type=Type.SCALE),
    Ask("What would you like to tell them?", "What to keep doing, and one thing to try next."),
    Ask("Is there anything organizers should know?", "Worries, your own load, ideas.", Type.TEXT, ORGANIZERS, False),
    Ask(
        "Should they pass this round?",
        "A pass says: on a good way, in their own time. Organizers make the decision.",
        Type.PASS_FAIL,
        ORGANIZERS,
    ),
)

MENTEE_ON_MENTOR = (
    Ask("Is the scope of the project right for you?", "Too much, too little, or changed on the way?"),
    Ask("How well do you and your mentors work together?", type=Type.SCALE),
    Ask(
        "Have you been in regular contact with a mentor?",
        "In most weeks, by any way you like.",
        Type.YES_NO,
        ORGANIZERS,
        contact=True,
    ),
    Ask("How well do your mentors respond when you ask?", type=Type.SCALE),
    Ask("How well do they know what they guide you through?", type=Type.SCALE),
    Ask("What have you learnt with them?", "One or two things that come to mind."),
    Ask("Were you introduced to triage and release work?", "What did you do yourself?", required=False),
    Ask("Are you welcome in the community, and do you help others who are new?", required=False),
    Ask("How well do you understand what maintaining means?", type=Type.SCALE),
    Ask("What would you like to thank your mentors for, or ask of them?", required=False),
    Ask(
        "Did your mentors do their part?",
        "A pass says: they were there for you. It counts for their stipend; organizers look into a “do not pass”.",
        Type.PASS_FAIL,
        ORGANIZERS,
    ),
    Ask("How well is the program organized?", "Dates, calls, letters, help.", Type.SCALE, ORGANIZERS),
    Ask("What should organizers know or change?", "About the program or how you are.", Type.TEXT, ORGANIZERS, False),
)

SELF_ASSESSMENT = (
    Ask("How well did you reach the goals you had?", type=Type.SCALE),
    Ask("What are you proud of?"),
    Ask("What was hard, and what helped?"),
    Ask("Which maintainer's work could you do on your own now?", "Triage, reviews, releases, helping newcomers."),
    Ask("How well can you see yourself staying with the community?", type=Type.SCALE, audience=ORGANIZERS),
    Ask("What do you want to do next?", "In the community or elsewhere.", required=False),
)

SETS = {
    Round.Kind.MIDTERM: {Form.MENTOR_ON_MENTEE: MENTOR_ON_MENTEE, Form.MENTEE_ON_MENTOR: MENTEE_ON_MENTOR},
    Round.Kind.FINAL: {
        Form.MENTOR_ON_MENTEE: MENTOR_ON_MENTEE,
        Form.MENTEE_ON_MENTOR: MENTEE_ON_MENTOR,
        Form.SELF_ASSESSMENT: SELF_ASSESSMENT,
    },
}


def questions_for(round):
    """Unsaved default questions of a round."""
    return [
        Question(
            round=round,
            form=form,
            position=position,
            text=ask.text,
            help_text=ask.help_text,
            type=ask.type,
            audience=ask.audience,
            required=ask.required,
            means_contact=ask.contact,
        )
        for form, asks in SETS[round.kind].items()
        for position, ask in enumerate(asks, start=1)
    ]


@sweep("evaluation_questions")
def freeze_opened(now):
    """Freeze the questions of every evaluation that has opened for somebody."""
    opened = Round.objects.opening_before(now, and_open_at=now).filter(questions__frozen_at=None)
    taking_part = Mentorship.objects.active().filter(cohort=OuterRef("cohort"))
    frozen = 0
    for round in opened.filter(Exists(taking_part)).distinct():
        with transaction.atomic():
            round.lock()
            if round.has_opened(now):
                round.questions.freeze(now)
                frozen += 1
    return {"frozen": frozen}


@transaction.atomic
def copy(source, target, *, now):
    """Give a round the questions of another one of its kind, in place of its own. Raises Refusal once it has opened."""
    target.lock()
    if target.has_opened(now):
        raise Refusal(_("This evaluation has opened, so its questions stay as they are."))
    if source.kind != target.kind or source.pk == target.pk:
        raise Refusal(_("Choose an evaluation of the same kind of another cohort."))
    target.questions.update(only_if=None, only_if_answer="")
    target.questions.all().delete()
    copies = {}
    for question in source.questions.order_by("position", "pk"):
        original, earlier = question.pk, question.only_if_id
        question.pk, question.round, question.only_if = None, target, copies.get(earlier)
        question.frozen_at = None
        question.save(force_insert=True)
        copies[original] = question
