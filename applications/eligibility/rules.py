"""The fairness rules (docs/program.md, Eligibility): pure functions of the facts, in the order shown.

A fixed rule can't be waived. Missing data is never silently a fail, nor a pass: it needs a person.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..verdicts import fail, needs_a_person, passed
from .facts import MENTOR, ORGANIZER
from .wording import (
    by_login,
    contributions_in_words,
    day,
    earlier_place_in_words,
    entry_in_words,
    ids_in_words,
    lists_in_words,
    lists_of,
    other_place_in_words,
    place_as_ground,
    place_in_words,
    records,
    role_in_words,
)

ROSTER_FRESH_FOR = 7  # days
# Kept with every verdict; raise it when a rule changes. 1: without contributions, time and age; 2: or earlier logins;
# 3: places were counted, of any program.
RULES_VERSION = 4


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
        describe=role_in_words,
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
    listing = _("Maintainers list of %(day)s.") % {"day": day(roster.as_of)}
    if roster.age_in_days > ROSTER_FRESH_FOR:
        return needs_a_person(
            _("Our copy of the maintainers list is too old to decide by."),
            listing + " " + _("It was %(days)s days old.") % {"days": roster.age_in_days},
        )
    if roster.matched == "id" or (roster.matched == "login" and not account.other_ids):
        return fail(
            _("Maintainers guide others here, so they can't be mentees. Mentoring is open to them, and very welcome."),
            f"{listing} {entry_in_words(account, roster)}",
            grounds=[f"maintainer/{roster.listed_as.lower()}/{roster.since}"],
        )
    if roster.matched == "earlier login":
        return needs_a_person(
            _("Somebody on the maintainers list has a login that this account had before. Is it the same person?"),
            f"{listing} {entry_in_words(account, roster)}",
        )
    if roster.matched or account.other_ids:
        return needs_a_person(
            _("We know this GitHub login under another numeric id: it may have changed hands."),
            f"{listing} {ids_in_words(account, roster)}",
        )
    return passed(
        _("Is not on the community's maintainers list."), f"{listing} " + _("Compared: %(who)s.") % {"who": account}
    )


def no_concurrent_program(facts):
    """No active place in another program during the cohort's run: by declaration, and by the lists we were given."""
    reason = _("Two programs at once are too much for anybody, so a place in another one has to end first.")
    found = "; ".join(other_place_in_words(place) for place in facts.other_places)
    lists = lists_in_words(facts.lists)
    grounds = [f"{place.program}/{place.login.lower()}/{place.starts_on}" for place in facts.other_places if place.sure]
    if facts.declaration == "yes":
        evidence = " ".join(filter(None, [_("Declared a place in another program."), found]))
        return fail(reason, evidence, grounds=["declared", *grounds])
    if grounds:
        return fail(reason, _("On a participant list: %(found)s.") % {"found": found}, grounds=grounds)
    if any(not place.namesake for place in facts.other_places):
        return needs_a_person(
            _("A participant list of another program has somebody with this GitHub login; is it the same person?"),
            found,
        )
    if facts.other_places:
        asked = _("Somebody of the same name is on a participant list without GitHub logins: %(lists)s. Is it them?")
        return needs_a_person(asked % {"lists": lists_of(facts.other_places)}, found)
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
        describe=role_in_words,
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
        describe=place_in_words,
        ground=place_as_ground,
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
        describe=lambda place: place.cohort + by_login(place),
    )


def took_part_before(facts):
    """At most so many earlier cohorts of this program with a place completed, failed or removed, as the cohort allows.

    Places in other programs are shown, and don't count. Imported history goes by GitHub: without a proved identity it
    could not be compared.
    """
    shown = [place for place in facts.places if place.counts and not place.here]
    earlier = [place for place in shown if place.of_this_program]
    sure = [place for place in earlier if place.sure]
    cohorts, surely = ({place.slug for place in places} for places in (earlier, sure))
    allowed = _("Allowed: %(number)s.") % {"number": facts.earlier_allowed}
    evidence = " ".join([*(f"{earlier_place_in_words(place)}." for place in shown), records(facts), allowed])
    counted = ngettext("%(number)s earlier participation", "%(number)s earlier participations", len(cohorts)) % {
        "number": len(cohorts)
    }
    if len(surely) > facts.earlier_allowed:
        return fail(
            _("This cohort makes room for people who took part less often: %(counted)s.") % {"counted": counted},
            evidence,
            grounds=map(place_as_ground, sure),
        )
    if len(cohorts) > facts.earlier_allowed:
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


