from django.shortcuts import render

from .. import access
from ..models import Cohort


def landing(request):
    """The front door: what the program is, and the cohorts one can look at."""
    return render(request, "cohorts/landing.html", {"cohorts": Cohort.objects.published()})


def cohort(request, slug):
    return render(request, "cohorts/cohort.html", {"cohort": access.public_cohort(request.user, slug)})
