"""Certificates and the rest of recognition: of ``w.finished``, an earlier cohort that only the superuser organizes."""

from .evaluations import EVERYBODY, STAFF, STAFF_POST, expect


def of_certificate(w):
    return [w.certificate.code]


def of_letter(w):
    return [w.letter.pk]


def of_mentorship(w):
    return [w.mentorship.pk]


def of_cohort(w):
    return [w.cohort.slug]


def of_finished(w):
    return [w.finished.cohort.slug]


def of_post(*form):
    return lambda w: [w.cohort.slug, "introduction", *form]


ROUTES = {
    "evaluations:own-recognition": expect(default=200),
    "evaluations:mentees-recognition": expect(default=200),
    "evaluations:write-recommendation": expect(of_mentorship, default=404, mentor=200),
    "evaluations:nominate": expect(of_mentorship, default=404, mentor=200),
    "evaluations:recommendation": expect(of_letter, default=404, superuser=200),
    "evaluations:sign-recommendation": expect(of_letter, default=404, superuser=302, method="post"),
    "evaluations:return-recommendation": expect(of_letter, default=404, superuser=302, method="post"),
    "evaluations:take-back-recommendation": expect(of_letter, default=404, method="post"),
    "evaluations:recommendation-pdf": expect(of_letter, default=404),
    "evaluations:nomination": expect(lambda w: [w.nomination.pk], default=404, organizer=200, superuser=200),
    "evaluations:recognition": expect(of_cohort, **STAFF),
    "evaluations:issue-certificates": expect(of_cohort, **STAFF_POST),
    "evaluations:nominations": expect(of_cohort, **STAFF),
    "evaluations:public-entry": expect(of_mentorship, default=404, mentee=200),
    "evaluations:testimonial": expect(of_finished, default=404),
    "evaluations:withdraw-testimonial": expect(of_finished, default=404, method="post"),
    "evaluations:testimonials": expect(of_cohort, **STAFF),
    "evaluations:feature-testimonial": expect(
        lambda w: [w.finished.cohort.slug, w.testimonial.pk], default=403, superuser=302, method="post"
    ),
    "evaluations:post": expect(of_post(), **STAFF),
    "evaluations:post-file": expect(of_post("md"), **STAFF),
    "evaluations:alumni": expect(**EVERYBODY),
    "evaluations:verify": expect(**EVERYBODY),
    "evaluations:certificate": expect(of_certificate, **EVERYBODY),
    "evaluations:certificate-pdf": expect(of_certificate, default=403, superuser=200),
    "evaluations:certificate-choices": expect(of_certificate, default=403, method="post"),
    "evaluations:certificate-revoke": expect(of_certificate, default=403, superuser=200),
    "evaluations:certificate-renew": expect(of_certificate, default=403, superuser=302, method="post"),
}
