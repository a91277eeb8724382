from django.utils.translation import ngettext

from cohorts.handover import open_duties

from . import progress


@open_duties
def reviews(project, person, now):
    """Applications that the project's mentors have not all read."""
    [reading] = progress.of([project])
    left = reading.total - reading.done
    if left:
        yield (
            ngettext("%d application in review is left to read", "%d applications in review are left to read", left)
            % left
        )
