from django.urls import path

from .views import certificates, mentoring, organizing, own, public, recommending

urlpatterns = [
    path("recognition/", own.own_recognition, name="own-recognition"),
    path("recognition/public/<int:mentorship_pk>/", own.public_entry, name="public-entry"),
    path("recognition/words/<slug:slug>/", own.testimonial, name="testimonial"),
    path("recognition/words/<slug:slug>/withdraw/", own.withdraw_testimonial, name="withdraw-testimonial"),
    path("recognition/mentees/", mentoring.mentees, name="mentees-recognition"),
    path("recognition/mentees/<int:mentorship_pk>/letter/", recommending.write, name="write-recommendation"),
    path("recognition/mentees/<int:mentorship_pk>/nominate/", mentoring.nominate, name="nominate"),
    path("recognition/letters/<int:pk>/", recommending.recommendation, name="recommendation"),
    path("recognition/letters/<int:pk>/sign/", recommending.sign, name="sign-recommendation"),
    path("recognition/letters/<int:pk>/ask-for-changes/", recommending.ask_for_changes, name="return-recommendation"),
    path("recognition/letters/<int:pk>/take-back/", recommending.take_back, name="take-back-recommendation"),
    path("recognition/letters/<int:pk>/pdf/", recommending.recommendation_pdf, name="recommendation-pdf"),
    path("recognition/nominations/<int:pk>/", organizing.nomination, name="nomination"),
    path("cohorts/<slug:slug>/recognition/", organizing.recognition, name="recognition"),
    path("cohorts/<slug:slug>/recognition/issue/", organizing.issue, name="issue-certificates"),
    path("cohorts/<slug:slug>/recognition/nominations/", organizing.nominations, name="nominations"),
    path("cohorts/<slug:slug>/recognition/testimonials/", public.testimonials, name="testimonials"),
    path(
        "cohorts/<slug:slug>/recognition/testimonials/<int:pk>/", public.feature_testimonial, name="feature-testimonial"
    ),
    path("cohorts/<slug:slug>/recognition/posts/<slug:kind>/", public.post, name="post"),
    path("cohorts/<slug:slug>/recognition/posts/<slug:kind>/<str:form>/", public.post_file, name="post-file"),
    path("alumni/", public.alumni, name="alumni"),
    path("certificates/", certificates.verify, name="verify"),
    path("certificates/<secret:code>/", certificates.certificate, name="certificate"),
    path("certificates/<secret:code>/pdf/", certificates.certificate_pdf, name="certificate-pdf"),
    path("certificates/<secret:code>/choices/", certificates.certificate_choices, name="certificate-choices"),
    path("certificates/<secret:code>/revoke/", certificates.revoke, name="certificate-revoke"),
    path("certificates/<secret:code>/renew/", certificates.renew, name="certificate-renew"),
]
