from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import ListView

from . import access, health


class Inbox(LoginRequiredMixin, ListView):
    """Everything the portal wrote to me."""

    template_name = "outbox/inbox.html"
    context_object_name = "letters"
    paginate_by = 25

    def get_queryset(self):
        return access.inbox(self.request.user)


@login_required
@require_safe
def letter(request, pk):
    """One letter. Opening it is reading it."""
    letter = access.own_letter(request.user, pk)
    if letter.read_at is None:
        access.inbox(request.user).filter(pk=letter.pk).mark_read(request.received_at)
    return render(request, "outbox/letter.html", {"letter": letter})


@login_required
@require_POST
def mark_all_read(request):
    access.inbox(request.user).mark_read(request.received_at)
    return redirect("outbox:inbox")


@require_safe
@never_cache
def healthz(request):
    """The process answers. Asks nothing of anybody."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """Can it serve? 200 or 503; and whether all is well. Each check only for those who may read them."""
    report = health.report(request.received_at)
    if not access.may_read_checks(request):
        del report["checks"]
    return JsonResponse(report, status=200 if report["ready"] else 503)
