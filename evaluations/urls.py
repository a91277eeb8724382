from django.urls import path

from . import views

app_name = "evaluations"
urlpatterns = [
    path("cohorts/<slug:slug>/rounds/<slug:kind>/", views.round, name="round"),
    path("cohorts/<slug:slug>/rounds/<slug:kind>/prepare/", views.prepare, name="prepare"),
    path("cohorts/<slug:slug>/rounds/<slug:kind>/preview/<slug:form>/", views.preview, name="preview"),
    path("cohorts/<slug:slug>/rounds/<slug:kind>/pass-unflagged/", views.pass_unflagged, name="pass-unflagged"),
    path("cohorts/<slug:slug>/rounds/<slug:kind>/release/", views.release, name="release"),
    path("evaluations/<int:round_pk>/<int:mentorship_pk>/", views.result, name="result"),
    path("evaluations/<int:round_pk>/<int:mentorship_pk>/decide/", views.decide, name="decide"),
    path("evaluations/<int:round_pk>/<int:mentorship_pk>/final-work/", views.final_work, name="final-work"),
    path("evaluations/<int:round_pk>/<int:mentorship_pk>/<slug:form>/", views.evaluate, name="evaluate"),
    path("evaluations/<int:round_pk>/<int:mentorship_pk>/<slug:form>/summary/", views.summary, name="summary"),
    path("certificates/", views.verify, name="verify"),
    path("certificates/<str:code>/", views.certificate, name="certificate"),
    path("certificates/<str:code>/pdf/", views.certificate_pdf, name="certificate-pdf"),
    path("certificates/<str:code>/choices/", views.certificate_choices, name="certificate-choices"),
]
