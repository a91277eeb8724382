"""The evidence of the rules, in words."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .facts import MENTOR, ORGANIZER


def records(facts):
    """What was compared, as evidence."""
    if not facts.account.proved:
        return _("The records of this account here; imported history goes by GitHub and could not be compared.")
    return _("The records of %(who)s here, imported history included.") % {"who": facts.account}


def by_login(thing):
    return "" if thing.sure else " " + _("(found by login alone)")


def role_in_words(role):
    held = {
        (ORGANIZER, True): _("organizer of %(cohort)s"),
        (ORGANIZER, False): _("was an organizer of %(cohort)s"),
        (MENTOR, True): _("mentor in %(cohort)s"),
        (MENTOR, False): _("was a mentor in %(cohort)s"),
    }
    return held[role.kind, role.held] % {"cohort": role.cohort} + by_login(role)


def place_in_words(place):
    words = f"{place.cohort}: {place.project}" if place.project else place.cohort
    return (f"{words}, {place.ended_as}" if place.ended_as else words) + by_login(place)


def earlier_place_in_words(place):
    words = place_in_words(place)
    return words if place.of_this_program else _("%(place)s (another program, not counted)") % {"place": words}


def place_as_ground(place):
    return f"{place.cohort}/{place.project}/{place.ended_as}"


def contributions_in_words(known, required):
    confirmed = sum(each.confirmed for each in known)
    words = [_("Confirmed: %(number)s.") % {"number": confirmed}]
    if undecided := sum(each.is_open for each in known):
        words.append(_("Not confirmed yet: %(number)s.") % {"number": undecided})
    if rejected := sum(each.rejected for each in known):
        words.append(_("Not counted: %(number)s.") % {"number": rejected})
    return " ".join([*words, _("Asked for: %(number)s.") % {"number": required}])


def other_place_in_words(place):
    days = f"{day(place.starts_on)} – {day(place.ends_on)}"
    if not place.namesake:
        return f"{place.program}, {place.login}, {days}"
    listed = _("%(listed)s (here: %(name)s)") % {"listed": place.name, "name": place.namesake}
    return ", ".join(filter(None, [place.program, listed, place.organization, days, place.url]))


def lists_of(places):
    """Which lists they are on, as a question names them."""
    lists = sorted({(place.starts_on, place.program) for place in places})
    return ", ".join(f"{program} ({day(starts_on)})" for starts_on, program in lists)


def lists_in_words(lists):
    if not lists:
        return _("No participant list of another program has been imported yet.")
    named = ", ".join(
        _("%(program)s (imported %(day)s)") % {"program": known.program, "day": day(known.imported_at)}
        for known in lists
    )
    return _("Lists checked: %(named)s.") % {"named": named}


def entry_in_words(account, roster):
    words = {
        "id": _("matched by numeric id"),
        "login": _("matched by login"),
        "earlier login": _("matched by an earlier login"),
    }[roster.matched]
    repos = ", ".join(roster.repos)
    entry = f"{roster.listed_as} ({repos})" if repos else roster.listed_as
    return _("%(entry)s, %(how)s; asked about: %(account)s.") % {"entry": entry, "how": words, "account": account}


def ids_in_words(account, roster):
    known = ", ".join(map(str, account.other_ids)) or _("the one on the list")
    listed = _(" The list has %(entry)s.") % {"entry": roster.listed_as} if roster.matched else ""
    return _("Asked about: %(account)s; known: %(ids)s.") % {"account": account, "ids": known} + listed


def day(day):
    return date_format(day, "j F Y")


def source_in_words(fact):
    return _("%(source)s (recorded by %(by)s, %(day)s)") % {
        "source": fact.source,
        "by": fact.by,
        "day": day(fact.at),
    }
