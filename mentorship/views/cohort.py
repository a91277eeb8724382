"""What organizers see of a cohort's mentorships."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from amp_portal.refusals import Refusal
from cohorts.access import organized_cohort

from .. import access
from ..forms import NoteForm
from ..models import Mentorship


class MentorshipList(LoginRequiredMixin, ListView):
    """All mentorships of a cohort, those at risk first; ``?show=at-risk`` only those."""

    template_name = "mentorship/mentorships.html"
    context_object_name = "mentorships"
    paginate_by = 25

    def get_queryset(self):
        self.cohort = organized_cohort(self.request.user, self.kwargs["slug"])
        mentorships = Mentorship.objects.filter(cohort=self.cohort)
        if self.only_at_risk:
            mentorships = mentorships.at_risk()
        return mentorships.with_signs().select_related("mentee", "project").by_need()

    @property
    def only_at_risk(self):
        return self.request.GET.get("show") == "at-risk"

    def get_context_data(self, **kwargs):
        query = "show=at-risk" if self.only_at_risk else ""
        return super().get_context_data(**kwargs, cohort=self.cohort, only_at_risk=self.only_at_risk, query=query)


@login_required
@require_POST
def close_attention(request, pk):
    """An organizer has looked into a mentorship at risk."""
    mentorship = access.as_organizer(request.user, pk)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        mentorship.close_attention(by=request.user.person, now=request.received_at, note=note)
    except Refusal as refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, _("Closed. Thank you for looking after %(mentee)s.") % {"mentee": mentorship.mentee})
    return redirect(mentorship)
