from django.urls import include, path

from . import views

app_name = "applications"
urlpatterns = [
    path("cohorts/<slug:slug>/apply/", views.apply, name="apply"),
    path("cohorts/<slug:slug>/apply/with/<slug:project>/", views.choose, name="choose"),
    path("cohorts/<slug:slug>/apply/submit/", views.submit, name="submit"),
    path("cohorts/<slug:slug>/apply/<slug:section>/", views.section, name="section"),
    path("cohorts/<slug:slug>/eligibility/", views.self_check, name="self-check"),
    path("cohorts/<slug:slug>/applications/<int:pk>/facts/", views.facts, name="facts"),
    path("cohorts/<slug:slug>/contributions/<int:pk>/", views.contribution, name="contribution"),
    path("cohorts/<slug:slug>/appeals/", views.Appeals.as_view(), name="appeals"),
    path("cohorts/<slug:slug>/appeals/<int:pk>/", views.answer, name="appeal"),
    path("cohorts/<slug:slug>/flags/", views.Flags.as_view(), name="flags"),
    path("cohorts/<slug:slug>/flags/<int:pk>/", views.flag, name="flag"),
    path("applications/<int:pk>/appeals/<slug:rule>/", views.appeal, name="appeal-write"),
    path("applications/<int:pk>/", views.status, name="status"),
    path("applications/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("applications/<int:pk>/offers/<int:offer>/accept/", views.accept, name="accept"),
    path("applications/<int:pk>/offers/<int:offer>/turn-down/", views.turn_down, name="turn-down"),
    path("cohorts/<slug:slug>/applications/", views.screening, name="screening"),
    path("cohorts/<slug:slug>/applications/<int:pk>/", views.application, name="application"),
    path("cohorts/<slug:slug>/applications/<int:pk>/pass-on/", views.pass_on, name="pass-on"),
    path("cohorts/<slug:slug>/applications/<int:pk>/decline/", views.decline, name="decline"),
    path("cohorts/<slug:slug>/applications/<int:pk>/offer/", views.offer, name="offer"),
    path("cohorts/<slug:slug>/applications/<int:pk>/offers/<int:offer>/take-back/", views.take_back, name="take-back"),
    path("cohorts/<slug:slug>/applications/<int:pk>/offers/<int:offer>/extend/", views.extend, name="extend"),
    path("cohorts/<slug:slug>/reviews/", views.reviews, name="reviews"),
    path("cohorts/<slug:slug>/reviews/<int:pk>/<slug:project>/", views.review, name="review"),
    path("cohorts/<slug:slug>/reviews/<int:pk>/<slug:project>/recuse/", views.recuse, name="recuse"),
    path("cohorts/<slug:slug>/applications/<int:pk>/assign/", views.assign, name="assign"),
    path(
        "cohorts/<slug:slug>/applications/<int:pk>/assign/<int:assignment>/take-back/", views.unassign, name="unassign"
    ),
    path("cohorts/<slug:slug>/applications/pass-on/", views.pass_on_many, name="pass-on-many"),
    path("cohorts/<slug:slug>/snippets/", views.snippets, name="snippets"),
    path("cohorts/<slug:slug>/snippets/<int:pk>/", views.snippet, name="snippet"),
    path("cohorts/<slug:slug>/snippets/<int:pk>/delete/", views.delete_snippet, name="delete-snippet"),
    path("applications/<int:pk>/contributions/", views.contribution_log, name="contribution-log"),
    path("cohorts/<slug:slug>/reading/", views.reading, name="reading"),
    path("cohorts/<slug:slug>/shortlists/", views.shortlists, name="shortlists"),
    path("cohorts/<slug:slug>/shortlists/publish/", views.publish_shortlist, name="publish-shortlist"),
    path("cohorts/<slug:slug>/projects/<slug:project>/shortlist/", views.ranking, name="ranking"),
    path("cohorts/<slug:slug>/projects/<slug:project>/shortlist/rank/", views.shortlist_rank, name="shortlist-rank"),
    path(
        "cohorts/<slug:slug>/projects/<slug:project>/shortlist/add/<int:pk>/",
        views.shortlist_add,
        name="shortlist-add",
    ),
    path(
        "cohorts/<slug:slug>/projects/<slug:project>/shortlist/remove/<int:pk>/",
        views.shortlist_remove,
        name="shortlist-remove",
    ),
    path("cohorts/<slug:slug>/organize/publishing/<slug:kind>/", views.publication, name="publication"),
    path("cohorts/<slug:slug>/organize/", include("applications.selection.urls")),
]
