from django.urls import path

from . import views

agreement = "mentorships/<int:pk>/agreement/"
urlpatterns = [
    path(agreement, views.agreement, name="agreement"),
    path(agreement + "calls.ics", views.check_ins_file, name="check-ins"),
    path(agreement + "<int:agreement_pk>/agree/", views.agree, name="agree"),
]
