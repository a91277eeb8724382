"""Below ``/cohorts/<slug>/organize/``, in the namespace of applications."""

from django.urls import path

from ..views import selection as board
from ..views import statistics

urlpatterns = [
    path("selection/", board.selection, name="selection"),
    path("selection/take-over/", board.take_over, name="take-over"),
    path("selection/places/", board.seats, name="seats"),
    path("selection/letters/", board.result_letters, name="result-letters"),
    path("selection/letters/<int:pk>/", board.result_letter, name="result-letter"),
    path("selection/letters/<int:pk>/test/", board.try_letter, name="try-letter"),
    path("selection/publish/", board.publish_results, name="publish-results"),
    path("selection/tried/<int:pk>/drop/", board.drop, name="drop"),
    path("selection/<int:pk>/", board.decide, name="decide"),
    path("selection/<int:pk>/adjust/", board.adjust, name="adjust"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("applications.csv", statistics.export, name="export"),
]
