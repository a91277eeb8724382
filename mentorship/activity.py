"""What a mentee does on GitHub in their project's repository, where they let the portal record it.

Off unless the cohort allows it and the mentee has switched it on (a ``Watch``). Asked in the background: taking a watch
puts its next question off, so that a worker that dies loses nothing, and two never ask the same. An API that can't be
reached changes nothing; where GitHub asks for a pause, everything waits.
"""

from collections import Counter
from datetime import datetime, timedelta
from time import monotonic
from urllib.parse import quote, urlencode, urlsplit

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from amp_portal.github import Limited, NotThere, Unreachable, ask, connect
from amp_portal.refusals import Refusal
from amp_portal.sweeps import sweep

from .models import Activity, Mentorship, Watch
from .timeline import Happening, happening

log = structlog.get_logger()

EVERY = timedelta(hours=6)
LONGEST_PAUSE = timedelta(days=1)
PATIENCE = 20  # seconds for one run: letters wait behind it
MOST = 100  # of each kind of answer; older ones were recorded before


def repository(project):
    """``owner/name`` of a project's repository on GitHub, or ""."""
    address = urlsplit(project.repository if "//" in project.repository else f"https://{project.repository}")
    parts = [part for part in address.path.removesuffix(".git").split("/") if part]
    is_there = address.netloc.lower().removeprefix("www.") == urlsplit(settings.GITHUB_URL).netloc.lower()
    return "/".join(parts[:2]) if is_there and len(parts) >= 2 else ""


def can_be_recorded(mentorship):
    """Whether the mentee is asked at all: the cohort allows it, and the work is on GitHub."""
    return bool(mentorship.cohort.github_activity and settings.GITHUB_TOKEN and repository(mentorship.project))


@transaction.atomic
def switch_on(mentorship, *, by, now):
    """The mentee lets the portal record it from now on. Twice is once."""
    _lock(mentorship, by)
    if not (mentorship.is_active and can_be_recorded(mentorship)):
        raise Refusal(_("In this mentorship nothing is recorded from GitHub."))
    if not mentorship.mentee.github_is_proved:
        raise Refusal(_("Connect your GitHub account in your profile first, so that we know it is you."))
    Watch.objects.get_or_create(mentorship=mentorship, defaults={"since": now, "ask_at": now})


@transaction.atomic
def switch_off(mentorship, *, by):
    """Nothing more is recorded from this moment on."""
    _lock(mentorship, by)
    Watch.objects.filter(mentorship=mentorship).delete()


def _lock(mentorship, by):
    if by != mentorship.mentee:
        raise Refusal(_("Only the mentee decides this."))
    Mentorship.objects.select_for_update().get(pk=mentorship.pk)


@sweep("github activity")
def record(now) -> dict:
    """Ask about what is due, until nothing is, time is up, or GitHub does not answer or asks for a pause."""
    counts = {"asked": 0, "recorded": 0}
    until = monotonic() + PATIENCE
    if not settings.GITHUB_TOKEN or not Watch.objects.due(now).exists():
        return counts
    with connect() as http:
        while monotonic() < until and (watch := _take(now)):
            counts["asked"] += 1
            recorded = _ask(http, watch, now)
            if recorded is None:
                break
            counts["recorded"] += recorded
    return counts


@transaction.atomic
def _take(now):
    due = Watch.objects.due(now).select_for_update(skip_locked=True, of=("self",)).order_by("ask_at", "pk")
    watch = due.select_related("mentorship__mentee", "mentorship__project").first()
    if watch:
        Watch.objects.filter(pk=watch.pk).update(ask_at=now + EVERY)
    return watch


def _ask(http, watch, now):
    """How much is new; None where GitHub should not be asked any more just now."""
    kept = Watch.objects.filter(pk=watch.pk)
    try:
        found, spent = _read(http, watch, now)
    except Limited as limit:
        kept.update(ask_at=limit.until)
        Watch.objects.filter(ask_at__lt=limit.until).update(ask_at=limit.until)
        return None
    except NotThere:  # a repository or an account that is gone or renamed; perhaps it comes back
        kept.update(ask_at=now + LONGEST_PAUSE, asked_at=now)
        return 0
    except Unreachable as error:
        log.warning("GitHub could not be asked", watch=watch.pk, error=str(error))
        pause = min(timedelta(minutes=5) * 2**watch.tries, LONGEST_PAUSE)
        kept.update(ask_at=now + pause, tries=min(watch.tries + 1, 10))
        return None
    recorded = _keep(watch, found, now)
    if spent:
        Watch.objects.filter(ask_at__lt=spent).update(ask_at=spent)
        return None
    return recorded


