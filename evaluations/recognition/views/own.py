"""What a mentee has: certificates, letters, nominations that were acted on."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from ...models import Certificate, Nomination, Recommendation


@login_required
def own_recognition(request):
    """All of it in one place."""
    person = request.user.person
    context = {
        "certificates": Certificate.objects.newest()
        .filter(mentorship__mentee=person)
        .select_related("mentorship__cohort", "mentorship__project"),
        "letters": Recommendation.objects.signed().filter(mentorship__mentee=person).with_people(),
        "nominations": Nomination.objects.acted_on().filter(mentorship__mentee=person).with_people(),
    }
    return render(request, "evaluations/recognition/own.html", context)
