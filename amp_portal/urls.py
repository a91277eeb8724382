from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from . import styleguide, views

urlpatterns = [
    path("", include("cohorts.urls")),
    path("home/", views.home, name="home"),
    path("preview/", views.preview, name="preview"),
    path("", include("amp_portal.users.urls")),
    path("", include("amp_portal.outbox.urls")),
    path("", include("amp_portal.second_factor.urls")),
    path("", include("applications.urls")),
    path("", include("mentorship.urls")),
    path("", include("evaluations.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path(".well-known/security.txt", views.security, name="security-txt"),
    path("favicon.ico", views.favicon, name="favicon"),
]

if settings.STYLEGUIDE:
    urlpatterns += [
        path("styleguide/", styleguide.view, name="styleguide"),
        path("styleguide/letters/", include("amp_portal.outbox.preview_urls")),
    ]
