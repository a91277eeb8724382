from django.urls import path

from . import views

urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("cohorts/<slug:slug>/help/", views.ask, name="ask-for-help"),
    path("help/<int:pk>/", views.support, name="support"),
    path("help/<int:pk>/take/", views.take, name="support-take"),
    path("help/<int:pk>/pass-on/", views.pass_on, name="support-pass-on"),
    path("help/<int:pk>/solve/", views.solve, name="support-solve"),
    path("help/<int:pk>/reopen/", views.reopen, name="support-reopen"),
]
