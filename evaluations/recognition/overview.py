"""How far the recognition of a cohort is: for its organizers all who completed it, for a mentor their own mentees."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from mentorship.models import Mentorship
from mentorship.states import State

from ..models import Certificate, Nomination, Recommendation

# What is left to do about somebody, by the name of its annotation.
LEFT = (
    ("lacks_certificate", _("no certificate yet")),
    ("lacks_letter", _("no letter yet")),
    ("has_letter_to_sign", _("letter to sign")),
    ("has_open_nomination", _("open nomination")),
    ("is_revoked", _("certificate revoked")),
)


def graduates(cohort, reader):
    """Who completed the program, with what is left as booleans. An organizer's own row is for their colleagues."""
    completed = Mentorship.objects.filter(cohort=cohort, state=State.COMPLETED).exclude(mentee=reader)
    certificates = Certificate.objects.filter(mentorship=OuterRef("pk"))
    letters = Recommendation.objects.filter(mentorship=OuterRef("pk"))
    nominations = Nomination.objects.filter(mentorship=OuterRef("pk"))
    return completed.annotate(
        lacks_certificate=~Exists(certificates),
        lacks_letter=~Exists(letters.handed_in()),
        has_letter_to_sign=Exists(letters.to_sign()),
        has_open_nomination=Exists(nominations.open()),
        is_revoked=Exists(certificates.newest().filter(revoked_at__isnull=False)),
    )


def counts(graduates) -> dict[str, int]:
    """How many there are of each of LEFT, and ``everybody``. One query."""
    left = {f"count_{name}": Count("pk", filter=Q(**{name: True})) for name, _label in LEFT}
    found = graduates.aggregate(count_everybody=Count("pk"), **left)
    return {name.removeprefix("count_"): number for name, number in found.items()}


def with_their_recognition(mentorships):
    """For a list: ``newest_certificates``, ``handed_in_letters`` and ``all_nominations`` cost no query."""
    return (
        mentorships.select_related("mentee", "project")
        .prefetch_related(
            Prefetch("certificates", Certificate.objects.newest(), to_attr="newest_certificates"),
            Prefetch("recommendations", _handed_in(), to_attr="handed_in_letters"),
            Prefetch("nominations", Nomination.objects.select_related("by"), to_attr="all_nominations"),
        )
        .order_by("mentee__name", "pk")
    )


def _handed_in():
    return Recommendation.objects.handed_in().select_related("author")


def of_mentor(person):
    """A mentor's mentees: those who completed the program, and the running ones, who may be nominated already.

    With ``own_letters`` and ``own_nominations`` at hand.
    """
    mine = Mentorship.objects.mentored_by(person).filter(state__in=[State.ACTIVE, State.COMPLETED])
    return (
        mine.select_related("mentee", "project", "cohort")
        .prefetch_related(
            "cohort__phases",
            Prefetch("recommendations", Recommendation.objects.filter(author=person), to_attr="own_letters"),
            Prefetch("nominations", Nomination.objects.filter(by=person), to_attr="own_nominations"),
        )
        .order_by("state", "-ends_at", "mentee__name", "pk")
    )
