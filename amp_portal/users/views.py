from allauth.account.internal.flows import reauthentication as allauth_reauthentication
from allauth.account.views import password_set
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from . import access, reauthentication, zones
from .forms import ProfileForm


@login_required
def profile(request):
    """Name, time zone and GitHub identity. An empty time zone is filled with the browser's, to be saved or changed.

    Where the browser's clock is another than that of the profile, it is offered.
    """
    person, now, browsers = access.own_person(request.user), request.received_at, zones.of_browser(request)
    suggested = {} if person.time_zone else {"time_zone": browsers}
    kept = person.time_zone if person.zone else ""
    offered = browsers if browsers and kept and not zones.keep_one_clock(browsers, kept, now) else ""
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=person, initial=suggested, now=now)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("users:profile")
    status = 422 if form.errors else 200
    about_zones = {"zones": zones.to_choose(), "seen": zones.said_by_browser(request), "kept": kept, "offered": offered}
    return render(request, "users/profile.html", {"form": form, "person": person} | about_zones, status=status)


@login_required
def sign_in_again(request):
    """For those with GitHub only, before a change: GitHub says that it is still they. Then what was begun goes on."""
    if not reauthentication.is_by_github(request.user):
        return redirect("account_reauthenticate")
    if reauthentication.is_fresh(request):
        return allauth_reauthentication.resume_request(request) or redirect("users:profile")
    return render(request, "users/sign_in_again.html", {"has_github": request.user.socialaccount_set.exists()})


@login_required
def set_password(request):
    """allauth's page for a first password, behind signing in again; what was typed too late is not kept meanwhile."""
    if request.method == "POST" and not reauthentication.is_fresh(request):
        return redirect("account_set_password")
    allauth_reauthentication.raise_if_reauthentication_required(request, app="allauth.account")
    return password_set(request)
