"""The organizers' snippets: reasons and advice they write often."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal import once

from .. import access
from ..forms.snippet import SnippetForm
from ..models import Snippet


@login_required
@once.per_press
def snippets(request, slug):
    """All of a cohort, and a form for another."""
    return _page(request, Snippet(cohort=access.screened_cohort(request.user, slug)))


@login_required
def snippet(request, slug, pk):
    """One of them, to be changed."""
    return _page(request, get_object_or_404(access.screened_cohort(request.user, slug).snippets, pk=pk))


def _page(request, snippet):
    form = SnippetForm(request.POST or None, instance=snippet)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("applications:snippets", snippet.cohort.slug)
    context = {"cohort": snippet.cohort, "form": form, "snippet": snippet, "snippets": snippet.cohort.snippets.all()}
    status = 422 if request.method == "POST" else 200
    return render(request, "applications/snippets.html", context, status=status)


@login_required
@require_POST
def delete_snippet(request, slug, pk):
    access.screened_cohort(request.user, slug).snippets.filter(pk=pk).delete()
    messages.success(request, _("Deleted."))
    return redirect("applications:snippets", slug)
