from django.urls import path

from .views import cockpit, invitations, landing, mentors, organizers, project_review, projects,     public,
    sharing,
)
app_name = "cohorts"
urlpatterns = [
    path("", landing.landing, name="landing"),
    path("picture.png", sharing.portal_picture, name="portal-picture"),
    path("sitemap.xml", sharing.sitemap, name="sitemap"),
    path("robots.txt", sharing.robots, name="robots"),
    path("cohorts/", public.Cohorts.as_view(), name="cohorts"),
    path("cohorts/<slug:slug>/", public.cohort, name="cohort"),
    path("cohorts/<slug:slug>/picture.png", sharing.cohort_picture, name="picture"),
    path("cohorts/<slug:slug>/calendar.ics", public.feed, name="calendar"),
    path("cohorts/<slug:slug>/organize/", cockpit.start, name="cockpit"),
    path("cohorts/<slug:slug>/organize/publish/", cockpit.publish, name="publish"),
    path("cohorts/<slug:slug>/organize/schedule/", cockpit.edit_schedule, name="schedule"),
    path("cohorts/<slug:slug>/organize/people/", organizers.organizers, name="organizers"),
    path("cohorts/<slug:slug>/organize/people/<int:pk>/", organizers.change, name="organizer"),
    path("cohorts/<slug:slug>/organize/people/<int:pk>/end/", organizers.end, name="organizer-end"),
    path("cohorts/<slug:slug>/organize/invitations/<int:pk>/revoke/", invitations.revoke, name="invitation-revoke"),
    path("cohorts/<slug:slug>/mentor/", mentors.apply, name="mentor-apply"),
    path("cohorts/<slug:slug>/mentor/withdraw/", mentors.withdraw, name="mentor-withdraw"),
    path("cohorts/<slug:slug>/organize/mentors/", mentors.MentorApplications.as_view(), name="mentor-applications"),
    path("cohorts/<slug:slug>/organize/mentors/<int:pk>/", mentors.decide, name="mentor-application"),
    path("cohorts/<slug:slug>/organize/projects/", project_review.ProjectReviews.as_view(), name="project-reviews"),
    path("cohorts/<slug:slug>/propose/", proposals.propose, name="propose"),
    path("cohorts/<slug:slug>/projects/", projects.Projects.as_view(), name="projects"),
    path("cohorts/<slug:slug>/projects/<slug:project_slug>/", projects.project, name="project"),
    path(
        "cohorts/<slug:slug>/projects/<slug:project_slug>/picture.png", sharing.project_picture, name="project-picture"
    ),
    path("cohorts/<slug:slug>/projects/<slug:project_slug>/edit/", proposals.edit, name="project-edit"),
    path("cohorts/<slug:slug>/projects/<slug:project_slug>/submit/", proposals.submit, name="project-submit"),
    path("cohorts/<slug:slug>/projects/<slug:project_slug>/withdraw/", proposals.withdraw, name="project-withdraw"),
    path("cohorts/<slug:slug>/projects/<slug:project_slug>/reopen/", proposals.reopen, name="project-reopen"),
    path("cohorts/<slug:slug>/projects/<slug:project_slug>/review/", project_review.review, name="project-review"),
    path(
        "cohorts/<slug:slug>/projects/<slug:project_slug>/mentors/",
        project_review.add_mentor,
        name="project-mentor-add",
    ),
    path(
        "cohorts/<slug:slug>/projects/<slug:project_slug>/mentors/<int:pk>/end/",
        project_review.end_mentor,
        name="project-mentor-end",
    ),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
]
