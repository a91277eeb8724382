from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_POST

from . import home as home_page
from . import security_txt
from .todo import Reader

LONGEST_PREVIEW = 50_000  # characters; more than any form of the portal takes


@login_required
def home(request):
    """What is next for me, by when; what is mine. Who has no part in anything that goes on sees what is open."""
    reader = Reader(request.user.person, request.received_at)
    steps, groups = home_page.next_steps(reader), home_page.belongings(reader)
    current = [group for group in groups if not group.is_over]
    context = {
        "person": reader.person,
        "todo": [step for step in steps if not step.is_calm],
        "calm": [step for step in steps if step.is_calm],
        "current": current,
        "earlier": [group for group in groups if group.is_over],
        "openings": [] if steps or current else home_page.openings(reader),
    }
    return render(request, "home.html", context)


@login_required
@require_POST
def preview(request):
    """A text in Markdown as others will read it: a piece of a page, for static/js/preview.js. Keeps nothing."""
    return render(request, "components/_rendered.html", {"text": request.POST.get("text", "")[:LONGEST_PREVIEW]})


def favicon(request):
    """For browsers that ask for it by its old name, on pages that don't name one (the admin's)."""
    return redirect(static("img/icon.svg"))


def security(request):
    """Whom to tell of a weakness of this portal; not found where nobody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    address = settings.SITE_URL + reverse("security-txt")
    return HttpResponse(security_txt.text(address, request.received_at), content_type="text/plain; charset=utf-8")
