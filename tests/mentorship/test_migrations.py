"""What was answered and asked before a change of tables stays so."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor

from mentorship import scenarios, silence
from mentorship.models import Episode, Mentorship, Step

BEFORE = ("mentorship", "0011_answers_name_their_item")
AFTER = ("mentorship", "0012_answers_so_far_stay")


@pytest.fixture
def tables(transactional_db, request):
    """Tables made by migrations, which are all run again at the end."""
    if request.config.getoption("nomigrations"):
        pytest.skip("needs tables made by migrations")
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_any_sign_of_the_mentors_has_answered_what_came_before(tables):
    mentorship = scenarios.mentorship()
    mentor, begin = scenarios.lead_mentor(mentorship), mentorship.starts_at
    first, second = (mentorship.ask(by=mentorship.mentee, now=begin + timedelta(days=n), body="How?") for n in (1, 2))
    feedback = mentorship.give_feedback(by=mentor, now=begin + timedelta(days=12), body="So.")
    mentorship.give_feedback(by=mentor, now=begin + timedelta(days=13), body="And so.")
    silence.sweep(begin + timedelta(days=19))
    episode = Episode.objects.get(side="mentee")
    Episode.objects.filter(pk=episode.pk).update(silent_since=feedback.posted_at)  # as it was counted until now
    MigrationExecutor(connection).migrate([BEFORE])

    MigrationExecutor(connection).migrate([AFTER])

    for asked in (first, second):
        asked.refresh_from_db()
        assert asked.answered_by == feedback
    episode.refresh_from_db()
    assert episode.silent_since == begin + timedelta(days=10)
    known = Step.objects.count()
    silence.sweep(begin + timedelta(days=19))
    assert (Step.objects.count(), Episode.objects.open().get()) == (known, episode)


def test_a_track_that_is_none_becomes_the_offers(tables):
    mentorship = scenarios.mentorship()
    MigrationExecutor(connection).migrate([AFTER])
    Mentorship.objects.update(track="paid")

    MigrationExecutor(connection).migrate([("mentorship", "0013_mentorships_have_a_track")])

    mentorship.refresh_from_db()
    assert mentorship.track == "sponsored"


@pytest.mark.django_db
def test_the_database_keeps_other_tracks_out():
    scenarios.mentorship()
    with pytest.raises(IntegrityError, match="mentorship_has_a_track"):
        Mentorship.objects.update(track="paid")
