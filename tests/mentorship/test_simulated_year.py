"""Twenty weeks of care for 200 mentorships, compared with an independent reference that works by hand (``year``)."""

import pytest

from mentorship.models import Episode, Step

from .year import Year, check, live


@pytest.mark.django_db
def test_every_step_once_at_the_right_hour(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PRODUCTION = True
    year = Year(count=200, seed=20270201)
    live(year)
    steps, letters = check(year)
    assert (steps > 200, letters > 200) == (True, True)
    assert not Episode.objects.filter(steps=None).exists()
    assert all(step.due_at <= step.recorded_at for step in Step.objects.all())
