"""The pages a search engine may list: the front page, published cohorts, their idea lists and projects."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from .models import Cohort, Project


class PortalSitemap(Sitemap):
    """Addresses are those of SITE_URL, whatever name the request came by."""

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class Pages(PortalSitemap):
    def items(self):
        return ["cohorts:landing", "cohorts:cohorts"]

    def location(self, item):
        return reverse(item)


class Cohorts(PortalSitemap):
    def items(self):
        return Cohort.objects.public()


class IdeaLists(PortalSitemap):
    """Of cohorts that have published an idea."""

    def items(self):
        ideas = Project.objects.published()
        return Cohort.objects.published().filter(pk__in=ideas.values("cohort"))

    def location(self, item):
        return reverse("cohorts:projects", args=[item.slug])


class Projects(PortalSitemap):
    def items(self):
        return Project.objects.published().select_related("cohort").order_by("-cohort__kickoff", "title", "pk")


SITEMAPS = {"pages": Pages, "cohorts": Cohorts, "ideas": IdeaLists, "projects": Projects}
