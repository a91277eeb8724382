"""What was submitted, ready to be read: the context of ``applications/_version.html``."""

from dataclasses import dataclass

from cohorts import weeks

from . import outlook
from .models import PlanStep, listed_in


@dataclass(frozen=True)
class Shown:
    """A step of a timeline: its days in the cohort's zone, and its place among the weeks in per cent."""

    step: PlanStep
    days: str
    x: str
    width: str


def read(version, application, veil):
    """A constant number of queries, one of them for the phases of the application's cohort."""
    program = weeks.of(application.cohort)
    commitments = list(version.commitments.all())
    choices = veil.choices(version.choices.select_related("project__cohort").prefetch_related("steps"), application)
    for choice in choices:
        choice.plan = [shown(step, program) for step in veil.steps(choice.steps.all(), application)]
    return {
        "version": veil.version(version, application),
        "choices": choices,
        "commitments": veil.commitments(commitments, application),
        "contributions": veil.contributions(listed_in(version), application),
        "outlook": outlook.reckon(version, commitments, program, application.cohort),
    }


def shown(step, program) -> Shown:
    """A step beside the weeks of the program (``cohorts.weeks``)."""
    inside = [week for week in program if week.number in step.covers]
    if not inside:
        return Shown(step, "", "0%", "0%")
    share = 100 / len(program)
    return Shown(
        step,
        weeks.days(inside[0].first, inside[-1].last),
        f"{share * (inside[0].number - 1):.2f}%",
        f"{share * len(inside):.2f}%",
    )
