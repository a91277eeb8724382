from django.urls import include, path

from . import views

app_name = "mentorship"
room = "mentorships/<int:pk>/"
milestone = room + "milestones/<int:milestone_pk>/"
urlpatterns = [
    path("", include("mentorship.agreements.urls")),
    path("", include("mentorship.support.urls")),
    path("cohorts/<slug:slug>/mentorships/", views.MentorshipList.as_view(), name="mentorships"),
    path("cohorts/<slug:slug>/leaves/", views.leaves, name="leaves"),
    path("cohorts/<slug:slug>/silence-letters/", views.step_letters, name="step-letters"),
    path("cohorts/<slug:slug>/silence-letters/<slug:step>/", views.step_letter, name="step-letter"),
    path("cohorts/<slug:slug>/silence-letters/<slug:step>/reset/", views.reset_step_letter, name="step-letter-reset"),
    path("leaves/<int:pk>/", views.leave, name="leave"),
    path("leaves/<int:pk>/take-back/", views.take_back_leave, name="leave-take-back"),
    path("replies/<secret:token>/<slug:kind>/", views.reply, name="reply"),
    path(room, views.room, name="room"),
    path(room + "care/", views.care, name="care"),
    path(room + "care/<int:snooze_pk>/end/", views.end_snooze, name="snooze-end"),
    path(room + "leave/", views.take_leave, name="take-leave"),
    path(room + "update/", views.update, name="update"),
    path(room + "question/", views.question, name="question"),
    path(room + "feedback/", views.feedback, name="feedback"),
    path(room + "call/", views.call, name="call"),
    path(room + "entries/<int:entry_pk>/", views.entry, name="entry"),
    path(room + "entries/<int:entry_pk>/answer/", views.answer, name="answer"),
    path(room + "entries/<int:entry_pk>/no-reply/", views.no_reply, name="no-reply"),
    path(room + "entries/<int:entry_pk>/correct/", views.correct, name="correct"),
    path(room + "checklist/", views.tick, name="tick"),
    path(room + "github-activity/", views.github_activity, name="github-activity"),
    path(room + "notes/", views.notes, name="notes"),
    path(room + "extend/", views.extend, name="extend"),
    path(room + "end/", views.end, name="end"),
    path(room + "lift-bar/", views.lift_bar, name="lift-bar"),
    path(milestone + "start/", views.move_milestone, {"move": "start"}, name="milestone-start"),
    path(milestone + "finish/", views.move_milestone, {"move": "finish"}, name="milestone-finish"),
    path(milestone + "reopen/", views.move_milestone, {"move": "reopen"}, name="milestone-reopen"),
    path(milestone + "accept/", views.move_milestone, {"move": "accept"}, name="milestone-accept"),
    path(milestone + "replan/", views.replan, name="milestone-replan"),
]
