"""The letters with the results: read one after the other before they go, changed, tried."""

from collections import Counter
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.outbox import rendering
from amp_portal.refusals import Refusal
from cohorts import queue, tabs

from ... import access, notices, publishing
from ...forms.selection import WordsForm
from ...models import Publication, Selection
from ...refusals import DecidedElsewhere
from ...selection import board, letters
from . import page_of


def _narrowed(decisions, outcome):
    return decisions.filter(outcome=outcome) if outcome in Selection.Outcome.values else decisions


@login_required
def result_letters(request, slug):
    """Everybody who gets one, by name; ``?outcome=`` narrows it."""
    cohort = access.screened_cohort(request.user, slug)
    decisions = letters.in_order(cohort)
    counts = Counter(decisions.order_by().values_list("outcome", flat=True))
    outcome = request.GET.get("outcome", "")
    context = page_of(request, _narrowed(decisions, outcome))
    context |= {
        "cohort": cohort,
        "tabs": tabs.narrowing(Selection.Outcome.choices, counts, request.GET, by="outcome"),
        "publication": publishing.of(cohort, Publication.Kind.RESULTS),
        "letters": letters.rows(context["page_obj"].object_list),
        "narrowed": _query(outcome),
        "first_url": _first(slug, decisions, outcome),
        "speechless": decisions.filter(outcome=Selection.Outcome.DECLINE, feedback="").count(),
    }
    return render(request, "applications/result_letters.html", context)


@login_required
def result_letter(request, slug, pk):
    """One person's letter as it would go out, and the words that are theirs alone."""
    decision = access.decision(request.user, slug, pk)
    cohort, outcome = decision.application.cohort, request.GET.get("outcome", "")
    publication = publishing.of(cohort, Publication.Kind.RESULTS)
    form = WordsForm(request.POST or None, decision=decision, is_told=publication is not None)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            board.write(decision, now=request.received_at, **form.cleaned_data)
        except DecidedElsewhere as error:
            messages.warning(request, error)
            decision, status = access.decision(request.user, slug, pk), HTTPStatus.CONFLICT
            form = WordsForm(request.POST, decision=decision, is_told=publication is not None)
            form.seen_now(decision.mark)
        except Refusal as error:
            messages.error(request, error)
            return redirect(_page(decision, outcome))
        else:
            messages.success(request, _("Saved."))
            return redirect(_page(decision, outcome))
    elif form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    message = letters.message(decision, request.received_at)
    context = {
        "cohort": cohort,
        "decision": decision,
        "form": form,
        "publication": publication,
        "can_be_changed": publication is None or decision.application.is_waitlisted,
        "test_url": reverse("applications:try-letter", args=[slug, pk]) + _query(outcome),
        "text": None if publication else rendering.written(message, request.received_at),
        "footer": rendering.footer_of([message]),
        "queue": _around(decision, outcome),
    }
    return render(request, "applications/result_letter.html", context, status=status)


def _around(decision, outcome):
    """The way along the letters this one was found among."""
    cohort = decision.application.cohort
    keys = _narrowed(letters.in_order(cohort), outcome).values_list("application", flat=True)
    return queue.around(keys, decision.application_id, lambda pk: _page_of(cohort.slug, pk, outcome))


def _page(decision, outcome):
    return _page_of(decision.application.cohort.slug, decision.application_id, outcome)


def _page_of(slug, pk, outcome):
    """The letter's page, with the way along those it was found among."""
    return reverse("applications:result-letter", args=[slug, pk]) + _query(outcome)


def _query(outcome):
    return f"?{urlencode({'outcome': outcome})}" if outcome else ""


def _first(slug, decisions, outcome):
    first = _narrowed(decisions, outcome).values_list("application", flat=True).first()
    return _page_of(slug, first, outcome) if first else ""


@login_required
@require_POST
def try_letter(request, slug, pk):
    """The letter, to the organizer who asks for it."""
    decision, now = access.decision(request.user, slug, pk), request.received_at
    notices.result_test(decision, request.user.person, letters.text(decision, now), now).queue(now)
    messages.success(request, _("It is on its way to you, and to nobody else."))
    return redirect(_page(decision, request.GET.get("outcome", "")))
