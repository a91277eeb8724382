"""The facts behind a cohort's stipends, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from cohorts.models import ProjectMentor
from mentorship.models import Mentorship
from mentorship.states import State

from ..models import Decision, Evaluation, Form, Question, Round, StipendDecision
from .rules import Claim, Decided, Role, Standing, decide

SPONSORED = "sponsored"  # applications.Version.Track


@dataclass(frozen=True)
class Pot:
    """What one project pays to one role, and who has a claim on it."""

    project: int
    role: str
    amount: int
    claims: list[Claim]


@dataclass
class _Facts:
    """Of all sponsored mentorships of a cohort. Ids throughout."""

    mentorships: dict[int, list[Mentorship]]  # by project
    mentors: dict[int, list[ProjectMentor]]  # by project
    concluded: set[int]  # mentorships with a decision in the final round
    handed_in: set[tuple[int, str, int]]  # (mentorship, round kind, author) of mentors' forms
    verdicts: dict[int, bool]  # mentorship → what the mentee's final form says of the mentors
    midterm_closed_at: object
    decided: dict[tuple[int, str, int], Decided] = field(default_factory=dict)  # (project, role, person)


def pots(cohort, project=None) -> Iterator[Pot]:
    """The pots of one project, or of every project, of a funded cohort with sponsored mentees. Others have none."""
    if not cohort.is_funded:
        return
    sponsored = Mentorship.objects.filter(cohort=cohort, track=SPONSORED)
    facts = _gather(cohort, sponsored.filter(project=project) if project else sponsored)
    for project, mentorships in facts.mentorships.items():
        mentees = [_of_mentee(mentorship) for mentorship in mentorships]
        mentors = [_of_mentor(row, mentorships, facts) for row in facts.mentors[project]]
        for role, amount, claims in (
            (Role.MENTEE, cohort.stipend_mentees, mentees),
            (Role.MENTOR, cohort.stipend_mentors, mentors),
        ):
            said = [decide(claim, facts.decided.get((project, role, claim.person))) for claim in claims]
            yield Pot(project, role, amount, said)


def _gather(cohort, sponsored):
    by_project = defaultdict(list)
    for mentorship in sponsored.order_by("project_id", "pk"):
        by_project[mentorship.project_id].append(mentorship)
    mentors = defaultdict(dict)
    for row in ProjectMentor.objects.filter(project__in=by_project).order_by("since", "pk"):
        mentors[row.project_id][row.person_id] = row  # somebody who came back counts once, as of now
    forms = Evaluation.objects.submitted().filter(mentorship__in=sponsored)
    midterm = cohort.phase(Round.Kind.MIDTERM)
    return _Facts(
        mentorships=dict(by_project),
        mentors={project: list(rows.values()) for project, rows in mentors.items()} | _nobody(by_project, mentors),
        concluded=set(
            Decision.objects.filter(mentorship__in=sponsored, round__kind=Round.Kind.FINAL).values_list(
                "mentorship_id", flat=True
            )
        ),
        handed_in=set(
            forms.filter(form=Form.MENTOR_ON_MENTEE).values_list("mentorship_id", "round__kind", "author_id")
        ),
        verdicts=_verdicts(cohort, forms),
        midterm_closed_at=midterm and midterm.ends_at,
        decided={
            (word.project_id, word.role, word.person_id): Decided(word.outcome, word.amount, word.reason)
            for word in StipendDecision.objects.filter(project__in=by_project).order_by("at", "pk")
        },
    )


def _nobody(projects, mentors):
    return {project: [] for project in projects if project not in mentors}


def _verdicts(cohort, forms):
    """Whether each mentee's final form passes the mentors; a set without such a question passes whoever is in it."""
    asked = Question.objects.filter(round__cohort=cohort, round__kind=Round.Kind.FINAL, form=Form.MENTEE_ON_MENTOR)
    asked = [str(pk) for pk in asked.filter(type=Question.Type.PASS_FAIL).values_list("pk", flat=True)]
    finals = forms.filter(form=Form.MENTEE_ON_MENTOR, round__kind=Round.Kind.FINAL)
    return {
        mentorship: all((answers or {}).get(pk) != "fail" for pk in asked)
        for mentorship, answers in finals.values_list("mentorship_id", "answers")
    }


def _of_mentee(mentorship):
    match mentorship.state:
        case State.ACTIVE:
            standing, why = Standing.RUNNING, _("An equal part for each sponsored mentee who passes the final.")
        case State.COMPLETED:
            standing, why = Standing.EARNED, _("Passed the final evaluation.")
        case _:
            standing, why = (
                Standing.OUT,
                _("The mentorship ended before it was completed: %(state)s.")
                % {"state": mentorship.get_state_display()},
            )
    return Claim(mentorship.mentee_id, Role.MENTEE, standing, why)


def _of_mentor(row, mentorships, facts):
    standing, why = _standing_of_mentor(row, mentorships, facts)
    return Claim(row.person_id, Role.MENTOR, standing, why)


def _standing_of_mentor(row, mentorships, facts):
    """Both evaluations of every mentee who came to the end, and these mentees' own word."""
    concluded = [mentorship for mentorship in mentorships if mentorship.pk in facts.concluded]
    missing = [mentorship for mentorship in concluded if not _evaluated_twice(row, mentorship, facts)]
    running = any(mentorship.is_active for mentorship in mentorships)
    if running and row.until is None:
        return Standing.RUNNING, _("A part for each mentor who hands in both evaluations and passes their mentee's.")
    if not concluded and not running:
        return Standing.UNDECIDED, _("Nobody came to the final evaluation on this project: an organizer decides.")
    if running or missing:
        late = facts.midterm_closed_at and row.since >= facts.midterm_closed_at and row.until is None
        if late and not running:
            return Standing.UNDECIDED, _(
                "Began after the midterm, so one evaluation could not be: an organizer decides."
            )
        return Standing.OUT, _("Did not hand in both evaluations.")
    said = {facts.verdicts.get(mentorship.pk) for mentorship in concluded}
    if said == {True}:
        return Standing.EARNED, _("Handed in both evaluations and passed their mentee's.")
    if said == {False}:
        return Standing.OUT, _("Did not pass their mentee's evaluation.")
    if None in said:
        return Standing.UNDECIDED, _(
            "A mentee's form is missing, which costs no mentor anything: an organizer decides."
        )
    return Standing.UNDECIDED, _("Their mentees see it differently: an organizer decides.")


def _evaluated_twice(row, mentorship, facts):
    return all((mentorship.pk, kind, row.person_id) in facts.handed_in for kind in Round.Kind.values)


def cohorts_with_stipends(cohorts):
    """Funded cohorts with at least one sponsored mentorship."""
    return cohorts.filter(mode="funded").filter(Q(mentorships__track=SPONSORED)).distinct()
