from django.urls import path

from . import views

app_name = "outbox"
urlpatterns = [
    path("inbox/", views.Inbox.as_view(), name="inbox"),
    path("inbox/read/", views.mark_all_read, name="mark-all-read"),
    path("inbox/<int:pk>/", views.letter, name="letter"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