def contributions(facts):
    """At least so many confirmed contributions to the community. What is listed and not confirmed may still be."""
    required = facts.contributions_required
    confirmed = [each for each in facts.contributions if each.confirmed]
    undecided = [each for each in facts.contributions if each.is_open]
    evidence = contributions_in_words(facts.contributions, required)
    if len(confirmed) >= required:
        return passed(_("Has contributed to the community."), evidence)
    if not facts.has_applied:
        return needs_a_person(_("Contributions are listed in the application; there is none yet."), evidence)
    if len(confirmed) + len(undecided) >= required:
        return needs_a_person(_("Somebody has to look at what was contributed and confirm it."), evidence)
    return fail(
        ngettext(
            "This cohort asks for %(number)s contribution to the community first.",
            "This cohort asks for %(number)s contributions to the community first.",
            required,
        )
        % {"number": required},
        evidence,
        grounds=["too few"],
    )


def active_for(facts):
    """The first confirmed contribution is so many months older than the application deadline."""
    if not facts.months_active:
        return passed(_("This cohort does not ask since when somebody contributes."))
    if facts.active_by is None:
        return needs_a_person(_("The dates of this cohort are not set yet, so nothing can be compared with them."))
    days = [each.made_on for each in facts.contributions if each.confirmed and each.made_on]
    unclear = any(each.is_open or (each.confirmed and not each.made_on) for each in facts.contributions)
    asked = _("Asked for: %(day)s or earlier.") % {"day": day(facts.active_by)}
    if not days:
        return needs_a_person(_("No contribution with a day is confirmed yet."), asked)
    evidence = _("First confirmed contribution: %(day)s.") % {"day": day(min(days))} + " " + asked
    if min(days) <= facts.active_by:
        return passed(_("Has been around for long enough."), evidence)
    if unclear or not facts.has_applied:
        return needs_a_person(_("Something earlier may be confirmed yet; somebody has to look at it."), evidence)
    return fail(
        ngettext(
            "This cohort is for people who have contributed for %(number)s month or more.",
            "This cohort is for people who have contributed for %(number)s months or more.",
            facts.months_active,
        )
        % {"number": facts.months_active},
        evidence,
        grounds=[f"first/{min(days)}"],
    )


def adult(facts):
    """Where a cohort is for people of 18 and over: by their own declaration."""
    if not facts.adults_only:
        return passed(_("This cohort is open to people of any age."))
    if facts.adult == "yes":
        return passed(_("Declared to be 18 or over."))
    if facts.adult == "no":
        return fail(_("This cohort is for people of 18 and over."), _("Declared to be younger."), grounds=["declared"])
    return needs_a_person(_("This cohort is for people of 18 and over, and there is no declaration yet."))


def _decide(facts, things, *, fails, asks, passes, describe, maybe=(), ground=None):
    """Fail by what is sure; a person is needed where a login alone, or an unknown date, would decide.

    Without ``ground`` the portal's own records decide: they are changed where they are kept.
    """
    sure = [thing for thing in things if thing.sure]
    if sure:
        return fail(fails, "; ".join(map(describe, sure)), grounds=map(ground, sure) if ground else ())
    unsure = [*things, *maybe]
    if unsure:
        return needs_a_person(asks, "; ".join(map(describe, unsure)))
    return passed(passes, records(facts))


RULES = (
    not_an_organizer,
    not_a_current_maintainer,
    no_concurrent_program,
    not_a_mentor,
    not_already_placed,
    not_barred,
    took_part_before,
    contributions,
    active_for,
    adult,
)

# Roles in the portal itself: nothing that an application says can change what these find.
ROLE_RULES = (not_an_organizer, not_a_mentor)

# What the portal's own rows say, and what somebody declares and lists: known without comparing anything.
KNOWN_RULES = (
    not_an_organizer,
    no_concurrent_program,
    not_a_mentor,
    not_already_placed,
    not_barred,
    contributions,
    adult,
)

# What anybody may ask about any account; the others are checked when somebody applies.
PUBLIC_RULES = (not_an_organizer, not_a_current_maintainer, not_a_mentor)
