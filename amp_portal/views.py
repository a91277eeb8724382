from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from . import home as home_page


@login_required
def home(request):
    """What is next for me, by when; every app adds its own."""
    steps = home_page.next_steps(request.user.person, request.received_at)
    return render(request, "home.html", {"steps": steps})
