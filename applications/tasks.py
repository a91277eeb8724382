"""Background and periodic work of this app."""

from celery import shared_task
from django.utils import timezone

from . import publishing, reminders, shortlist
from .models import Publication
from .selection import offers, results, waitlist

__all__ = ["offers", "publish", "reminders", "results", "shortlist", "waitlist"]


@shared_task
def publish(pk):
    """Tell everybody what a Publication is about."""
    publishing.carry_on(Publication.objects.select_related("cohort").get(pk=pk), timezone.now())
