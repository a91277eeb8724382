from django.urls import path

from . import views

app_name = "second_factor"
urlpatterns = [
    path("second-factor/", views.required, name="required"),
    path("second-factor/reset/<secret:token>/", views.cancel, name="cancel"),
]
