"""Certificates and the rest of recognition: of ``w.finished``, an earlier cohort that only the superuser organizes."""

from .evaluations import EVERYBODY, expect


def of_certificate(w):
    return [w.certificate.code]


ROUTES = {
    "evaluations:verify": expect(**EVERYBODY),
    "evaluations:certificate": expect(of_certificate, **EVERYBODY),
    "evaluations:certificate-pdf": expect(of_certificate, default=403, superuser=200),
    "evaluations:certificate-choices": expect(of_certificate, default=403, method="post"),
    "evaluations:certificate-revoke": expect(of_certificate, default=403, superuser=200),
    "evaluations:certificate-renew": expect(of_certificate, default=403, superuser=302, method="post"),
}
