"""The portal's addresses, and the cheapest signed-in POST there could be: what ``tests.bench.rush`` compares with."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from amp_portal.urls import urlpatterns as portal
from amp_portal.users.models import Press


@login_required
@require_POST
def write(request):
    """Writes one row, into a table that hangs on no other."""
    Press.objects.create(key=request.id, made=request.path, at=request.received_at)
    return redirect("home")


urlpatterns = [path("bare/", write, name="bare"), *portal]
