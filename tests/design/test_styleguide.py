import re

from django.conf import settings
from django.template.loader import get_template
from django.utils.html import escape

from amp_portal import styleguide

# Parts of every page rather than of a page, and the parts that other components are made of.
FRAME = {"header", "footer", "messages", "styles", "sharing", "error_page", "follow"}
ASKS_FOR_THE_FOCUS = {"error_summary"}  # shown as it is written, for the guide would jump to it
UNSEEN = {"typed_by"}  # a hidden field
# Drawn from rows of an app: shown where that app's pages are.
BY_AN_APP = {"verdict", "queue", "tabs", "autosave", "job"}


def components():
    return {path.stem for path in (settings.BASE_DIR / "templates/components").glob("[!_]*.html")}


def test_every_component_is_shown():
    names = [name for names in styleguide.GROUPS.values() for name in names]
    sources = "".join(get_template(f"styleguide/{name}.html").template.source for name in names)
    included = set(re.findall(r'include "components/(\w+)\.html"', sources)) | {"deadline"}

    assert components() - FRAME - BY_AN_APP - ASKS_FOR_THE_FOCUS - UNSEEN == included


def test_every_example_is_on_the_page(guide):
    files = {path.stem for path in (settings.BASE_DIR / "templates/styleguide").glob("*.html")}

    assert files == {name for names in styleguide.GROUPS.values() for name in names}
    assert files == set(re.findall(r'<div class="example" id="example-(\w+)"', guide))


def test_an_example_is_shown_as_it_is_written(guide):
    source = get_template("styleguide/pagination.html").template.source

    assert f"<code>{escape(source)}</code>" in guide


def test_ids_are_unique(guide):
    ids = re.findall(r'\sid="([^"]*)"', guide)

    assert len(ids) == len(set(ids))


def test_no_route_in_production(client, db):
    assert client.get("/styleguide/").status_code == 404
