"""The name that the world may call somebody by: as confirmed for them in a cohort (see ``NameCheck``)."""

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from .models import Participation


def confirmed_name(cohort, person):
    """For ``annotate``, each by its path: the name confirmed for the person there, else their GitHub login, else ""."""
    there = Participation.objects.filter(cohort=OuterRef(cohort), person=OuterRef(person)).order_by()
    name = Coalesce(NullIf("confirmed_name", Value("")), "person__github_login")
    return Coalesce(Subquery(there.values_list(name)[:1]), Value(""))


def public_name(cohort, person):
    """The same of one person. One query."""
    place = Participation.objects.filter(cohort=cohort, person=person).select_related("person").first()
    return place.public_name if place else ""
