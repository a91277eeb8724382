"""Rounds come to be by themselves: each published cohort gets its midterm and final with the default questions."""

from django.db import transaction
from django.db.models import Count

from amp_portal.sweeps import sweep
from cohorts.models import Cohort, Phase

from . import question_sets
from .models import Question, Round


@transaction.atomic
def prepare(cohort):
    """Give the cohort the rounds it lacks, each with the default questions. Returns the new ones; twice is fine."""
    Cohort.objects.lock(cohort.pk)
    there = set(cohort.rounds.values_list("kind", flat=True))
    made = [Round.objects.create(cohort=cohort, kind=kind) for kind in Round.Kind.values if kind not in there]
    Question.objects.bulk_create(question for round in made for question in question_sets.questions_for(round))
    return made


@sweep("evaluation_rounds")
def prepare_all(now):
    """Prepare the rounds of published cohorts ahead of time, so that organizers can edit the questions."""
    lacking = (
        Cohort.objects.published()
        .filter(phases__kind=Phase.Kind.FINAL, phases__ends_at__gt=now)
        .annotate(prepared=Count("rounds", distinct=True))
        .filter(prepared__lt=len(Round.Kind.values))
    )
    return {"prepared": sum(len(prepare(cohort)) for cohort in lacking)}
