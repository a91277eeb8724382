"""What a person is in which cohorts, for everything that tells them what waits. Asked once for a ``Reader``."""

from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q

from .models import Cohort, MentorApplication, Participation

# What is told of a cohort. Any other field costs a query for each cohort.
TOLD = ("slug", "name", "kickoff", "time_zone", "mode", "published_at", "imported", "blind_review")


@dataclass(frozen=True)
class Role:
    """``cohort`` comes with its phases, ``outcome`` is a Participation's or None, ``to_mentor`` is for words only."""

    cohort: Cohort
    organizes: bool
    mentors: bool
    outcome: str | None
    to_mentor: MentorApplication | None

    @property
    def has_place(self):
        """As a mentee, also one that is over."""
        return bool(self.outcome)

    @property
    def takes_part(self):
        return self.organizes or self.mentors or self.outcome == Participation.Outcome.ACTIVE


def roles_of(reader) -> list[Role]:
    """One for each cohort the person organizes, mentors in, wants to mentor in or applied to. Two queries."""
    mine = {
        "part": FilteredRelation("participations", condition=Q(participations__person=reader.person)),
        "to_mentor": FilteredRelation("mentor_applications", condition=Q(mentor_applications__person=reader.person)),
        "office": FilteredRelation("organizers", condition=Q(organizers__person=reader.person, organizers__until=None)),
    }
    told = {
        "is_mentor": F("part__is_mentor"),
        "outcome": F("part__outcome"),
        "organizer": F("office__pk"),
        "application": F("to_mentor__pk"),
        "application_state": F("to_mentor__state"),
        "invited_at": F("to_mentor__invited_at"),
    }
    any_of_them = Q(part__isnull=False) | Q(to_mentor__isnull=False) | Q(office__isnull=False)
    cohorts = Cohort.objects.alias(**mine).filter(any_of_them).annotate(**told).only(*TOLD).with_phases()
    return [_role(cohort, reader.person) for cohort in cohorts]


def _role(cohort, person):
    to_mentor = None
    if cohort.application:
        told = {"state": cohort.application_state, "invited_at": cohort.invited_at}
        to_mentor = MentorApplication(pk=cohort.application, cohort=cohort, person=person, **told)
    return Role(cohort, cohort.organizer is not None, bool(cohort.is_mentor), cohort.outcome, to_mentor)


def organized(reader) -> list[Cohort]:
    """Those the person organizes now."""
    return [role.cohort for role in reader.once(roles_of) if role.organizes]


def _cohorts(reader):
    return {role.cohort.pk: role.cohort for role in reader.once(roles_of)}


def with_cohorts(reader, rows):
    """Rows with a ``cohort``, as a list: each with that cohort and its phases at hand. No query for cohorts known."""
    rows, known = list(rows), reader.once(_cohorts)
    if missing := {row.cohort_id for row in rows} - known.keys():
        known.update(Cohort.objects.only(*TOLD).with_phases().in_bulk(missing))
    for row in rows:
        row.cohort = known[row.cohort_id]
    return rows
