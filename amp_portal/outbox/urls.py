from django.urls import path

from . import choosing, objection_views, views

app_name = "outbox"
urlpatterns = [
    path("inbox/", views.Inbox.as_view(), name="inbox"),
    path("inbox/read/", views.mark_all_read, name="mark-all-read"),
    path("inbox/<int:pk>/", views.letter, name="letter"),
    path("profile/letters/", choosing.preferences, name="preferences"),
    path("unsubscribe/<secret:token>/", choosing.unsubscribe, name="unsubscribe"),
    path("account/objection/<secret:token>/", objection_views.object_to_change, name="object"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
