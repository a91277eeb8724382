"""The portal's routes and a page with nothing on it, for who is signed in: what ``tests.bench.home`` compares with."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import path

from amp_portal.urls import urlpatterns as routes


@login_required
def bare(request):
    return render(request, "base.html")


urlpatterns = [*routes, path("bare/", bare)]
