from django.urls import path

from . import handling, suspending, views

handle = "conduct/reports/<uuid:public_id>/"
urlpatterns = [
    path("conduct/", views.choose, name="conduct"),
    path("conduct/code/", views.follow_up, name="conduct-code"),
    path("conduct/reports/", handling.reports, name="conduct-reports"),
    path(handle, handling.report, name="conduct-handle"),
    path(handle + "close/", handling.act, {"step": "close"}, name="conduct-close"),
    path(handle + "suspend/", handling.act, {"step": "suspend"}, name="conduct-suspend"),
    path(handle + "confirm/", handling.act, {"step": "confirm"}, name="conduct-confirm"),
    path(handle + "lift/", handling.act, {"step": "lift"}, name="conduct-lift"),
    path(handle + "keep-from/", handling.act, {"step": "keep_from"}, name="conduct-keep-from"),
    path(handle + "let-read/", handling.act, {"step": "let_read"}, name="conduct-let-read"),
    path("conduct/suspensions/", suspending.suspensions, name="conduct-suspensions"),
    path("conduct/suspensions/confirm/", suspending.confirm, name="conduct-suspension-confirm"),
    path("conduct/suspensions/lift/", suspending.lift, name="conduct-suspension-lift"),
    path("conduct/to/<slug:slug>/", views.report, name="conduct-report"),
    path("cohorts/<slug:slug>/organize/conduct/", handling.handlers, name="conduct-handlers"),
    path("cohorts/<slug:slug>/organize/conduct/<int:pk>/end/", handling.end_handler, name="conduct-handler-end"),
]
