from django.urls import path

from . import views

urlpatterns = [
    path("evaluations/plans/<int:pk>/", views.plan, name="plan"),
    path("evaluations/plans/<int:pk>/close/", views.close_plan, name="close-plan"),
    path("evaluations/missed/<int:pk>/", views.proposal, name="proposal"),
    path("evaluations/missed/<int:pk>/forgive/", views.forgive, name="forgive"),
    path("evaluations/missed/<int:pk>/confirm/", views.confirm, name="confirm-removal"),
]
