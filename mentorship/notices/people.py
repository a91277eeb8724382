"""Who mentors."""

from cohorts.models import ProjectMentor


def still_mentors(message, project_id):
    return ProjectMentor.objects.filter(project=project_id, person=message.person_id, until=None).exists()


def mentors_of(mentorship):
    return mentorship.project.mentors.filter(until=None).select_related("person")
