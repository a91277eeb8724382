from django.urls import include, path

from . import views
from .views import budget, outcomes

app_name = "evaluations"
urlpatterns = [
    path("cohorts/<slug:slug>/rounds/<slug:kind>/", views.round, name="round"),
    path("cohorts/<slug:slug>/rounds/<slug:kind>/prepare/", views.prepare, name="prepare"),
    path("cohorts/<slug:slug>/rounds/<slug:kind>/copy/", views.copy_questions, name="copy-questions"),
    path("cohorts/<slug:slug>/rounds/<slug:kind>/preview/<slug:form>/", views.preview, name="preview"),
    path("cohorts/<slug:slug>/rounds/<slug:kind>/pass-unflagged/", views.pass_unflagged, name="pass-unflagged"),
    path("cohorts/<slug:slug>/rounds/<slug:kind>/release/", views.release, name="release"),
    path("evaluations/<int:round_pk>/<int:mentorship_pk>/", views.result, name="result"),
    path("evaluations/<int:round_pk>/<int:mentorship_pk>/decide/", views.decide, name="decide"),
    path("evaluations/<int:round_pk>/<int:mentorship_pk>/final-work/", views.final_work, name="final-work"),
    path("evaluations/<int:round_pk>/<int:mentorship_pk>/<slug:form>/", views.evaluate, name="evaluate"),
    path("evaluations/<int:round_pk>/<int:mentorship_pk>/<slug:form>/summary/", views.summary, name="summary"),
    path("", include("evaluations.aftercare.urls")),
    path("cohorts/<slug:slug>/budget/", budget.budget, name="budget"),
    path("cohorts/<slug:slug>/budget/request/", budget.request_payment, name="request-payment"),
    path("cohorts/<slug:slug>/budget/requests/<int:pk>/", budget.payment_request, name="payment-request"),
    path("cohorts/<slug:slug>/budget/requests/<int:pk>/table.csv", budget.payment_table, name="payment-table"),
    path("cohorts/<slug:slug>/budget/<slug:project_slug>/", budget.project_stipends, name="project-stipends"),
    path(
        "cohorts/<slug:slug>/budget/<slug:project_slug>/<slug:role>/<int:person_pk>/",
        budget.decide_stipend,
        name="decide-stipend",
    ),
    path("cohorts/<slug:slug>/outcomes/", outcomes.outcomes, name="outcomes"),
    path("cohorts/<slug:slug>/outcomes/table.csv", outcomes.table, name="outcomes-table"),
    path("follow-up/<secret:token>/", outcomes.follow_up, name="follow-up"),
    path("stipends/", budget.own_stipends, name="own-stipends"),
    path("stipends/<int:pk>/", budget.line, name="stipend-line"),
    path("", include("evaluations.recognition.urls")),
]
