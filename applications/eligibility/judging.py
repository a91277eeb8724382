"""What the rules say together with what organizers recorded.

A recorded fact answers the question that was asked then, and no other; what was found in the way is never simply
forgotten. After an appeal or a flag it corrects the very grounds a *fail* rests on.
"""

from django.utils.translation import gettext as _

from ..verdicts import Finding, Verdict, fail, needs_a_person, passed
from .rules import PUBLIC_RULES, RULES
from .wording import source_in_words


def judge(facts, rules=RULES) -> Verdict:
    """What the rules say, with what organizers recorded."""
    found = (_resolved(rule(facts).of(rule.__name__), facts) for rule in rules)
    return Verdict(tuple(_corrected(finding, facts) for finding in found), facts.now)


def questions(facts) -> list[Finding]:
    """What an organizer can record a fact on: what needs a person, whether or not somebody has looked already."""
    asked = (_asked(rule(facts).of(rule.__name__), facts) for rule in RULES)
    return [finding for finding in asked if finding.needs_a_person]


def judge_published(facts) -> Verdict:
    """What may be said in public, of facts that are published: nothing found there is not nothing at all."""
    verdict = judge(facts, PUBLIC_RULES)
    named = {
        "not_an_organizer": _("Is not named as an organizer of a cohort that is still going on."),
        "not_a_mentor": _("Is not named as a mentor of this cohort, or of one at the same time."),
    }
    findings = (
        passed(named[finding.rule]).of(finding.rule) if finding.passes and finding.rule in named else finding
        for finding in verdict.findings
    )
    return Verdict(tuple(findings), verdict.checked_at)


def _resolved(finding, facts):
    """What the newest recorded fact about this rule makes of its finding; it never waives a fail.

    "In the way" holds whatever the rule asks by now, "nothing in the way" while it asks the same.
    """
    fact, asked = _recorded_on(finding.rule, facts), _asked(finding, facts)
    if fact is None or not asked.needs_a_person:
        return asked
    if fact.asked == asked.reason or (fact.applies and finding.needs_a_person):
        return _answered(fact).of(finding.rule)
    return asked


def _asked(finding, facts):
    """The finding; where the records pass somebody in whose way an organizer found something, a question."""
    fact = _recorded_on(finding.rule, facts)
    if fact is None or not fact.applies or not finding.passes:
        return finding
    reason = _("An organizer found before that this stands in the way; what is known now says that it does not.")
    return needs_a_person(reason, source_in_words(fact)).of(finding.rule)


def _answered(fact):
    if fact.applies:
        return fail(
            _("An organizer looked into it and found that this stands in the way."),
            source_in_words(fact),
            grounds=[f"recorded/{fact.at.isoformat()}"],
        )
    return passed(_("An organizer looked into it and found nothing in the way."), source_in_words(fact))


def _corrected(finding, facts):
    """A *fail* passes once every one of its grounds was corrected; grounds that are new count as ever."""
    if not finding.fails or not finding.grounds:
        return finding
    about = [_newest_about(ground, finding.rule, facts) for ground in finding.grounds]
    if any(fact is None or fact.applies for fact in about):
        return finding
    return passed(_("What the records say was looked into and corrected."), source_in_words(about[0])).of(finding.rule)


def _newest_about(ground, rule, facts):
    return next((fact for fact in facts.recorded if fact.rule == rule and ground in fact.grounds), None)


def _recorded_on(rule, facts):
    return next((fact for fact in facts.recorded if fact.rule == rule and not fact.grounds), None)
