"""The people an imported list names by their logins: known or new, never somebody with an account or a numeric id.

Joining them with an account is an organizer's decision (logins get reused).
"""

from django.db.models.functions import Lower

from amp_portal.users.models import Person


def by_login(logins, now, names=None):
    """``{login in lower case: Person}`` for logins as typed; whoever is missing is made. Returns (people, number made).

    ``names`` maps logins in lower case to names of new people; without one the login stands in.
    """
    typed = {login.lower(): login for login in reversed(list(logins))}
    known = Person.objects.without_account().filter(github_id=None).exclude(github_login="")
    known = known.annotate(lower=Lower("github_login")).filter(lower__in=typed).order_by("-pk")
    people = {person.lower: person for person in known}
    missing = [login for login in typed if login not in people]
    made = Person.objects.bulk_create(
        Person(name=(names or {}).get(login) or typed[login], github_login=typed[login], created_at=now)
        for login in sorted(missing)
    )
    people.update((person.github_login.lower(), person) for person in made)
    return people, len(made)
