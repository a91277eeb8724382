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
from .mentors import Evaluated, Mentored, Verdict, standing_of_mentor
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
    mentors: dict[int, dict[int, list[ProjectMentor]]]  # by project and person: their times as a mentor
    concluded: set[int]  # mentorships with a decision in the final round
    evaluated: dict[tuple[int, str], set[bool]]  # (mentorship, round kind) → in the mentors' place, or by them
    verdicts: dict[int, Verdict]  # by mentorship, of submitted forms
    decided: dict[tuple[int, str, int], Decided] = field(default_factory=dict)  # (project, role, person)


def pots(cohort, project=None) -> Iterator[Pot]:
    """The pots of one project, or of every project, of a funded cohort with sponsored mentees. Others have none."""
    if not cohort.is_funded:
        return
    sponsored = Mentorship.objects.filter(cohort=cohort, track=SPONSORED)
    facts = _gather(cohort, sponsored.filter(project=project) if project else sponsored)
    for project, mentorships in facts.mentorships.items():
        mentees = [_of_mentee(mentorship) for mentorship in mentorships]
        for role, amount, claims in (
            (Role.MENTEE, cohort.stipend_mentees, mentees),
            (Role.MENTOR, cohort.stipend_mentors, _of_mentors(project, mentorships, facts)),
        ):
            said = [decide(claim, facts.decided.get((project, role, claim.person))) for claim in claims]
            yield Pot(project, role, amount, said)


def _gather(cohort, sponsored):
    by_project = defaultdict(list)
    for mentorship in sponsored.order_by("project_id", "pk"):
        by_project[mentorship.project_id].append(mentorship)
    mentors = defaultdict(lambda: defaultdict(list))
    for row in ProjectMentor.objects.filter(project__in=by_project).order_by("since", "pk"):
        mentors[row.project_id][row.person_id].append(row)
    forms = Evaluation.objects.submitted().filter(mentorship__in=sponsored)
    evaluated = defaultdict(set)
    by_mentors = forms.filter(form=Form.MENTOR_ON_MENTEE)
    for mentorship, kind, in_place in by_mentors.values_list("mentorship_id", "round__kind", "in_place"):
        evaluated[mentorship, kind].add(in_place)
    return _Facts(
        mentorships=dict(by_project),
        mentors=mentors,
        concluded=set(
            Decision.objects.filter(mentorship__in=sponsored, round__kind=Round.Kind.FINAL).values_list(
                "mentorship_id", flat=True
            )
        ),
        evaluated=evaluated,
        verdicts=_verdicts(cohort, forms),
        decided={
            (word.project_id, word.role, word.person_id): Decided(word.outcome, word.amount, word.reason)
            for word in StipendDecision.objects.filter(project__in=by_project).order_by("at", "pk")
        },
    )


def _verdicts(cohort, forms):
    """What each mentee's final form says of the mentors; a set without such a question passes whoever is in it."""
    asked = Question.objects.filter(round__cohort=cohort, round__kind=Round.Kind.FINAL, form=Form.MENTEE_ON_MENTOR)
    asked = [str(pk) for pk in asked.filter(type=Question.Type.PASS_FAIL).values_list("pk", flat=True)]
    finals = forms.filter(form=Form.MENTEE_ON_MENTOR, round__kind=Round.Kind.FINAL)
    return {
        mentorship: _verdict({(answers or {}).get(pk) for pk in asked})
        for mentorship, answers in finals.values_list("mentorship_id", "answers")
    }


def _verdict(said):
    if "fail" in said:
        return Verdict.DID_NOT
    return Verdict.DID_THEIR_PART if said <= {"pass"} else Verdict.OPEN


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


def _of_mentors(project, mentorships, facts):
    """Claims of all who mentored the project since it had a mentee; whoever left before that has none."""
    concluded = [mentorship for mentorship in mentorships if mentorship.pk in facts.concluded]
    first_mentee_at = min(mentorship.created_at for mentorship in mentorships)
    common = {
        "is_running": any(mentorship.is_active for mentorship in mentorships),
        "evaluated": [_evaluated(mentorship, facts) for mentorship in concluded],
        "verdicts": [facts.verdicts.get(mentorship.pk, Verdict.OPEN) for mentorship in concluded],
    }
    return [
        Claim(person, Role.MENTOR, *standing_of_mentor(Mentored(throughout=_throughout(times, mentorships), **common)))
        for person, times in facts.mentors.get(project, {}).items()
        if any(time.until is None or time.until > first_mentee_at for time in times)
    ]


def _evaluated(mentorship, facts):
    """By whom the mentors' evaluations are; where a mentor and an organizer submitted one, the mentor's counts."""
    by_round = [facts.evaluated.get((mentorship.pk, kind), set()) for kind in Round.Kind.values]
    if not all(by_round):
        return Evaluated.MISSING
    return Evaluated.BY_MENTORS if all(False in given for given in by_round) else Evaluated.IN_PLACE


def _throughout(times, mentorships):
    """Whether somebody mentored from the first start to the last end, without a break."""
    begins = min(mentorship.starts_at for mentorship in mentorships)
    ends = max(mentorship.ends_at for mentorship in mentorships)
    return any(time.since <= begins and (time.until is None or time.until >= ends) for time in times)


def cohorts_with_stipends(cohorts):
    """Funded cohorts with at least one sponsored mentorship."""
    return cohorts.filter(mode="funded").filter(Q(mentorships__track=SPONSORED)).distinct()
