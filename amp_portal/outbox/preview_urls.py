"""Included where the setting STYLEGUIDE is on."""

from django.urls import path

from . import preview

app_name = "previews"
urlpatterns = [
    path("", preview.letters, name="letters"),
    path("<path:name>/html/", preview.html, name="html"),
    path("<path:name>/", preview.letter, name="letter"),
]
