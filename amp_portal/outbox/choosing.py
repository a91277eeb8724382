"""Which e-mails somebody gets: their choices, and the link that ends those of a kind."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import access
from .forms import PreferencesForm
from .kinds import FIXED, How
from .models import Preference


@login_required
def preferences(request):
    """How the reader wants the e-mails of each kind."""
    person = request.user.person
    form = PreferencesForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        with transaction.atomic():
            form.save(request.received_at)
        messages.success(request, _("Saved. It counts for what is waiting to be sent, too."))
        return redirect("outbox:preferences")
    status = 422 if form.errors else 200
    return render(request, "outbox/preferences.html", {"form": form, "fixed": FIXED}, status=status)


@csrf_exempt  # the link is signed; a mail program has no cookie of ours (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """Opening the link only asks. A POST ends e-mails: of all its kinds at a mail program's one click, else of those
    ticked."""
    person, kinds = access.unsubscribed(token)
    if request.method != "POST":
        return render(request, "outbox/unsubscribe.html", {"kinds": kinds})
    if request.POST.get("List-Unsubscribe") == "One-Click":
        ended = kinds
    else:
        ended = [kind for kind in kinds if kind.name in request.POST.getlist("kind")]
    for kind in ended:
        Preference.choose(person, kind.name, How.OFF, request.received_at)
    status = 200 if ended else 422
    return render(request, "outbox/unsubscribe.html", {"kinds": kinds, "ended": ended, "asked": True}, status=status)
