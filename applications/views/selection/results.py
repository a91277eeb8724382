"""Publishing the results."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from amp_portal.refusals import Refusal

from ... import access, publishing
from ...models import Publication, Selection

RESULTS = Publication.Kind.RESULTS


@login_required
def publish_results(request, slug):
    """Asks first; then everybody is told in the background."""
    cohort = access.screened_cohort(request.user, slug)
    if publishing.of(cohort, RESULTS):
        return redirect("applications:publication", slug, RESULTS)
    if request.method == "POST":
        try:
            publishing.start(cohort, RESULTS, by=request.user.person, now=request.received_at)
        except Refusal as error:
            messages.error(request, error)
            return redirect("applications:publish-results", slug)
        return redirect("applications:publication", slug, RESULTS)
    decisions = Selection.objects.unpublished().filter(application__cohort=cohort)
    counts = Counter(decisions.values_list("outcome", flat=True))
    context = {
        "cohort": cohort,
        "problems": publishing.problems(cohort, RESULTS, request.received_at),
        "details": [f"{label}: {counts[value]}" for value, label in Selection.Outcome.choices],
    }
    return render(request, "applications/publish_results.html", context)
