"""Gathers the facts of one person for one cohort, in a number of queries that never depends on the data."""

from datetime import UTC, date

from django.db.models import Q

from amp_portal.folding import name_key, same_name
from amp_portal.roster.models import Maintainer, Snapshot
from amp_portal.users.models import Person
from cohorts.models import (
    Cohort,
    Organizer,
    OtherProgramPlace,
    ParticipantList,
    Participation,
    Project,
    ProjectMentor,
)
from cohorts.schedule import later

from ..links import thing_at
from ..models.contribution import Contribution
from ..models.fact import Fact
from ..models.version import Version
from .facts import (
    MENTOR,
    ORGANIZER,
    Account,
    Contributed,
    Facts,
    OtherPlace,
    ProgramList,
    Recorded,
    Roster,
    Said,
)
from .held import is_held, role, roles_and_places, runs_around
from .people import Found, identify, logins, same_account, tell_apart


def facts_of(person, cohort, *, said: Said, now) -> Facts:
    """What is known about a person, with what their application says."""
    account = Account(person.github_login, person.github_id, person.github_is_proved)
    candidates = Person.objects.filter(same_account(account, logins(account)) | Q(pk=person.pk))
    found = tell_apart(identify(account, candidates.select_related("user"), itself=person))
    return _facts(found, cohort, said, now)


def is_anything_known_of(person, cohort, said: Said) -> bool:
    """Whether there is something about this very person that one of ``KNOWN_RULES`` could fail by. One query."""
    says_so = said.other_program == "yes" or (cohort.adults_only and said.adult == "no")
    lists_enough = len(said.links or ()) >= cohort.contributions_required
    if says_so or not lists_enough or _is_superuser(person):
        return True
    held = Participation.objects.order_by().filter(person=person).values_list("cohort", "side", "barred_at")
    applies = {(cohort.pk, side, None) for side in (Participation.Side.NONE, Participation.Side.CONTRIBUTOR)}
    return not applies.issuperset(held)


def known_facts_of(person, cohort, *, said: Said, now) -> Facts:
    """What the portal's rows about this very person say, and what they declare: enough for ``KNOWN_RULES``."""
    found = Found(Account(), frozenset({person.pk}), frozenset(), is_superuser=_is_superuser(person))
    runs = runs_around(cohort, found)
    return Facts(
        **roles_and_places(found, cohort, runs, now),
        now=now,
        account=found.account,
        is_superuser=found.is_superuser,
        declaration=said.other_program,
        has_applied=True,
        contributions=_contributions(found, cohort, said, now),
        contributions_required=cohort.contributions_required,
        adults_only=cohort.adults_only,
        adult=said.adult,
        recorded=_recorded(found, cohort, now),
    )


def facts_of_account(cohort, *, login, github_id, now) -> Facts:
    """What is known about a GitHub account, taken as proved; with what its application says, if there is one."""
    account = Account(login, github_id, proved=True)
    candidates = Person.objects.filter(same_account(account, logins(account)))
    found = tell_apart(identify(account, candidates.select_related("user")))
    return _facts(found, cohort, last_said(found.sure, cohort, now), now)


def published_facts_of(cohort, *, login, github_id, now) -> Facts:
    """What anybody may know about a GitHub account: the maintainers list and published roles, and nothing else."""
    account = Account(login, github_id, proved=True)
    same, published = same_account(account, [login], "person__"), Cohort.objects.published()
    organizers = Organizer.objects.filter(same, cohort__in=published).select_related("person__user")
    mentors = ProjectMentor.objects.filter(same, project__in=Project.objects.published())
    rows: list[tuple] = [(ORGANIZER, row.cohort_id, row) for row in organizers]
    rows += [(MENTOR, row.project.cohort_id, row) for row in mentors.select_related("person__user", "project")]
    held = [(kind, cohort_id, row.person) for kind, cohort_id, row in rows if is_held(row, now)]
    found = identify(account, [person for _kind, _cohort_id, person in held])
    runs = runs_around(cohort, found)
    roles = (
        role(kind, cohort_id, person.pk, cohort, runs, found, now)
        for kind, cohort_id, person in held
        if person.pk in found.ids
    )
    return Facts(now=now, account=found.account, roles=tuple(roles), roster=_roster(found, now))


def last_said(people, cohort, now) -> Said:
    """What these people (pks) said in the last version they submitted by then, of those that are judged."""
    versions = Version.objects.filter(
        application__cohort=cohort, application__person__in=people, submitted_at__lte=now, judged_at__isnull=False
    ).order_by("-submitted_at", "-pk")
    version = versions.prefetch_related("links").first()
    return said_in(version) if version else Said()


def said_in(version) -> Said:
    """What a version says, draft or not."""
    return Said(version.other_program, version.adult, tuple(link.url for link in version.links.all()))


