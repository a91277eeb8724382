import django_filters
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

    class Meta:
        model = Application
        fields: list[str] = []

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["project"].queryset = cohort.projects.published()

    def choosing(self, applications, _name, project):
        return applications.choosing(project)

    def by_verdict(self, applications, _name, value):
        return applications.filter(eligible=VERDICTS[value])
