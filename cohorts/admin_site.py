from django.contrib.admin import AdminSite

from .models import Cohort


class PortalAdminSite(AdminSite):
    """Django's admin for superusers and organizers; each model admin narrows an organizer to their own cohorts."""

    site_header = "AMP portal"
    site_title = "AMP portal"

    def has_permission(self, request):
        user = request.user
        return (
            user.is_active
            and user.is_authenticated
            and (user.is_superuser or Cohort.objects.organized_by(user.person).exists())
        )