@transaction.atomic
def _keep(watch, found, now):
    """New rows, unless it was switched off meanwhile. What is older than the consent is left out.

    A commit may be dated ahead, its day is what its author typed: it is a sign of the moment it is seen first.
    """
    if not Watch.objects.select_for_update().filter(pk=watch.pk).update(asked_at=now, tries=0):
        return 0
    before = watch.mentorship.activities.count()
    wanted = {(kind, ref): min(at, now) for kind, ref, at in found if watch.since <= at}
    Activity.objects.bulk_create(
        (Activity(mentorship=watch.mentorship, kind=kind, ref=ref, at=at) for (kind, ref), at in wanted.items()),
        ignore_conflicts=True,
    )
    known = watch.mentorship.activities.aggregate(count=Count("pk"), latest=Max("at"))
    Mentorship.objects.filter(pk=watch.mentorship_id).update(seen_on_github_at=known["latest"])
    return known["count"] - before


def _read(http, watch, now):
    """``([(kind, ref, at)], until when no question is left if none is)``: of this very account, in this repository."""
    mentee, repo = watch.mentorship.mentee, repository(watch.mentorship.project)
    if not repo:
        raise NotThere
    query = urlencode({"author": mentee.github_login, "since": f"{watch.since:%Y-%m-%dT%H:%M:%SZ}", "per_page": MOST})
    commits = ask(http, f"/repos/{quote(repo)}/commits?{query}", now=now, shape=list)
    if commits.spent:
        return _understood(_commits, commits.data, mentee.github_id), commits.spent
    events = ask(http, f"/users/{quote(mentee.github_login)}/events/public?per_page={MOST}", now=now, shape=list)
    found = _understood(_commits, commits.data, mentee.github_id)
    return found + _understood(_events, events.data, mentee.github_id, repo), events.spent


def _understood(read, data, *args):
    try:
        return read(data, *args)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreachable("another shape") from error


def _commits(data, github_id):
    return [
        (Activity.Kind.COMMIT, commit["sha"], _instant(commit["commit"]["committer"]["date"]))
        for commit in _of(data, "author", github_id)
    ]


def _events(data, github_id, repo):
    here = [event for event in _of(data, "actor", github_id) if event["repo"]["name"].lower() == repo.lower()]
    return [(*what, _instant(event["created_at"])) for event in here if (what := _what(event))]


def _of(data, role, github_id):
    """Of this account, by its number: logins change hands."""
    return [each for each in data if (each.get(role) or {}).get("id") == github_id]


def _what(event):
    """``(kind, ref)``, or None for what is not recorded."""
    payload = event["payload"]
    match event["type"], payload.get("action"):
        case "PullRequestEvent", "opened":
            return Activity.Kind.PULL, str(payload["number"])
        case "PullRequestReviewEvent", "created" | "submitted":
            return Activity.Kind.REVIEW, str(payload["review"]["id"])
        case "IssuesEvent", "opened":
            return Activity.Kind.ISSUE, str(payload["issue"]["number"])
    return None


def _instant(text):
    """GitHub's are in UTC, written with a Z."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")


@happening
def on_github(mentorship, seat):
    """A line for each week of the program, dated by what was last in it. One query."""
    weeks: dict[int, list[Activity]] = {}
    for activity in mentorship.activities.all():
        weeks.setdefault((activity.at - mentorship.starts_at) // timedelta(weeks=1), []).append(activity)
    for activities in weeks.values():
        counts = Counter(activity.kind for activity in activities)
        words = ", ".join(str(Activity.COUNTED[kind] % counts[kind]) for kind in Activity.COUNTED if counts[kind])
        title = _("%(mentee)s on GitHub: %(what)s") % {"mentee": mentorship.mentee, "what": words}
        yield Happening(activities[-1].at, title)
