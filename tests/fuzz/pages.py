"""The forms of a page: which fields a browser would send, and with what in them."""

from html.parser import HTMLParser


class Forms(HTMLParser):
    """Collects, for every form of a page, its action and the fields that it has."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.fields, self.area, self.choice = [], [], None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.fields = []
            self.forms.append((a.get("action") or "", (a.get("method") or "get").lower(), self.fields))
        elif tag == "option" and self.choice:
            if "selected" in a or self.choice not in dict(self.fields):
                self.fields.append((self.choice, a.get("value") or ""))
        elif not a.get("name"):
            return
        elif tag == "textarea":
            self.area = [a["name"], ""]
        elif tag == "select":
            self.choice = a["name"]
        elif tag == "button" or (tag == "input" and (a.get("type") not in ("checkbox", "radio") or "checked" in a)):
            self.fields.append((a["name"], a.get("value") or ""))

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.fields.append((self.area[0], self.area[1].removeprefix("\n")))
            self.area = None
        elif tag == "select":
            self.choice = None

    def handle_data(self, data):
        if self.area:
            self.area[1] += data


def posted(page):
    """Of each form that is sent by POST: (action, [(name, value), …])."""
    return [(action, fields) for action, method, fields in Forms(page).forms if method == "post"]
