"""What is kept: each check as it was given, and the facts organizers record where a rule needs a person."""

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal

from ..models.fact import EligibilityCheck, Fact
from .gather import facts_of, is_anything_known_of, known_facts_of, last_said, published_facts_of, said_in
from .judging import judge, judge_published, questions
from .rules import KNOWN_RULES, ROLE_RULES, RULES_VERSION


def verdict_on(person, cohort, now, *, version=None):
    """The verdict on a person, by what their last submitted version says unless another one is given."""
    return judge(facts_on(person, cohort, now, version=version))


def facts_on(person, cohort, now, *, version=None):
    """What ``verdict_on`` judges."""
    said = said_in(version) if version else last_said([person.pk], cohort, now)
    return facts_of(person, cohort, said=said, now=now)


def roles_in_the_way(person, cohort, now):
    """Findings about roles of the person that rule out a place here: told before they write an application."""
    return judge(facts_on(person, cohort, now), ROLE_RULES).failures


def known_failures(person, cohort, version, now):
    """Findings that rule out a place here as far as the portal knows without comparing anything.

    One query for most people, who have neither a role nor another place. ``version`` has its links at hand.
    """
    said = said_in(version)
    if not is_anything_known_of(person, cohort, said):
        return []
    return judge(known_facts_of(person, cohort, said=said, now=now), KNOWN_RULES).failures


def last_verdict(application, checks, now):
    """The verdict as it was given last: at a gate, or when a fact became known. ``checks``: the last ones, or one.

    For those who read an application; whatever they then decide is checked afresh.
    """
    for check in checks:
        return check.verdict
    return verdict_on(application.person, application.cohort, now, version=application.submitted_version)


def published_verdict(cohort, *, login, github_id, now):
    """What anybody may know about a GitHub account: see ``published_facts_of``."""
    return judge_published(published_facts_of(cohort, login=login, github_id=github_id, now=now))


def check(application, gate, now, *, version=None) -> EligibilityCheck:
    """Judge the applicant and keep the verdict as it was given at this gate (submission, offer, acceptance, …)."""
    return keep(application, gate, facts_on(application.person, application.cohort, now, version=version))


def keep(application, gate, facts) -> EligibilityCheck:
    """The verdict on these facts, kept with them and with the version of the rules."""
    verdict = judge(facts)
    return EligibilityCheck.objects.create(
        application=application,
        gate=gate,
        checked_at=facts.now,
        rules=verdict.as_json()["rules"],
        eligible=verdict.eligible,
        rules_version=RULES_VERSION,
        known=asdict(facts),
    )


def check_again(person, cohort, gate, now) -> None:
    """Something about the person became known: lists of applications show the new verdict."""
    for application in cohort.applications.live().filter(person=person):
        check(application, gate, now)


@transaction.atomic
def resolve(person, cohort, rule, *, applies, source, by, now) -> Fact:
    """An organizer of the cohort records a sourced fact: the rule applies to the person (stands in the way), or not.

    Raises a Refusal where a rule does not need a person, where it is about oneself, or by anybody else.
    """
    if not organizes(by, cohort):
        raise Refusal(_("Only organizers of this cohort record facts."))
    if by == person:
        raise Refusal(_("Somebody else has to record a fact about you."))
    if not source.strip():
        raise Refusal(_("Say how we know: a link, or who said it."))
    asked = {finding.rule: finding.reason for finding in questions(facts_on(person, cohort, now))}
    if rule not in asked:
        raise Refusal(_("This rule does not need a person: it was decided by what is known already."))
    return record(person, cohort, rule, asked=asked[rule], applies=applies, source=source, by=by, now=now)


def record(person, cohort, rule, *, asked, applies, source, by, now, grounds=()) -> Fact:
    """Part of a verb: keep a fact, and the new verdicts. ``asked`` is the rule's reason; ``grounds`` are a fail's."""
    fact = person.facts.create(
        cohort=cohort,
        rule=rule,
        asked=asked,
        grounds=list(grounds),
        applies=applies,
        source=source.strip(),
        recorded_by=by,
        recorded_at=now,
    )
    check_again(person, cohort, "fact", now)
    return fact


def organizes(person, cohort) -> bool:
    """Organizers of the cohort, and superusers."""
    user = getattr(person, "user", None)
    return bool(user and user.is_superuser) or cohort.organizers.filter(person=person, until=None).exists()