def _facts(found, cohort, said, now) -> Facts:
    runs = runs_around(cohort, found)
    run = runs[cohort.pk]
    return Facts(
        **roles_and_places(found, cohort, runs, now),
        now=now,
        account=found.account,
        is_superuser=found.is_superuser,
        roster=_roster(found, now),
        declaration=said.other_program,
        run_is_known=run.run_starts is not None,
        other_places=_other_places(found, cohort, run),
        lists=tuple(ProgramList(known.program, known.imported_at) for known in ParticipantList.objects.all()),
        earlier_allowed=cohort.earlier_participations,
        has_applied=said.links is not None,
        contributions=_contributions(found, cohort, said, now),
        contributions_required=cohort.contributions_required,
        months_active=cohort.months_active,
        active_by=_active_by(cohort, run.applications_close),
        adults_only=cohort.adults_only,
        adult=said.adult,
        recorded=_recorded(found, cohort, now),
    )


def _is_superuser(person):
    user = getattr(person, "user", None)
    return bool(user and user.is_superuser)


def _roster(found, now):
    account, today = found.account, now.date()
    snapshot = Snapshot.objects.known_on(today)
    match = Maintainer.objects.on(today).match(
        github_id=account.github_id, github_login=account.login, earlier_logins=found.earlier_logins
    )
    if snapshot is None:
        return None
    return Roster(
        as_of=snapshot.as_of,
        age_in_days=(today - snapshot.as_of).days,
        matched=match.matched.value if match else "",
        listed_as=match.entry.github_login if match else "",
        since=match.entry.since if match else None,
        repos=tuple(match.entry.repos) if match else (),
    )


def _other_places(found, cohort, run):
    """Places in other programs that overlap the run, day by day in the cohort's zone.

    Whose they are is decided by the people found, never by the login again: one that an organizer told apart, or joined
    with another account, is not this account's. Those of lists without logins are of everybody who has the name.
    """
    if run.run_starts is None:
        return ()
    first, last = (instant.astimezone(cohort.zone).date() for instant in (run.run_starts, run.run_ends))
    login = found.account.login.lower() if found.account.proved and not found.account.other_ids else None
    keys = {key for key in map(name_key, found.names) if key}
    theirs = Q(person__in=found.ids) | Q(person=None, name_key__in=keys)
    places = OtherProgramPlace.objects.filter(theirs, starts_on__lte=last, ends_on__gte=first)
    return tuple(filter(None, (_other_place(place, found, login) for place in places)))


def _other_place(place, found, login):
    namesake = ""
    if place.person_id is None:
        namesake = next((name for name in found.names if same_name(name, place.name)), "")
        if not namesake:
            return None
    return OtherPlace(
        program=place.program,
        login=place.github_login,
        starts_on=place.starts_on,
        ends_on=place.ends_on,
        sure=not namesake and (place.person_id in found.sure or place.github_login.lower() == login),
        name=place.name,
        namesake=namesake,
        organization=place.organization,
        url=place.url,
    )


def _contributions(found, cohort, said, now):
    """What is listed, with what is known about it; and what was decided before and is not listed any more.

    The same thing at several addresses counts once.
    """
    rows = Contribution.objects.as_known(now).filter(cohort=cohort, person__in=found.sure)
    known = {row.url: row for row in rows}
    listed = dict.fromkeys(said.links or ())
    decided = {url: None for url, row in known.items() if row.then}
    things: dict[str, list[Contributed]] = {}
    for url in listed | decided:
        row = known.get(url)
        things.setdefault((row and row.thing) or thing_at(url), []).append(_contributed(url, row))
    return tuple(min(same, key=_surest) for same in things.values())


def _surest(contributed):
    """Confirmed before open before rejected, and the earliest day first."""
    return contributed.rejected, not contributed.confirmed, contributed.made_on or date.max


def _contributed(url, row):
    state = row.then if row else None
    confirmed = state == Contribution.State.CONFIRMED
    return Contributed(
        url=url,
        confirmed=confirmed,
        rejected=state == Contribution.State.REJECTED,
        made_on=row.made_on if row and confirmed else None,
    )


def _active_by(cohort, deadline):
    """So many months before the day of the application deadline, in the cohort's zone."""
    return later(deadline.astimezone(cohort.zone).date(), -cohort.months_active) if deadline else None


def _recorded(found, cohort, now):
    facts = Fact.objects.filter(cohort=cohort, person__in=found.sure, recorded_at__lte=now)
    return tuple(
        Recorded(
            fact.rule,
            fact.asked,
            fact.applies,
            fact.source,
            str(fact.recorded_by),
            fact.recorded_at.astimezone(UTC),
            tuple(fact.grounds),
        )
        for fact in facts.select_related("recorded_by")
    )
