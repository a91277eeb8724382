from django.urls import path

from . import calendar_views, match_views, views

app_name = "users"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("profile/sign-in-again/", views.sign_in_again, name="sign-in-again"),
    path("accounts/password/set/", views.set_password, name="set-password"),  # in place of allauth's own
    path("profile/calendar/", calendar_views.calendar, name="calendar"),
    path("profile/calendar/revoke/", calendar_views.revoke_calendar, name="revoke-calendar"),
    path("matches/<int:pk>/", match_views.match, name="match"),
    path("calendar/<secret:token>.ics", calendar_views.calendar_feed, name="calendar-feed"),
]
