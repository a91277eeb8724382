"""The letters of a cohort, for its organizers: what went to whom, what did not, and sending that again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal

from .. import access, letters, tabs


@login_required
def letter_list(request, slug):
    """Newest first; ``?state=`` and ``?q=`` (a name, an address) narrow it."""
    cohort = access.organized_cohort(request.user, slug)
    found, words = letters.of(cohort), request.GET.get("q", "").strip()
    if words:
        found = found.filter(Q(person__name__icontains=words) | Q(person__email__icontains=words))
    counts = letters.counts_by_state(found)
    state = request.GET.get("state", "")
    if state in Message.State.values:
        found = found.filter(state=state)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "cohort": cohort,
        "tabs": tabs.narrowing(Message.State.choices, counts, request.GET),
        "page_obj": Paginator(found.select_related("person"), 25).get_page(request.GET.get("page")),
        "query": query.urlencode(),
        "words": words,
        "state": state,
        "failed": counts.get(Message.State.FAILED, 0),
    }
    return render(request, "cohorts/letters.html", context)


@login_required
def letter(request, slug, pk):
    cohort, letter = access.organized_letter(request.user, slug, pk)
    context = {"cohort": cohort, "letter": letter, "text": letters.text(letter, request.received_at)}
    return render(request, "cohorts/letter.html", context)


@login_required
@require_POST
def resend(request, slug, pk):
    _cohort, letter = access.organized_letter(request.user, slug, pk)
    try:
        letter.resend(request.received_at)
        messages.success(request, _("The letter to %(person)s is on its way again.") % {"person": letter.recipient})
    except Refusal as error:
        messages.error(request, error)
    return redirect("cohorts:letter", slug, pk)


@login_required
@require_POST
def resend_all(request, slug):
    """Everything that could not be delivered, once more."""
    cohort = access.organized_cohort(request.user, slug)
    count = 0
    for letter in letters.of(cohort).filter(state=Message.State.FAILED):
        try:
            letter.resend(request.received_at)
            count += 1
        except Refusal:  # somebody has sent it again meanwhile
            continue
    done = ngettext("%(n)s letter is on its way again.", "%(n)s letters are on their way again.", count)
    messages.success(request, done % {"n": count})
    return redirect("cohorts:letters", slug)
