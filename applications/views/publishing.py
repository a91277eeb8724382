"""How far the shortlist's or the results' publication is."""

from django.shortcuts import render
from django_htmx.http import HttpResponseClientRefresh

from amp_portal.following import follower_required, reached_the_end

from .. import access


@follower_required
def publication(request, slug, kind):
    """The page follows it by itself; it goes on whoever looks."""
    publication = access.publication(request.user, slug, kind)
    if reached_the_end(request, publication):
        return HttpResponseClientRefresh()
    context = {"cohort": publication.cohort, "publication": publication}
    return render(request, "applications/publication.html", context)
