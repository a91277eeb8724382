from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from amp_portal.refusals import Refusal

from . import objecting


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def object_to_change(request, token):
    """Opened from an e-mail, without signing in. Opening it changes nothing; the button freezes the account."""
    found = objecting.read(token)
    if found is None:
        raise Http404
    change, address = found
    is_late = not change.may_be_objected_to(request.received_at)
    is_done = False
    if request.method == "POST" and not is_late:
        try:
            objecting.object_to(change, address, now=request.received_at)
            is_done = True
        except Refusal:  # settled at this very moment
            is_late = True
    context = {
        "change": change,
        "is_late": is_late,
        "is_done": is_done or (not is_late and change.is_frozen_for(address)),
    }
    return render(request, "outbox/object.html", context, status=410 if is_late else 200)
