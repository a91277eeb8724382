"""The contribution period: shortlisted applicants note what they do, their mentors comment."""

import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.users.scenarios import person
from applications import publishing
from applications.models import LogEntry, Publication, ShortlistPlace

from .applying import said, signed_in


def test_applicants_log_and_mentors_comment(client, cohort, project, other_project, applicant, mentor, lead, now):
    application = applying.in_review(cohort, applicant, projects=[project], now=now)
    ShortlistPlace.add(application, project, by=mentor, now=now)
    url = reverse("applications:contribution-log", args=[application.pk])
    entry = {"day": "2027-06-03", "text": "A first pull request: https://github.com/asyncapi/cli/pull/9"}
    with time_machine.travel(cohorts.instant(cohort, "contribution", days=1), tick=False):
        unpublished = signed_in(client, applicant).get(url).status_code
        publishing.carry_on(publishing.start(cohort, Publication.Kind.SHORTLIST, lead, now), now)
        page = signed_in(client, applicant).get(application.get_absolute_url()).content.decode()
        client.post(url, entry)
        signed_in(client, mentor).post(url, {"day": "2027-06-04", "text": "Well done."})
        read = signed_in(client, lead).get(url).content.decode()
        others = [
            signed_in(client, somebody).get(url).status_code
            for somebody in (other_project.mentors.get().person, person("Stan Stranger"))
        ]
    with time_machine.travel(cohorts.instant(cohort, "contribution", edge="ends_at"), tick=False):
        late = said(signed_in(client, applicant).post(url, entry, follow=True))

    assert (unpublished, others) == (404, [404, 404])
    assert [str(entry.by) for entry in LogEntry.objects.all()] == ["Nia Okafor", "Mira Finch"]
    assert "Well done." in read
    assert f'href="{url}"' in page
    assert late == ["The contribution period is not open."]
