"""How far the shortlist's or the results' publication is."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from .. import access


@login_required
def publication(request, slug, kind):
    """The page follows it by itself; it goes on whoever looks."""
    publication = access.publication(request.user, slug, kind)
    context = {"cohort": publication.cohort, "publication": publication}
    return render(request, "applications/publication.html", context)
