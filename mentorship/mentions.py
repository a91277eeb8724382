"""Names one can call: ``@ada-lark`` in a text of a room tells that person.

Somebody's handle is their GitHub login, else their name in small letters with hyphens; a number tells people of the
same one apart.
"""

import re

from django.utils.text import slugify

from cohorts.models import Organizer, ProjectMentor

CALLED = re.compile(r"(?<![\w@/.])@(\w[\w-]*)")


def people(mentorship, *, with_mentee=True):
    """``{handle: person}`` of who reads along in the room: the mentee, the mentors, the organizers. Two queries."""
    mentors = ProjectMentor.objects.filter(project=mentorship.project_id, until=None).select_related("person")
    organizers = Organizer.objects.filter(cohort=mentorship.cohort_id, until=None).select_related("person")
    everybody = [mentorship.mentee] if with_mentee else []
    everybody += [row.person for row in (*mentors, *organizers) if row.person_id != mentorship.mentee_id]
    handles = {}
    for person in dict.fromkeys(everybody):
        handle = wanted = person.github_login.lower() or slugify(str(person), allow_unicode=True) or "x"
        number = 1
        while handle in handles:
            number += 1
            handle = f"{wanted}-{number}"
        handles[handle] = person
    return handles


def called(text, handles):
    """The people whose handle stands in the text, each once. A hyphen at its end may be the sentence's, or its own."""
    names = (name.lower() for name in CALLED.findall(text))
    meant = (name if name in handles else name.rstrip("-") for name in names)
    return [handles[name] for name in dict.fromkeys(meant) if name in handles]
