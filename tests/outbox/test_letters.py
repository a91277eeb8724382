"""Every letter of the portal has a template of the right shape, and says what it is."""

import pytest
from django.template import engines

from amp_portal.outbox.letters import LETTERS

OURS = sorted(name for name in LETTERS if not name.startswith("office/"))


@pytest.mark.parametrize("name", OURS)
def test_a_template_starts_with_its_subject_and_a_blank_line(name):
    template = engines["letters"].get_template(f"{name}.md")
    subject, blank, *_body = template.template.source.splitlines()
    assert subject.startswith("Subject: ")
    assert blank == ""
