from tests.world import ROLES

PUBLIC = dict.fromkeys(ROLES, 200)
# Of an organizer's page: known to exist, closed to others.
ORGANIZERS = dict.fromkeys(ROLES, 403) | {"anonymous": "login", "organizer": 200, "superuser": 200}
# Of a published project's page for its mentors.
MENTORS = dict.fromkeys(ROLES, 403) | {"anonymous": "login", "mentor": 200}


def cohort(w):
    return [w.cohort.slug]


def project(w):
    return [w.cohort.slug, w.project.slug]


def posted(table):
    """The same people, sent back to a page by what they post."""
    return {role: 302 if answer == 200 else answer for role, answer in table.items()}


ROUTES = {
    "cohorts:mentor-apply": {"args": cohort} | PUBLIC,
    "cohorts:mentor-withdraw": {"args": cohort, "method": "post"}
    | dict.fromkeys(ROLES, 403)
    | {"anonymous": "login", "mentor": 302, "other_mentor": 302, "former_mentor": 302},
    "cohorts:mentor-applications": {"args": cohort} | ORGANIZERS,
    "cohorts:mentor-application": {"args": lambda w: [w.cohort.slug, w.cohort.mentor_applications.last().pk]}
    | ORGANIZERS,
    "cohorts:project-reviews": {"args": cohort} | ORGANIZERS,
    # Whoever mentors in the cohort, also one who left a project.
    "cohorts:propose": {"args": cohort} | MENTORS | {"other_mentor": 200, "former_mentor": 200},
    "cohorts:projects": {"args": cohort} | PUBLIC,
    "cohorts:project": {"args": project} | PUBLIC,
    "cohorts:project-edit": {"args": project} | MENTORS,
    "cohorts:project-submit": {"args": project, "method": "post"} | posted(MENTORS),
    "cohorts:project-reopen": {"args": project, "method": "post"} | posted(MENTORS),
    "cohorts:project-withdraw": {"args": project, "method": "post"}
    | posted(MENTORS)
    | {"organizer": 302, "superuser": 302},
    "cohorts:project-review": {"args": project, "method": "post"} | ORGANIZERS,
    "cohorts:project-take-up": {"args": project, "method": "post"} | posted(ORGANIZERS),
    "cohorts:project-mentor-add": {"args": project, "method": "post"} | posted(ORGANIZERS),
    "cohorts:project-mentor-end": {
        "args": lambda w: [*project(w), w.project.mentors.current().first().pk],
        "method": "post",
    }
    | posted(ORGANIZERS),
}
