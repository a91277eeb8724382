"""Words as people look for them; Python and both databases fold alike."""

import sys
import unicodedata

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.folding import fold, name_key, same_name
from amp_portal.users.models import Person, User
from amp_portal.users.scenarios import person


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Émile", "emile"),
        ("E\u0301MILE", "emile"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("Groß", "gross"),
        ("İstanbul", "istanbul"),
        ("ΝΙΚΟΣ", "νικος".replace("ς", "σ")),
        ("Артём", "артем"),
        ("王芳", "王芳"),
    ],
)
def test_accents_and_capitals_make_no_difference(text, folded):
    assert fold(text) == folded


SAME = [
    ("José Núñez", "NUNEZ  Jose"),
    ("José Núñez", "Núñez, José"),
    ("王芳", "王 芳"),
    ("王芳", "芳 王"),
    ("Juan de la Cruz", "Dela Cruz, Juan"),
    ("Mary-Ann O’Brien", "MaryAnn O'Brien"),
    ("Jean-Luc", "jean luc"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_in_another_spelling_are_the_same(one, other):
    assert same_name(one, other)
    assert same_name(other, one)
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("", ""), ("—", "…"), ("Dan Lee", "Den Ale"), ("Ada Lark", "Ada"), ("Li Wei", "Wei")]
)
def test_other_names_are_not(one, other):
    assert not same_name(one, other)


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_same_name_has_the_same_key(one, other):
    assert same_name(one, other) == same_name(other, one)
    assert not same_name(one, other) or name_key(one) == name_key(other)


@pytest.mark.django_db
def test_the_database_folds_as_we_do():
    """Every letter of the scripts with capitals or accents. A database may know fewer or more letters than Python."""
    scripts = (
        "LATIN",
        "GREEK",
        "CYRILLIC",
        "ARMENIAN",
        "ARABIC",
        "HEBREW",
        "DEVANAGARI",
        "HANGUL SYLLABLE",
        "HIRAGANA",
    )
    letters = [
        character
        for character in map(chr, range(sys.maxunicode + 1))
        if unicodedata.name(character, "").startswith(scripts) and unicodedata.category(character)[0] in "LM"
    ]
    with connection.cursor() as cursor:
        text = "\n".join(letters)
        cursor.execute("SELECT amp_fold(%s)", [text])
        [folded] = cursor.fetchone()
        cursor.execute("SELECT amp_fold(NULL)")
        assert cursor.fetchone() == (None,)
    ours = dict(zip(letters, fold(text).split("\n"), strict=True))
    theirs = dict(zip(letters, folded.split("\n"), strict=True))
    differing = {letter for letter in letters if ours[letter] != theirs[letter]}
    assert not {letter for letter in differing if ord(letter) < 0x2000}
    assert len(differing) < 100


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["emile", "ÉMILE", "Emile", "émi"])
def test_everywhere_somebody_is_found_without_their_accents(client, words):
    cohort = cohorts.cohort()
    now = cohorts.instant(cohort, "applications", days=2)
    project = cohorts.project(cohort, title="Émile’s parser", now=now)
    emile = person("Émile Zoë", email="e@example.org")
    application = applying.draft(cohort, emile, projects=[project], now=now)
    applying.submit(application, now=now)
    client.force_login(cohort.leads()[0].person.user)

    applications = client.get(reverse("applications:screening", args=[cohort.slug]), {"q": words})
    assert [row.person for row in applications.context["page_obj"]] == [emile]
    letters = client.get(reverse("cohorts:letters", args=[cohort.slug]), {"q": words})
    assert {letter.person for letter in letters.context["page_obj"]} == {emile}
    ideas = client.get(reverse("cohorts:projects", args=[cohort.slug]), {"q": words})
    assert list(ideas.context["projects"]) == [project]
    client.force_login(User.objects.create_superuser("root@example.org", "correct horse battery", name="Rut"))
    assert "Émile Zoë" in client.get(reverse("admin:users_person_changelist"), {"q": words}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["%", "_", "\\", "100 %", "'"])
def test_signs_that_mean_something_to_a_database_mean_themselves(words):
    Person.objects.create(name="Émile Zoë")
    Person.objects.create(name="Always 100 % _\\'")
    assert Person.objects.filter(name__icontains=words).count() == 1
