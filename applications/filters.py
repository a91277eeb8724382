from functools import reduce
from operator import or_

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cohorts.models import Project

from .models import Application

ELIGIBLE = [
    ("yes", _("all rules pass")),
    ("unclear", _("a rule needs a person")),
    ("no", _("a rule stands in the way")),
]
VERDICTS = {"yes": True, "unclear": None, "no": False}


class ApplicationFilter(django_filters.FilterSet):
    """What organizers narrow the list by beside the state. ``eligible`` is the verdict at the last check."""

    project = django_filters.ModelChoiceFilter(
        label=_("Project"), queryset=Project.objects.none(), method="choosing", empty_label=_("Any")
    )
    eligible = django_filters.ChoiceFilter(
        label=_("Fairness rules"), choices=ELIGIBLE, method="by_verdict", empty_label=_("Any")
    )

    twin = django_filters.ChoiceFilter(
        label=_("Duplicates"), choices=[("yes", _("perhaps the same person"))], method="by_twin", empty_label=_("Any")
    )
    q = django_filters.CharFilter(label=_("Name, e-mail or GitHub"), method="naming")

    class Meta:
        model = Application
        fields: list[str] = []

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["project"].queryset = cohort.projects.published()

    def choosing(self, applications, _name, project):
        return applications.choosing(project)

    def by_twin(self, applications, _name, _value):
        return applications.with_twins().filter(has_twin=True)

    def naming(self, applications, _name, words):
        words = words.strip()
        fields = ("name", "email", "github_login")
        return applications.filter(reduce(or_, (Q(**{f"person__{field}__icontains": words}) for field in fields)))

    def by_verdict(self, applications, _name, value):
        """Where it has ended or come to a place, no rule waits for anybody."""
        applications = applications.filter(eligible=VERDICTS[value])
        return applications.pending() if value == "unclear" else applications
