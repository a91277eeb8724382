"""The portal's routes with the style guide among them, as where STYLEGUIDE is on."""

from django.urls import path

from amp_portal import styleguide
from amp_portal.urls import urlpatterns as portal

urlpatterns = [*portal, path("styleguide/", styleguide.view, name="styleguide")]
