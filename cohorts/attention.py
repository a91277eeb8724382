"""The attention list: what an organizer of a cohort should look at, and what became of it.

An app adds its own in its ``attention.py``, in a constant number of queries:

    @matters
    def silent_mentees(cohort, now):
        yield Matter(key=f"silent/{mentorship.pk}", kind=_("silent mentee"), …)

A matter is yielded for as long as nobody has decided about it, also when its cause has passed: nothing falls off by
itself. Most are decided on the list, with a word (``Settled``); one that is decided elsewhere says so and is not
yielded once that has happened.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from amp_portal.hooks import Hook
from amp_portal.refusals import Refusal
from amp_portal.roster.models import Attempt, Held
from amp_portal.users.models import Person

from .models import Cohort, Listed, MentorWish, Settled

URGENCIES = ("danger", "warning", "info")


@dataclass(frozen=True)
class Event:
    at: datetime
    words: str


@dataclass(frozen=True)
class Matter:
    """``key`` names it for good: a matter that was settled never comes back under the same key.

    ``urgency`` is one of URGENCIES: danger waits for somebody today, info only for a last word.
    """

    key: str
    kind: str  # what it is, in two or three words
    person: Person | None
    about: str  # what it is about, e.g. the project
    since: datetime
    urgency: str
    next_step: str
    url: str  # where one sees more
    action: str  # what the link there says
    history: Sequence[Event] = ()
    is_settled_elsewhere: bool = False
    settle: Callable | None = None  # (by=, now=, words=): what else happens when it is settled, in the transaction

    @property
    def title(self):
        """In one line, for the trail."""
        return ": ".join(str(part) for part in (self.kind, self.person, self.about) if part)


matters = Hook()  # function(cohort, now) -> Iterable[Matter]


def waiting(cohort, now) -> list[Matter]:
    """Everything nobody has decided about: the most urgent first, of those the oldest."""
    settled = set(Settled.objects.filter(cohort=cohort).values_list("key", flat=True))
    every = [matter for matter in matters.gather(cohort, now) if matter.key not in settled]
    return sorted(every, key=lambda matter: (URGENCIES.index(matter.urgency), matter.since, matter.key))


@transaction.atomic
def settle(cohort, key, *, by, now, words) -> Settled:
    """An organizer's last word on a matter: it leaves the list, the trail keeps who, when and what. Raises Refusal."""
    Cohort.objects.lock(cohort.pk)
    matter = next((matter for matter in waiting(cohort, now) if matter.key == key), None)
    if matter is None:
        raise Refusal(_("Somebody has decided about this already."))
    if matter.is_settled_elsewhere:
        raise Refusal(_("This is decided on its own page."))
    if not words.strip():
        raise Refusal(_("Please say in a word what came of it."))
    if matter.settle:
        matter.settle(by=by, now=now, words=words)
    return Settled.objects.create(cohort=cohort, key=key, title=matter.title[:300], by=by, at=now, words=words)


@transaction.atomic
def note_new(cohort, now) -> int:
    """Record what has reached the list since this was last asked. Returns how many; each counts once."""
    Cohort.objects.lock(cohort.pk)
    known = set(cohort.listed.values_list("key", flat=True))
    new = [Listed(cohort=cohort, key=matter.key, at=now) for matter in waiting(cohort, now) if matter.key not in known]
    return len(Listed.objects.bulk_create(new))


# What this app has to say ------------------------------------------------------------------


@matters
def mentors_who_ask(cohort, now):
    """For backup, or to step down where they lead alone; until decided, or until they mentor the project no longer."""
    wishes = MentorWish.objects.open().filter(role__project__cohort=cohort)
    for wish in wishes.select_related("role__person", "role__project__cohort"):
        project, person = wish.role.project, wish.role.person
        replace = reverse("cohorts:mentor-replace", args=[cohort.slug, project.slug, wish.role_id])
        yield Matter(
            key=f"mentor-wish/{wish.pk}",
            kind=_("has to step down") if wish.is_to_leave else _("asks for backup"),
            person=person,
            about=project.title,
            since=wish.asked_at,
            urgency="danger" if wish.is_to_leave else "warning",
            next_step=_("Find somebody to follow; until then they mentor on.")
            if wish.is_to_leave
            else _("Find a co-mentor, and add them on the project’s page."),
            url=replace if wish.is_to_leave else project.get_absolute_url(),
            action=_("Replace them") if wish.is_to_leave else _("Open the project"),
            history=[Event(wish.asked_at, wish.words)],
            settle=wish.settle,
        )


@matters
def names_to_confirm(cohort, now):
    """Until an organizer has confirmed or declined it, on its own page; what they were called before is only there."""
    places = {
        f"name/{place.pk}/{blake2b(place.person.name.encode(), digest_size=6).hexdigest()}": place
        for place in cohort.participations.renamed().select_related("person").order_by("pk")
    }
    seen = dict(cohort.listed.filter(key__in=places).values_list("key", "at")) if places else {}
    for key, place in places.items():
        yield Matter(
            key=key,
            kind=_("new name to confirm"),
            person=place.person,
            about="",
            since=seen.get(key, now),
            urgency="info",
            next_step=_("Compare it with what you know, then confirm or decline it. Until then nothing shows it."),
            url=reverse("cohorts:name-check", args=[cohort.slug, place.pk]),
            action=_("Check the name"),
            is_settled_elsewhere=True,
        )


@matters
def maintainers_list(cohort, now):
    """From the first reading that went ill until one goes well: eligibility depends on it."""
    trouble = Attempt.objects.trouble()
    if trouble is None or cohort.is_over(now):
        return
    yield Matter(
        key=f"maintainers-list/{trouble.since.timestamp():.0f}",
        kind=_kind(trouble),
        person=None,
        about=_("Maintainers list"),
        since=trouble.since,
        urgency="warning",
        next_step=trouble.unreadable[0] if trouble.succeeded else trouble.outcome,
        url=reverse("cohorts:maintainers", args=[cohort.slug]),
        action=_("Open the maintainers list"),
        is_settled_elsewhere=True,
    )


def _kind(trouble):
    if trouble.succeeded:
        return _("entries not read")
    return _("to be confirmed") if Held.objects.exists() else _("not read")
