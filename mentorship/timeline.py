"""What a room's timeline shows: what its people said, and beside it what happened to the mentorship.

What happened is told by the apps, each in its ``timeline.py``, in a constant number of queries:

    @happening
    def leave(mentorship, seat):
        if not seat.is_mentee:
            yield Happening(at=leave.recorded_at, title=_("Away until 3 May"))

``seat`` is the reader's (see ``access``): give only what this reader may see. ``mentorship`` comes with cohort, project
and mentee.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from amp_portal.hooks import Hook

if TYPE_CHECKING:
    from .access import Seat
    from .models import Entry, Mentorship

PER_PAGE = 25


@dataclass(frozen=True)
class Happening:
    """Something that happened at an aware instant. ``text`` is Markdown, ``by`` somebody's name, ``url`` more of it."""

    at: datetime
    title: str
    text: str = ""
    by: str = ""
    url: str = ""

    template = "mentorship/entries/happened.html"


happening = Hook()  # function(mentorship, seat) -> Iterable[Happening]


def page(seat: "Seat", number: str | None) -> Page:
    """A page of entries and happenings, the newest first. The first one for a number that is none."""
    places = _places(seat)
    found = Paginator(places, PER_PAGE).get_page(number)
    pks = [place.pk for place in found.object_list if place.pk]
    entries = seat.mentorship.entries.for_thread().in_bulk(pks)
    found.object_list = [entries[place.pk] if place.pk else place.happening for place in found.object_list]
    return found


def entries_of(page: Page) -> list["Entry"]:
    """The entries among what a page shows."""
    return [shown for shown in page if not isinstance(shown, Happening)]


def page_number_of(seat: "Seat", entry_pk: int) -> int:
    """The page that holds an entry."""
    return next((index for index, place in enumerate(_places(seat)) if place.pk == entry_pk), 0) // PER_PAGE + 1


@dataclass(frozen=True)
class _Place:
    """One of an entry (by its pk) or a happening."""

    at: datetime
    pk: int = 0
    happening: Happening | None = None


def _places(seat):
    places = [_Place(item.at, happening=item) for item in happening.gather(seat.mentorship, seat)]
    places += [_Place(at, pk) for at, pk in seat.mentorship.entries.order_by().values_list("posted_at", "pk")]
    return sorted(places, key=lambda place: (place.at, place.pk), reverse=True)


@happening
def beginning_and_end(mentorship: "Mentorship", seat: "Seat"):
    """Why it ended, and what came of a matter on the attention list, is for organizers."""
    yield Happening(mentorship.created_at, _("%(mentee)s accepted the place") % {"mentee": mentorship.mentee})
    for move in mentorship.moves.select_related("by"):
        if move.state != move.was:
            title = _("The mentorship has ended: %(state)s") % {"state": mentorship.State(move.state).label}
            yield Happening(move.at, title, move.reason if seat.is_organizer else "")
        elif seat.is_organizer:
            yield Happening(move.at, _("Taken off the attention list"), move.reason, str(move.by))


@happening
def agreements(mentorship: "Mentorship", seat: "Seat"):
    for agreement in mentorship.agreements.agreed().select_related("proposed_by", "agreed_by"):
        people = f"{agreement.proposed_by}, {agreement.agreed_by}"
        url = reverse("mentorship:agreement", args=[mentorship.pk])
        yield Happening(agreement.agreed_at, _("Agreed on how to work together"), by=people, url=url)


@happening
def mentors(mentorship: "Mentorship", seat: "Seat"):
    """Who joined and who left since the place was accepted."""
    for role in mentorship.project.mentors.select_related("person"):
        if role.since > mentorship.created_at:
            yield Happening(role.since, _("%(person)s mentors this project now") % {"person": role.person})
        if role.until and role.until > mentorship.created_at:
            yield Happening(role.until, _("%(person)s has stopped mentoring this project") % {"person": role.person})


@happening
def extensions(mentorship: "Mentorship", seat: "Seat"):
    """More time; why, is for organizers."""
    for extension in mentorship.extensions.select_related("by"):
        title = _("More time: until %(day)s") % {
            "day": date_format(extension.ends_at.astimezone(mentorship.cohort.zone), "j F Y")
        }
        text = extension.reason if seat.is_organizer else extension.words
        yield Happening(extension.at, title, text, str(extension.by))


@happening
def leaves(mentorship: "Mentorship", seat: "Seat"):
    """Who has been away or will be, as known to everybody in the room."""
    for leave in mentorship.cohort.leaves.standing().around(mentorship):
        first, last = (date_format(day, "j F") for day in (leave.starts_on, leave.ends_on))
        who = {"who": capfirst(leave.who), "first": first, "last": last}
        yield Happening(leave.declared_at, _("%(who)s: leave from %(first)s to %(last)s") % who)
