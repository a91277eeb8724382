"""The fairness rules (PROGRAM.md, Eligibility): pure functions of the facts, in the order in which they are shown.

A fixed rule can't be waived. Missing data is never silently a fail, nor a pass: it needs a person. What an organizer
recorded answers the question that was asked then, and no other; what they found in the way is never simply forgotten.
"""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..verdicts import Finding, Verdict, fail, needs_a_person, passed
from .facts import MENTOR, ORGANIZER

ROSTER_FRESH_FOR = 7  # days


def not_an_organizer(facts):
    """Organizers of any cohort that has not ended, superusers among them, can't be mentees of any."""
    reason = _("Organizers can read applications, so they can't take part themselves while their cohort goes on.")
    if facts.is_superuser:
        return fail(reason, _("Administers this portal."))
    organizes = [role for role in facts.roles if role.kind == ORGANIZER and role.held and not role.cohort_has_ended]
    former = [role for role in facts.roles if role.kind == ORGANIZER and role.here and not role.held]
    return _decide(
        facts,
        organizes + former,
        fails=reason,
        asks=_("Somebody with this GitHub login organizes a cohort. Is it the same person?"),
        passes=_("Organizes no cohort that is still going on."),
        describe=_role_in_words,
    )


def not_a_current_maintainer(facts):
    """Compared with the maintainers list, by numeric id first. Needs a proved identity and a fresh list."""
    account, roster = facts.account, facts.roster
    if not account.login and not account.github_id:
        return needs_a_person(_("There is no GitHub account yet that we could compare with the maintainers list."))
    if not account.proved:
        return needs_a_person(
            _("This GitHub login was typed in. Signing in with GitHub lets us compare it with the maintainers list."),
            str(account),
        )
    if roster is None:
        return needs_a_person(_("The maintainers list had not been read by that day, so there is nothing to compare."))
    listing = _("Maintainers list of %(day)s.") % {"day": _day(roster.as_of)}
    if roster.age_in_days > ROSTER_FRESH_FOR:
        return needs_a_person(
            _("Our copy of the maintainers list is too old to decide by."),
            listing + " " + _("It was %(days)s days old.") % {"days": roster.age_in_days},
        )
    if roster.matched == "id" or (roster.matched == "login" and not account.other_ids):
        return fail(
            _("Maintainers guide others here, so they can't be mentees. Mentoring is open to them, and very welcome."),
            f"{listing} {_entry_in_words(account, roster)}",
        )
    if roster.matched or account.other_ids:
        return needs_a_person(
            _("We know this GitHub login under another numeric id: it may have changed hands."),
            f"{listing} {_ids_in_words(account, roster)}",
        )
    return passed(
        _("Is not on the community's maintainers list."), f"{listing} " + _("Compared: %(who)s.") % {"who": account}
    )


def no_concurrent_program(facts):
    """No active place in another program during the cohort's run: by declaration, and by the lists we were given."""
    reason = _("Two programs at once are too much for anybody, so a place in another one has to end first.")
    found = "; ".join(_other_place_in_words(place) for place in facts.other_places)
    lists = _lists_in_words(facts.lists)
    if facts.declaration == "yes":
        return fail(reason, " ".join(filter(None, [_("Declared a place in another program."), found])))
    if any(place.sure for place in facts.other_places):
        return fail(reason, _("On a participant list: %(found)s.") % {"found": found})
    if facts.other_places:
        return needs_a_person(
            _("A participant list of another program has somebody with this GitHub login; is it the same person?"),
            found,
        )
    if not facts.run_is_known:
        return needs_a_person(
            _("The dates of this cohort are not set yet, so nothing can be compared with them."), lists
        )
    if facts.declaration != "no":
        return needs_a_person(_("There is no declaration yet about places in other programs."), lists)
    if not facts.account.proved:
        return needs_a_person(
            _("Lists of other programs go by GitHub login. Signing in with GitHub lets us compare it with them."), lists
        )
    return passed(
        _("Declared to hold no place in another program, and is on no participant list for that time."), lists
    )


def not_a_mentor(facts):
    """Mentors of this cohort, or of one that runs at the same time, can't be mentees of it."""
    mentors = [role for role in facts.roles if role.kind == MENTOR]
    standing = [role for role in mentors if role.here or (role.held and role.overlaps)]
    unknown = [role for role in mentors if role.held and not role.here and role.overlaps is None]
    return _decide(
        facts,
        standing,
        maybe=unknown,
        fails=_("Mentors can't be mentees of the same cohort, nor of one that runs at the same time."),
        asks=_("There may be a mentor's role at the same time; an organizer needs to look at it."),
        passes=_("Mentors nobody in this cohort or at the same time."),
        describe=_role_in_words,
    )


def not_already_placed(facts):
    """One place at a time: none in another cohort whose run overlaps this one's."""
    held = [place for place in facts.places if place.held and not place.here]
    return _decide(
        facts,
        [place for place in held if place.overlaps],
        maybe=[place for place in held if place.overlaps is None],
        fails=_("There is a place in another cohort that runs at the same time."),
        asks=_("There may be a place in another cohort at the same time; an organizer needs to look at it."),
        passes=_("Holds no place in another cohort at the same time."),
        describe=_place_in_words,
    )


