"""Which letters (see ``notices.of_cohort``) a user looks after: those of the cohorts they organize."""

from amp_portal import scopes

from .models import Cohort


@scopes.register
def organized(user):
    return [f"cohort/{pk}" for pk in Cohort.objects.organized_by(user.person).values_list("pk", flat=True)]
