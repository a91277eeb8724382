"""Is this account that known person? Somebody it concerns decides, and first sees what that changes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal

from . import access, deciders
from .forms import MatchForm
from .merging import in_words, rows_of


@login_required
def match(request, pk):
    """The evidence, who may decide, and for them the decision: rehearsed first, then confirmed."""
    join = access.match(request.user, pk)
    person, now = request.user.person, request.received_at
    form = MatchForm(request.POST or None)
    changes = None
    if request.method == "POST" and form.is_valid():
        verb, said = form.cleaned_data["decision"], {"by": person, "source": form.cleaned_data["source"], "now": now}
        try:
            if "confirm" in request.POST:
                getattr(join, verb)(**said)
                messages.success(request, _("Decided and recorded."))
                return redirect(join)
            changes = join.rehearse(verb, **said)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {
        "join": join,
        "form": form,
        "changes": changes,
        "is_rehearsed": changes is not None,
        "evidence": in_words(rows_of(join.known)) if join.known else "",
        "why_not": deciders.why_not(join, person) if join.is_open else "",
    }
    return render(request, "users/match.html", context, status=422 if form.errors else 200)
