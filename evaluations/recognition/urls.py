from django.urls import path

from .views import certificates

urlpatterns = [
    path("certificates/", certificates.verify, name="verify"),
    path("certificates/<str:code>/", certificates.certificate, name="certificate"),
    path("certificates/<str:code>/pdf/", certificates.certificate_pdf, name="certificate-pdf"),
    path("certificates/<str:code>/choices/", certificates.certificate_choices, name="certificate-choices"),
    path("certificates/<str:code>/revoke/", certificates.revoke, name="certificate-revoke"),
    path("certificates/<str:code>/renew/", certificates.renew, name="certificate-renew"),
]
