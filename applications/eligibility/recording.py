"""What is kept: each check as it was given, and the facts organizers record where a rule needs a person."""

from django.db import transaction
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal

from ..models.fact import EligibilityCheck, Fact
from .gather import declared, facts_of, published_facts_of
from .rules import judge, judge_published, questions


def verdict_on(person, cohort, now, *, declaration=None):
    """The verdict on a person; their declaration is that of the last submitted version unless it is given."""
    if declaration is None:
        declaration = declared([person.pk], cohort, now)
    return judge(facts_of(person, cohort, declaration=declaration, now=now))


def published_verdict(cohort, *, login, github_id, now):
    """What anybody may know about a GitHub account: see ``published_facts_of``."""
    return judge_published(published_facts_of(cohort, login=login, github_id=github_id, now=now))


def check(application, gate, now, *, declaration=None) -> EligibilityCheck:
    """Judge the applicant and keep the verdict as it was given at this gate (submission, offer, acceptance)."""
    verdict = verdict_on(application.person, application.cohort, now, declaration=declaration)
    return EligibilityCheck.objects.create(
        application=application,
        gate=gate,
        checked_at=now,
        rules=verdict.as_json()["rules"],
        eligible=verdict.eligible,
    )


def open_questions(person, cohort, now):
    """What an organizer can record a fact on: see ``questions``."""
    return questions(facts_of(person, cohort, declaration=declared([person.pk], cohort, now), now=now))


@transaction.atomic
def resolve(person, cohort, rule, *, applies, source, by, now) -> Fact:
    """An organizer of the cohort records a sourced fact: the rule applies to the person (stands in the way), or not.

    Raises a Refusal where a rule does not need a person, where it is about oneself, or by anybody else.
    """
    if not _organizes(by, cohort):
        raise Refusal(_("Only organizers of this cohort record facts."))
    if by == person:
        raise Refusal(_("Somebody else has to record a fact about you."))
    if not source.strip():
        raise Refusal(_("Say how we know: a link, or who said it."))
    asked = {finding.rule: finding.reason for finding in open_questions(person, cohort, now)}
    if rule not in asked:
        raise Refusal(_("This rule does not need a person: it was decided by what is known already."))
    fact = person.facts.create(
        cohort=cohort,
        rule=rule,
        asked=asked[rule],
        applies=applies,
        source=source.strip(),
        recorded_by=by,
        recorded_at=now,
    )
    for application in cohort.applications.live().filter(person=person):
        check(application, "fact", now)  # so that lists of applications show the new verdict
    return fact


def _organizes(person, cohort):
    user = getattr(person, "user", None)
    return bool(user and user.is_superuser) or cohort.organizers.filter(person=person, until=None).exists()
