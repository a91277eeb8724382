"""For those who pass a link on, and for search engines: pictures of pages, the map of the site, what not to read."""

from django.conf import settings
from django.contrib.sitemaps.views import sitemap as render_sitemap
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control

from .. import access, pictures
from ..sitemaps import SITEMAPS

for_a_day = cache_control(public=True, max_age=pictures.KEPT_FOR)


@for_a_day
def portal_picture(request):
    return _png(pictures.of_portal())


@for_a_day
def cohort_picture(request, slug):
    return _png(pictures.of_cohort(access.listed_cohort(slug), request.received_at))


@for_a_day
def project_picture(request, slug, project_slug):
    return _png(pictures.of_project(access.listed_project(slug, project_slug)))


def _png(picture):
    return HttpResponse(picture, content_type="image/png")


def sitemap(request):
    """All pages worth finding, by their public address."""
    return render_sitemap(request, SITEMAPS)


def robots(request):
    """Where the sitemap is, and what is not worth a visit; what must stay private asks for permission anyway."""
    context = {"sitemap": settings.SITE_URL + reverse("cohorts:sitemap")}
    return render(request, "cohorts/robots.txt", context, content_type="text/plain; charset=utf-8")
