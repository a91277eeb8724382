"""What a person has earned in a program, and what the world may know of it: all of it in one place."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal
from cohorts.names import public_name
from mentorship.models import Mentorship
from mentorship.states import State

from ...models import Certificate, Nomination, PublicEntry, Recommendation, Testimonial
from ...models.testimonial import cohorts_to_speak_of
from .. import access
from ..forms import PublicEntryForm, TestimonialForm


@login_required
def own_recognition(request):
    """Certificates, letters, nominations that were acted on, what is public, what one has said."""
    person = request.user.person
    mine = Mentorship.objects.filter(mentee=person, state__in=[State.ACTIVE, State.COMPLETED])
    said = {row.cohort_id: row for row in Testimonial.objects.filter(author=person)}
    certificates = Certificate.objects.newest().filter(mentorship__mentee=person)
    context = {
        "certificates": certificates.select_related("mentorship__cohort", "mentorship__project"),
        "letters": Recommendation.objects.signed().filter(mentorship__mentee=person).with_people(),
        "nominations": Nomination.objects.acted_on().filter(mentorship__mentee=person).with_people(),
        "mentorships": mine.select_related("cohort", "project", "public_entry"),
        "unconfirmed": person.participations.renamed().select_related("cohort"),
        "cohorts": [(cohort, said.get(cohort.pk)) for cohort in cohorts_to_speak_of(person)],
    }
    return render(request, "evaluations/recognition/own.html", context)


@login_required
def public_entry(request, mentorship_pk):
    """What the world may know of a mentorship: nothing that was not chosen."""
    mentorship = access.own_mentorship(request.user, mentorship_pk)
    entry = PublicEntry.objects.filter(mentorship=mentorship).first()
    form = PublicEntryForm(request.POST or None, instance=entry)
    if request.method == "POST" and form.is_valid():
        try:
            actor, now = request.user.person, request.received_at
            PublicEntry.choose(mentorship, by=actor, now=now, **form.cleaned_data)
            messages.success(request, _("Saved. It holds from now on."))
        except Refusal as error:
            messages.error(request, error)
        return redirect("evaluations:own-recognition")
    context = {"mentorship": mentorship, "form": form, "public_name": public_name(mentorship.cohort, mentorship.mentee)}
    return render(request, "evaluations/recognition/public_entry.html", context, status=422 if form.errors else 200)


@login_required
def testimonial(request, slug):
    """What a person says about a cohort, and where it may be shown."""
    cohort = access.cohort_to_speak_of(request.user, slug)
    person = request.user.person
    said = Testimonial.objects.filter(author=person, cohort=cohort).first()
    form = TestimonialForm(request.POST or None, instance=said)
    if request.method == "POST" and form.is_valid():
        try:
            Testimonial.say(cohort, by=person, now=request.received_at, **form.cleaned_data)
            messages.success(request, _("Thank you! It is shown where you allow it, and nowhere else."))
        except Refusal as error:
            messages.error(request, error)
        return redirect("evaluations:own-recognition")
    context = {"cohort": cohort, "form": form, "testimonial": said, "public_name": public_name(cohort, person)}
    return render(request, "evaluations/recognition/testimonial.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw_testimonial(request, slug):
    """It is nowhere from now on."""
    access.own_testimonial(request.user, slug).withdraw(by=request.user.person, now=request.received_at)
    messages.success(request, _("Taken back: it is not shown anywhere any more."))
    return redirect("evaluations:own-recognition")
