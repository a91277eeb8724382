"""Rows of imported history to cohorts, projects, mentors and places. The caller holds the transaction."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, time

from django.utils.text import slugify
from django.utils.translation import gettext as _

from ..models import Cohort, ImportedPlace, Participation, Phase, Project, ProjectMentor
from ..states import ProjectState
from . import people
from .bring import bring
from .problems import ImportRefused, Problem
from .report import Report

MENTOR, MENTEE = "mentor", "mentee"
STAFF, CONTRIBUTOR = Participation.Side.STAFF, Participation.Side.CONTRIBUTOR


def apply(rows, now) -> Report:
    """Bring the tables in line with the rows. Raises ImportRefused where a row contradicts what is here."""
    report = Report()
    cohorts = _cohorts(rows, report)
    projects = _projects(rows, cohorts, report)
    existing = _existing_participations(rows, cohorts)
    persons, made = _people(rows, existing, now)
    participations = _participations(rows, cohorts, projects, persons, existing)
    _places(rows, projects, participations, report)
    mentors = _project_mentors(rows, projects, persons)
    _count_mentors(rows, participations, mentors, report)
    report.count(_("people"), total=len({row["github"].lower() for row in rows}), added=made)
    return report


def _key(row):
    """Who in which cohort."""
    return row["cohort"], row["github"].lower()


def _starts(row):
    return datetime.combine(row["starts_on"], time(), UTC)


def _ends(row):
    return datetime.combine(row["ends_on"], time(23, 59), UTC)


def _cohorts(rows, report):
    """Imported cohorts by short name, with one phase, the program. One that is run here is never touched."""
    first = {}
    for row in rows:
        first.setdefault(row["cohort"], row)
    existing = {cohort.slug: cohort for cohort in Cohort.objects.select_for_update(no_key=True).filter(slug__in=first)}
    run_here = _("“%(slug)s” is a cohort that is run here; history can't be imported into it.")
    problems = [
        Problem(first[slug].line, "cohort", run_here % {"slug": slug})
        for slug, cohort in existing.items()
        if not cohort.imported
    ]
    if problems:
        raise ImportRefused(problems)
    added = {slug: _new_cohort(row) for slug, row in first.items() if slug not in existing}
    cohorts = existing | added
    changed = {slug for slug, row in first.items() if slug in existing and _update_cohort(existing[slug], row)}
    phases = Phase.objects.filter(cohort__in=cohorts.values(), kind=Phase.Kind.PROGRAM).select_related("cohort")
    wanted = {
        slug: {
            "cohort_id": cohorts[slug].pk,
            "kind": Phase.Kind.PROGRAM,
            "starts_at": _starts(row),
            "ends_at": _ends(row),
        }
        for slug, row in first.items()
    }
    moved = bring(Phase, wanted, {phase.cohort.slug: phase for phase in phases})
    changed |= (moved.changed | moved.added) - set(added)
    report.count(_("cohorts"), total=len(cohorts), added=len(added), changed=len(changed))
    return cohorts


def _new_cohort(row):
    return Cohort.objects.create(
        slug=row["cohort"],
        name=f"{row['program']} {row['starts_on'].year}",
        program=row["program"],
        year=row["starts_on"].year,
        mode=Cohort.Mode.VOLUNTEER,
        kickoff=row["starts_on"],
        published_at=_starts(row),
        imported=True,
    )


def _update_cohort(cohort, row):
    """Returns whether anything has changed."""
    wanted = {"program": row["program"], "kickoff": row["starts_on"], "year": row["starts_on"].year}
    if all(getattr(cohort, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(cohort, name, value)
    cohort.save(update_fields=list(wanted))
    return True


def _projects(rows, cohorts, report):
    """Projects by (cohort's short name, title). Their places are as many as were taken: none is open."""
    found = Project.objects.filter(cohort__in=cohorts.values()).select_related("cohort")
    existing = {(project.cohort.slug, project.title): project for project in found}
    slugs = {(project.cohort.slug, project.slug) for project in found}
    mentees = Counter((row["cohort"], row["project"]) for row in rows if row["role"] == MENTEE)
    wanted = {}
    for row in rows:
        key = row["cohort"], row["project"]
        if key not in wanted:
            slug = existing[key].slug if key in existing else _free_slug(*key, slugs)
            places = max(mentees[key], existing[key].volunteer_taken if key in existing else 0)
            wanted[key] = {
                "cohort_id": cohorts[row["cohort"]].pk,
                "title": row["project"],
                "slug": slug,
                "state": ProjectState.APPROVED,
                "repository": row["repository"],
                "sponsored_slots": 0,
                "volunteer_slots": places,
                "volunteer_taken": places,
            }
    brought = bring(Project, wanted, existing)
    report.count(_("projects"), total=len(wanted), added=len(brought.added), changed=len(brought.changed))
    return brought.rows


def _free_slug(cohort, title, taken):
    """A short name of the title that no other project of the cohort has; it is taken now."""
    base = slugify(title)[:70].strip("-") or "project"
    slug, number = base, 1
    while (cohort, slug) in taken:
        number += 1
        slug = f"{base}-{number}"
    taken.add((cohort, slug))
    return slug


def _existing_participations(rows, cohorts):
    """Imported participations by (cohort's short name, login as history gave it). Raises where the side differs."""
    found = Participation.objects.filter(cohort__in=cohorts.values()).exclude(imported_login="")
    existing = {
        (place.cohort.slug, place.imported_login.lower()): place for place in found.select_related("cohort", "person")
    }
    words = _("%(who)s was imported with another role in this cohort before.")
    problems = [
        Problem(row.line, "role", words % {"who": row["github"]})
        for row in rows
        if _key(row) in existing and existing[_key(row)].is_mentor != (row["role"] == MENTOR)
    ]
    if problems:
        raise ImportRefused(problems)
    return existing


def _people(rows, existing, now):
    """Persons by (cohort's short name, login in lower case): as before, perhaps joined with an account since."""
    logins = [row["github"] for row in rows if _key(row) not in existing]
    by_login, made = people.by_login(logins, now)
    persons = {_key(row): by_login[row["github"].lower()] for row in rows if _key(row) not in existing}
    return persons | {key: place.person for key, place in existing.items()}, made


def _participations(rows, cohorts, projects, persons, existing):
    """One per person and cohort: the mentor's role, or what all of a mentee's places come to."""
    wanted, outcomes = {}, defaultdict(list)
    for row in rows:
        outcomes[_key(row)].append(row["outcome"])
    for row in rows:
        if _key(row) in wanted:
            continue
        is_mentor = row["role"] == MENTOR
        wanted[_key(row)] = {
            "cohort_id": cohorts[row["cohort"]].pk,
            "person_id": persons[_key(row)].pk,
            "imported_login": existing[_key(row)].imported_login if _key(row) in existing else row["github"],
            "side": STAFF if is_mentor else CONTRIBUTOR,
            "is_mentor": is_mentor,
            "project_id": None if is_mentor else projects[row["cohort"], row["project"]].pk,
            "outcome": "" if is_mentor else ImportedPlace.outcome_of(outcomes[_key(row)]),
            "since": row["starts_on"],
            "until": row["ends_on"],
        }
    return bring(Participation, wanted, existing)


def _places(rows, projects, participations, report):
    """A place per mentee and project. All of somebody's in a cohort stand in one file: others there are no more."""
    wanted, persons = {}, {}
    for row in rows:
        if row["role"] == MENTEE:
            participation = participations.rows[_key(row)]
            place = participation.pk, projects[row["cohort"], row["project"]].pk
            persons[place] = _key(row)
            wanted[place] = {"participation_id": place[0], "project_id": place[1], "outcome": row["outcome"]}
    known = ImportedPlace.objects.filter(participation__in={participation for participation, _project in wanted})
    existing = {(place.participation_id, place.project_id): place for place in known}
    gone = existing.keys() - wanted.keys()
    ImportedPlace.objects.filter(pk__in=[existing[place].pk for place in gone]).delete()
    brought = bring(ImportedPlace, wanted, existing)
    moved = {place for place, person in persons.items() if person in participations.changed}
    changed = (brought.changed | moved) - brought.added
    counts = {"added": len(brought.added), "changed": len(changed), "removed": len(gone)}
    report.count(_("mentee places"), total=len(wanted), **counts)


def _project_mentors(rows, projects, persons):
    """Who mentored which project, by (cohort, login, project's pk); the first of a project led it."""
    found = ProjectMentor.objects.filter(project__in=projects.values())
    existing = {(mentor.project_id, mentor.person_id): mentor for mentor in found}
    wanted, led = {}, set()
    for row in rows:
        if row["role"] == MENTOR:
            project = projects[row["cohort"], row["project"]].pk
            person = persons[_key(row)].pk
            wanted[project, person] = {
                "project_id": project,
                "person_id": person,
                "is_lead": project not in led,
                "since": _starts(row),
                "until": _ends(row),
            }
            led.add(project)
    return bring(ProjectMentor, wanted, existing)


def _count_mentors(rows, participations, mentors, report):
    people = {_key(row): participations.rows[_key(row)].person_id for row in rows if row["role"] == MENTOR}
    added = {people[key] for key in participations.added & people.keys()}
    changed = {people[key] for key in participations.changed & people.keys()}
    added |= {person for _project, person in mentors.added}
    changed |= {person for _project, person in mentors.changed}
    logins = {row["github"].lower() for row in rows if row["role"] == MENTOR}
    report.count(_("distinct mentors"), total=len(logins), added=len(added), changed=len(changed - added))
