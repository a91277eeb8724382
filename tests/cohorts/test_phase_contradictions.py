"""A phase whose dates contradict each other is told so beside the field, in words (the admin's form and commands)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

import cohorts.scenarios as cohorts


@pytest.mark.django_db
def test_a_phase_that_closes_before_it_opens_is_told_beside_its_closing():
    phase = cohorts.cohort().window("midterm")
    phase.ends_at = phase.starts_at - timedelta(days=1)

    with pytest.raises(ValidationError) as refused:
        phase.full_clean()

    assert refused.value.message_dict == {"ends_at": ["It has to close after it opens."]}