def not_barred(facts):
    """Nobody takes part who was removed for misconduct, until that bar is lifted."""
    return _decide(
        facts,
        [place for place in facts.places if place.barred],
        fails=_(
            "An earlier participation ended in a way that rules out another for now. The organizers can tell you more."
        ),
        asks=_("An earlier record under this GitHub login needs a look by an organizer."),
        passes=_("Nothing rules out taking part."),
        describe=lambda place: place.cohort + _by_login(place),
    )


def took_part_before(facts):
    """At most so many earlier places, completed, failed or removed, as the cohort allows; withdrawn don't count.

    Imported history goes by GitHub: without a proved identity it could not be compared.
    """
    earlier = [place for place in facts.places if place.counts and not place.here]
    sure = [place for place in earlier if place.sure]
    allowed = _("Allowed: %(number)s.") % {"number": facts.earlier_allowed}
    evidence = " ".join([*(f"{_place_in_words(place)}." for place in earlier), _records(facts), allowed])
    counted = ngettext("%(number)s earlier participation", "%(number)s earlier participations", len(earlier)) % {
        "number": len(earlier)
    }
    if len(sure) > facts.earlier_allowed:
        return fail(
            _("This cohort makes room for people who took part less often: %(counted)s.") % {"counted": counted},
            evidence,
        )
    if len(earlier) > facts.earlier_allowed:
        return needs_a_person(
            _("%(counted)s under this GitHub login, some found by login alone. Is it the same person?")
            % {"counted": counted},
            evidence,
        )
    if not facts.account.proved:
        return needs_a_person(
            _("Earlier cohorts are known by GitHub login. Signing in with GitHub lets us compare it with them."),
            evidence,
        )
    if earlier:
        return passed(_("%(counted)s, which is within what this cohort allows.") % {"counted": counted}, evidence)
    return passed(_("Did not take part before, as far as we know."), evidence)


RULES = (
    not_an_organizer,
    not_a_current_maintainer,
    no_concurrent_program,
    not_a_mentor,
    not_already_placed,
    not_barred,
    took_part_before,
)


# What anybody may ask about any account; the others are checked when somebody applies.
PUBLIC_RULES = (not_an_organizer, not_a_current_maintainer, not_a_mentor)


def judge(facts, rules=RULES) -> Verdict:
    """What the rules say, with what organizers recorded."""
    return Verdict(tuple(_resolved(rule(facts).of(rule.__name__), facts) for rule in rules), facts.now)


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
    return needs_a_person(reason, _source_in_words(fact)).of(finding.rule)


def _answered(fact):
    if fact.applies:
        return fail(_("An organizer looked into it and found that this stands in the way."), _source_in_words(fact))
    return passed(_("An organizer looked into it and found nothing in the way."), _source_in_words(fact))


def _recorded_on(rule, facts):
    return next((fact for fact in facts.recorded if fact.rule == rule), None)


def _source_in_words(fact):
    return _("%(source)s (recorded by %(by)s, %(day)s)") % {
        "source": fact.source,
        "by": fact.by,
        "day": _day(fact.at),
    }


def _decide(facts, things, *, fails, asks, passes, describe, maybe=()):
    """Fail by what is sure; a person is needed where a login alone, or an unknown date, would decide."""
    sure = [thing for thing in things if thing.sure]
    if sure:
        return fail(fails, "; ".join(map(describe, sure)))
    unsure = [*things, *maybe]
    if unsure:
        return needs_a_person(asks, "; ".join(map(describe, unsure)))
    return passed(passes, _records(facts))


def _records(facts):
    """What was compared, as evidence."""
    if not facts.account.proved:
        return _("The records of this account here; imported history goes by GitHub and could not be compared.")
    return _("The records of %(who)s here, imported history included.") % {"who": facts.account}


def _by_login(thing):
    return "" if thing.sure else " " + _("(found by login alone)")


def _role_in_words(role):
    held = {
        (ORGANIZER, True): _("organizer of %(cohort)s"),
        (ORGANIZER, False): _("was an organizer of %(cohort)s"),
        (MENTOR, True): _("mentor in %(cohort)s"),
        (MENTOR, False): _("was a mentor in %(cohort)s"),
    }
    return held[role.kind, role.held] % {"cohort": role.cohort} + _by_login(role)


def _place_in_words(place):
    words = f"{place.cohort}: {place.project}" if place.project else place.cohort
    return (f"{words}, {place.ended_as}" if place.ended_as else words) + _by_login(place)


def _other_place_in_words(place):
    return f"{place.program}, {place.login}, {_day(place.starts_on)} – {_day(place.ends_on)}"


def _lists_in_words(lists):
    if not lists:
        return _("No participant list of another program has been imported yet.")
    named = ", ".join(
        _("%(program)s (imported %(day)s)") % {"program": known.program, "day": _day(known.imported_at)}
        for known in lists
    )
    return _("Lists checked: %(named)s.") % {"named": named}


def _entry_in_words(account, roster):
    words = _("matched by numeric id") if roster.matched == "id" else _("matched by login")
    repos = ", ".join(roster.repos)
    entry = f"{roster.listed_as} ({repos})" if repos else roster.listed_as
    return _("%(entry)s, %(how)s; asked about: %(account)s.") % {"entry": entry, "how": words, "account": account}


def _ids_in_words(account, roster):
    known = ", ".join(map(str, account.other_ids)) or _("the one on the list")
    listed = _(" The list has %(entry)s.") % {"entry": roster.listed_as} if roster.matched else ""
    return _("Asked about: %(account)s; known: %(ids)s.") % {"account": account, "ids": known} + listed


def _day(day):
    return date_format(day, "j F Y")
