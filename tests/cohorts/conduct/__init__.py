"""Conduct reports."""

from django.urls import reverse

from amp_portal.users.scenarios import person
from cohorts.models import ConductHandler

SECRET = "zebrafish under the table"
SAID = {"body": SECRET, "once": "a" * 32}


def handler(cohort, name, now, by=None):
    made = person(name)
    ConductHandler.objects.create(cohort=cohort, person=made, named_by=by or cohort.leads()[0].person, since=now)
    return made


def text(response):
    return response.content.decode()


def handle(found):
    return reverse("cohorts:conduct-handle", args=[found.public_id])
