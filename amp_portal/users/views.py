from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from . import access, zones
from .forms import ProfileForm


@login_required
def profile(request):
    """Name, time zone and GitHub identity. An empty time zone is filled with the browser's, to be saved or changed."""
    person = access.own_person(request.user)
    suggested = {} if person.time_zone else {"time_zone": zones.of_browser(request)}
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=person, initial=suggested)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("users:profile")
    status = 422 if form.errors else 200
    return render(
        request, "users/profile.html", {"form": form, "person": person, "zones": zones.names()}, status=status
    )
