"""What a mentor can do for their mentees: a letter, a nomination; and what became of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amp_portal import once
from amp_portal.refusals import Refusal

from ...models import Nomination
from .. import access, overview
from ..forms import NominationForm


@login_required
def mentees(request):
    """All mentees of a mentor, with what to write and by when. 25 a page."""
    page = Paginator(overview.of_mentor(request.user.person), 25).get_page(request.GET.get("page"))
    rows = [(mentorship, _write_by(mentorship, request.received_at)) for mentorship in page]
    return render(request, "evaluations/recognition/mentees.html", {"page_obj": page, "rows": rows})


def _write_by(mentorship, now):
    """The end of the cohort's recognition where it is still ahead; a letter is welcome later, too."""
    phase = mentorship.cohort.phase("recognition")
    return phase.ends_at if phase and phase.ends_at > now else None


@login_required
@once.per_press
def nominate(request, mentorship_pk):
    """A mentor nominates a mentee, and sees what became of earlier nominations."""
    mentorship = access.mentored(request.user, mentorship_pk)
    person = request.user.person
    made = list(mentorship.nominations.filter(by=person))
    form = NominationForm(request.POST or None, taken=[nomination.kind for nomination in made])
    if request.method == "POST" and form.is_valid():
        try:
            Nomination.make(mentorship, by=person, now=request.received_at, **form.cleaned_data)
        except Refusal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you! The organizers look at it, and you hear what came of it."))
            return redirect(request.path)
    context = {"mentorship": mentorship, "made": made, "form": form}
    return render(request, "evaluations/recognition/nominate.html", context, status=422 if form.errors else 200)
