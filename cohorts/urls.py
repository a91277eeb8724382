from django.urls import path

from . import views

app_name = "cohorts"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("cohorts/<slug:slug>/", views.cohort, name="cohort"),
]
