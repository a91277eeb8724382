"""What organizers see of a cohort's mentorships."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from amp_portal.refusals import Refusal
from cohorts import queue
from cohorts.access import organized_cohort
from cohorts.tabs import narrowing

from .. import access
from ..forms import NoteForm
from ..models import Mentorship
from ..states import State

AT_RISK = "at-risk"
SHOWN = [(AT_RISK, gettext_lazy("attention list")), *State.choices]


class MentorshipList(LoginRequiredMixin, ListView):
    """All mentorships of a cohort, those at risk first; ``?show=at-risk`` only those, or one state's."""

    template_name = "mentorship/mentorships.html"
    context_object_name = "mentorships"
    paginate_by = 25

    def get_queryset(self):
        self.cohort = organized_cohort(self.request.user, self.kwargs["slug"])
        self.all = Mentorship.objects.filter(cohort=self.cohort)
        self.show = self.request.GET.get("show", "")
        return self._shown().with_signs().select_related("mentee", "project").by_need()

    def _shown(self):
        if self.show == AT_RISK:
            return self.all.at_risk()
        return self.all.filter(state=self.show) if self.show in State.values else self.all

    def get_context_data(self, **kwargs):
        counts = self.all.counts_by_state()
        shown = counts | {AT_RISK: self.all.at_risk().count()}
        context = {
            "cohort": self.cohort,
            "tabs": narrowing(SHOWN, shown, self.request.GET, by="show", total=sum(counts.values())),
            "only_at_risk": self.show == AT_RISK,
            "is_narrowed": bool(self.show),
            "query": urlencode({"show": self.show}) if self.show else "",
        }
        return super().get_context_data(**kwargs, **context)


@login_required
@require_POST
def close_attention(request, pk):
    """An organizer has looked into a mentorship at risk; then on to the next on the attention list."""
    mentorship = access.as_organizer(request.user, pk)
    form = NoteForm(request.POST)
    attention = Mentorship.objects.filter(cohort=mentorship.cohort).at_risk().by_need().values_list("pk", flat=True)
    onward = queue.around(attention, pk, lambda other: reverse("mentorship:room", args=[other])).onward
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        mentorship.close_attention(by=request.user.person, now=request.received_at, note=note)
    except Refusal as refusal:
        messages.error(request, refusal)
        return redirect(mentorship)
    messages.success(request, _("Closed. Thank you for looking after %(mentee)s.") % {"mentee": mentorship.mentee})
    return redirect(onward or mentorship)
