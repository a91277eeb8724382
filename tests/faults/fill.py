"""What happens in the portal of the faults, each in its own process: python -m tests.faults.fill letters 2000"""

import json
import sys
from datetime import UTC, datetime, timedelta

import django


def letters(count, prefix):
    """At once to many people; a fifth of them as two nudges to one, who gets one e-mail."""
    from amp_portal.outbox.letters import queue_all
    from amp_portal.users.models import Person
    from tests.outbox.office import notices

    now, count, drafts = datetime.now(UTC), int(count), []
    names = [f"{prefix}{number}" for number in range(count)]
    people = Person.objects.bulk_create(
        Person(name=name, email=f"{name}@example.org", time_zone="UTC") for name in names
    )
    for number, person in enumerate(people):
        words = {"text": f"word-{prefix}{number}"}
        if number < count // 5:
            reader = people[number // 2 * 2]
            drafts.append(notices.nudge(f"{prefix}{number}", reader, hours=(0, 24), **words))
        else:
            drafts.append(notices.mail(f"{prefix}{number}", person, **words))
    queue_all(drafts, now)
    return len(drafts)


def applicants(count):
    """People with complete drafts in a cohort that takes applications now: their sessions and where to submit."""
    from django.test import Client
    from django.urls import reverse

    import applications.scenarios as applying
    import cohorts.scenarios as cohorts
    from amp_portal.users.scenarios import person

    today = datetime.now(UTC).date()
    cohort = cohorts.cohort(kickoff=today + timedelta(days=25))
    project = cohorts.project(cohort, now=cohorts.instant(cohort, "mentor_call", days=2))
    now = datetime.now(UTC)
    applying.fresh_roster(now)
    found = []
    for number in range(int(count)):
        application = applying.draft(cohort, person(f"Nia {number}"), projects=[project], now=now)
        client = Client()
        client.force_login(application.person.user)
        found.append({"session": client.cookies["sessionid"].value, "email": application.person.email})
    return {"submit": reverse("applications:submit", args=[cohort.slug]), "applicants": found}


def disagreements():
    from amp_portal import data_checks

    return [str(each) for each in data_checks.find()]


if __name__ == "__main__":
    django.setup()
    what, *arguments = sys.argv[1:]
    json.dump(
        {"letters": letters, "applicants": applicants, "disagreements": disagreements}[what](*arguments), sys.stdout
    )
