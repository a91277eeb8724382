from tests.world import ROLES

EVERYBODY = dict.fromkeys(ROLES, 200)


def cohort(w):
    return [w.cohort.slug]


def project(w):
    return [w.cohort.slug, w.project.slug]


ROUTES = {
    "cohorts:portal-picture": EVERYBODY,
    "cohorts:picture": {"args": cohort} | EVERYBODY,
    "cohorts:project-picture": {"args": project} | EVERYBODY,
    "cohorts:sitemap": EVERYBODY,
    "cohorts:robots": EVERYBODY,
}
