"""What organizers see of a cohort's mentorships."""

from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import ListView

from cohorts.access import organized_cohort
from cohorts.tabs import narrowing

from ..models import Mentorship
from ..states import State


class MentorshipList(LoginRequiredMixin, ListView):
    """All mentorships of a cohort, those at risk first; ``?show=`` those of one state."""

    template_name = "mentorship/mentorships.html"
    context_object_name = "mentorships"
    paginate_by = 25

    def get_queryset(self):
        self.cohort = organized_cohort(self.request.user, self.kwargs["slug"])
        self.all = Mentorship.objects.filter(cohort=self.cohort)
        self.show = self.request.GET.get("show", "")
        shown = self.all.filter(state=self.show) if self.show in State.values else self.all
        shown = shown.with_signs().with_absences(self.request.received_at)
        return shown.select_related("mentee", "project").by_need()

    def get_context_data(self, **kwargs):
        counts = self.all.counts_by_state()
        context = {
            "cohort": self.cohort,
            "tabs": narrowing(State.choices, counts, self.request.GET, by="show"),
            "is_narrowed": bool(self.show),
            "query": urlencode({"show": self.show}) if self.show else "",
        }
        return super().get_context_data(**kwargs, **context)
