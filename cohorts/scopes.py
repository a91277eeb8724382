"""Which letters (see ``notices.of_cohort``) a user looks after, what stands under each, and who helps outside."""

from django.utils.translation import gettext as _

from amp_portal import scopes
from amp_portal.lines import in_plain
from amp_portal.outbox.footers import footer

from .conduct.outside import contact_outside
from .models import Cohort, Organizer, Participation

__all__ = ["about_a_cohort", "cohorts", "contact_outside", "of_a_cohort"]


@scopes.organized
def cohorts(user):
    return [f"cohort/{pk}" for pk in Cohort.objects.organized_by(user.person).values_list("pk", flat=True)]


@scopes.organizers
def of_a_cohort(scope):
    kind, _slash, pk = scope.partition("/")
    if kind == "cohort":
        for organizer in Organizer.objects.current().filter(cohort=pk).select_related("person").order_by("pk"):
            yield organizer.person


@footer
def about_a_cohort(message):
    """Which cohort a letter is about, what its reader is in it, and how to reach the lead organizers. Three queries."""
    kind, _slash, pk = message.scope.partition("/")
    cohort = Cohort.objects.filter(pk=pk).first() if kind == "cohort" else None
    if cohort is None:
        return
    role = Participation.objects.filter(cohort=cohort, person=message.person_id).first() if message.person_id else None
    yield _why(role) % {"cohort": in_plain(str(cohort))}
    leads = Organizer.objects.leading().filter(cohort=cohort).select_related("person")
    named = [(in_plain(str(lead.person)), lead.contact) for lead in leads]
    if named:
        told = [f"{name} ({contact})" if contact else name for name, contact in named]
        yield _("Questions? Write to the organizers: %(names)s.") % {"names": ", ".join(told)}


def _why(role):
    if role is None or role.side == Participation.Side.NONE:
        return _("You get this because you had to do with %(cohort)s, or somebody of it wrote to you.")
    if role.is_organizer:
        return _("You get this because you organize %(cohort)s.")
    if role.is_mentor:
        return _("You get this because you mentor in %(cohort)s.")
    if role.outcome:
        return _("You get this because you are a mentee of %(cohort)s.")
    return _("You get this because you applied to %(cohort)s.")
