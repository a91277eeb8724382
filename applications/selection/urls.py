"""Below ``/cohorts/<slug>/organize/``, in the namespace of applications."""

from django.urls import path

from ..views import statistics
from ..views.selection import board, letters, places, results

urlpatterns = [
    path("selection/", board.selection, name="selection"),
    path("selection/take-over/", board.take_over, name="take-over"),
    path("selection/places/", places.seats, name="seats"),
    path("selection/letters/", letters.result_letters, name="result-letters"),
    path("selection/letters/<int:pk>/", letters.result_letter, name="result-letter"),
    path("selection/letters/<int:pk>/test/", letters.try_letter, name="try-letter"),
    path("selection/publish/", results.publish_results, name="publish-results"),
    path("selection/tried/<int:pk>/drop/", board.drop, name="drop"),
    path("selection/<int:pk>/", board.decide, name="decide"),
    path("selection/<int:pk>/adjust/", board.adjust, name="adjust"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("applications.csv", statistics.export, name="export"),
]
