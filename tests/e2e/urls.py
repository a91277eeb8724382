"""The portal's routes with those of development, as where STYLEGUIDE is on."""

from django.urls import include, path

from amp_portal import styleguide
from amp_portal.urls import urlpatterns as portal

urlpatterns = [
    *portal,
    path("styleguide/", styleguide.view, name="styleguide"),
    path("styleguide/letters/", include("amp_portal.outbox.preview_urls")),
]
