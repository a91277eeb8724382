from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.templatetags.static import static

from . import home as home_page


@login_required
def home(request):
    """What is next for me, by when; every app adds its own."""
    steps = home_page.next_steps(request.user.person, request.received_at)
    return render(request, "home.html", {"steps": steps})


def favicon(request):
    """For browsers that ask for it by its old name, on pages that don't name one (the admin's)."""
    return redirect(static("img/icon.svg"))
