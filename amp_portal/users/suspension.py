"""What somebody sees whose access is suspended: until when, and whom to turn to. Never why, nor who decided it.

Platform code never imports an app; an app that suspends says who helps:

    @suspension.helper
    def outside(person):
        yield "Ombudsperson, help@example.org"
"""

from django.shortcuts import render
from django.views.decorators.cache import never_cache

from amp_portal import typed
from amp_portal.hooks import Hook

from .models import User

helper = Hook()  # function(person) -> Iterable[str]: names and addresses or links, as they are shown


def whom_to_turn_to(person) -> list[str]:
    """Where no app names anybody: the addresses of those who run the portal."""
    named = helper.gather(person)
    if named:
        return list(dict.fromkeys(named))
    running = User.objects.filter(is_superuser=True, is_active=True, person__suspended_at=None).exclude(person=person)
    return list(running.order_by("pk").values_list("email", flat=True))


@never_cache
def closed_page(request, person):
    """For whoever this person is, by a session or by a link of theirs. What they just wrote is shown, not kept."""
    context = {"suspended": person, "helpers": whom_to_turn_to(person), "words": typed.words(request)}
    response = render(request, "users/suspended.html", context, status=403)
    response._has_been_logged = True  # it is no news, and its address may be one of a conduct report's
    return response
