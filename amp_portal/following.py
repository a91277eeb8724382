"""Pages that show a job follow it by themselves: htmx asks for them again and puts the progress in place.

The piece is ``components/job.html``; a page with it has ``components/follow.html`` in its head. Without JavaScript
there is a link.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django_htmx.http import HttpResponseClientRefresh

from .jobs import Job


def follower_required(view) -> Callable[..., HttpResponse]:
    """As ``login_required``; whoever was signed out while the page followed a job loads it anew, and is asked then."""
    signed_in = login_required(view)

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.htmx and not request.user.is_authenticated:
            return HttpResponseClientRefresh()
        return signed_in(request, *args, **kwargs)

    return guarded


def reached_the_end(request, job: Job | None) -> bool:
    """The page has followed the job to its end: everything on it may be different now."""
    return bool(request.htmx) and (job is None or job.is_finished)
