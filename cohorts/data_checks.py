"""What must agree about cohorts, the roles in them and their projects."""

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amp_portal.data_checks import Disagreement, checks, out_of_step

from .models import Cohort, ImportedPlace, MentorApplication, Organizer, Participation, Phase, Project, ProjectMentor
from .notices import scope_by_pk

HISTORIES = ((Project, "cohort"), (MentorApplication, "cohort"))


@checks
def organizers_are_marked():
    """Whoever organizes a cohort now, and nobody else, is marked so in their participation. Two queries."""
    here = {"cohort": OuterRef("cohort"), "person": OuterRef("person")}
    marked = Participation.objects.filter(**here, is_organizer=True)
    for role in Organizer.objects.current().filter(~Exists(marked)).select_related("cohort", "person").order_by("pk"):
        yield Disagreement(
            key=f"organizer-unmarked/{role.pk}",
            words=_("%(person)s organizes %(cohort)s, but their participation doesn't say so.") % _names(role),
            mend=_("End the role on the page Organizers, and give it again."),
            scope=scope_by_pk(role.cohort_id),
        )
    unfounded = Participation.objects.filter(~Exists(Organizer.objects.current().filter(**here)), is_organizer=True)
    for place in unfounded.select_related("cohort", "person").order_by("pk"):
        yield Disagreement(
            key=f"organizer-marked/{place.pk}",
            words=_("%(person)s is marked as an organizer of %(cohort)s without having the role.") % _names(place),
            mend=_("Give them the role on the page Organizers, and end it if it is over."),
            scope=scope_by_pk(place.cohort_id),
        )


@checks
def mentors_are_marked():
    """Whoever mentors a project now is marked as a mentor of its cohort. One query."""
    marked = Participation.objects.filter(cohort=OuterRef("project__cohort"), person=OuterRef("person"), is_mentor=True)
    roles = ProjectMentor.objects.current().filter(~Exists(marked)).select_related("project", "person")
    for role in roles.order_by("pk"):
        yield Disagreement(
            key=f"mentor-unmarked/{role.pk}",
            words=_("%(person)s mentors “%(project)s”, but is no mentor of its cohort.")
            % {"person": role.person, "project": role.project},
            mend=_("Approve them as a mentor of the cohort, or replace them on the project."),
            scope=scope_by_pk(role.project.cohort_id),
        )


@checks
def projects_have_leads():
    """A published project has a lead mentor; imported history knows of none. One query."""
    leading = ProjectMentor.objects.leading().filter(project=OuterRef("pk"))
    for project in Project.objects.published().filter(~Exists(leading), cohort__imported=False).order_by("pk"):
        yield Disagreement(
            key=f"project-lead/{project.pk}",
            words=_("“%(project)s” is published without a lead mentor.") % {"project": project},
            mend=_("Make one of its mentors its lead, or withdraw it."),
            scope=scope_by_pk(project.cohort_id),
        )


@checks
def cohorts_have_their_phases():
    """A published cohort has the phases it can't do without, and kickoff is the program's first day. Two queries."""
    for cohort in Cohort.objects.filter(imported=False).exclude(published_at=None).with_phases().order_by("pk"):
        missing = [kind.label for kind in Phase.Kind if kind not in Phase.OPTIONAL and not cohort.phase(kind)]
        if missing:
            yield Disagreement(
                key=f"phases/{cohort.pk}",
                words=_("%(cohort)s lacks phases: %(names)s.")
                % {"cohort": cohort, "names": ", ".join(map(str, missing))},
                mend=_("Bring them in on the page Dates."),
                scope=scope_by_pk(cohort.pk),
            )
        program = cohort.phase(Phase.Kind.PROGRAM)
        if program and localdate(program.starts_at, cohort.zone) != cohort.kickoff:
            yield Disagreement(
                key=f"kickoff/{cohort.pk}",
                words=_("%(cohort)s has its kickoff on another day than its program begins.") % {"cohort": cohort},
                mend=_("Change the program's opening on the page Dates and change it back: kickoff follows."),
                scope=scope_by_pk(cohort.pk),
            )


@checks
def cohorts_have_leads():
    """A published cohort has a lead organizer who can be reached. One query."""
    leads = Organizer.objects.leading().filter(cohort=OuterRef("pk")).exclude(contact="")
    for cohort in Cohort.objects.filter(~Exists(leads), imported=False).exclude(published_at=None).order_by("pk"):
        yield Disagreement(
            key=f"cohort-lead/{cohort.pk}",
            words=_("%(cohort)s is published without a lead organizer who can be reached.") % {"cohort": cohort},
            mend=_("Name one in the admin, with a way to reach them."),
            scope=scope_by_pk(cohort.pk),
        )


@checks
def imported_places_add_up():
    """A participation says of its imported places what says most, and names one of their projects. Two queries."""
    imported = Participation.objects.filter(Exists(ImportedPlace.objects.filter(participation=OuterRef("pk"))))
    for place in imported.select_related("cohort", "person").prefetch_related("imported_places").order_by("pk"):
        parts = list(place.imported_places.all())
        says_most = ImportedPlace.outcome_of([part.outcome for part in parts])
        if place.outcome != says_most or place.project_id not in {part.project_id for part in parts}:
            yield Disagreement(
                key=f"imported-place/{place.pk}",
                words=_("%(person)s's participation in %(cohort)s says something else than their imported places.")
                % _names(place),
                mend=_("Import the history again."),
                scope=scope_by_pk(place.cohort_id),
            )


@checks
def histories_end_where_things_are():
    """One query a table."""
    for model, cohort in HISTORIES:
        yield from out_of_step(model.objects.all(), cohort, scope_by_pk)


def _names(row):
    return {"person": row.person, "cohort": row.cohort}
