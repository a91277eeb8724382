"""Somebody who has a keyboard and nothing else, and notices where it fails them."""

from datetime import date

from .walk import Somebody

MOST_STOPS = 250
# Where the focus is: whether it can be seen, and whether it moved on as the page reads.
WHERE = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const before = window.stoppedAt?.isConnected ? window.stoppedAt : null;
  window.stoppedAt = element;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const inner = element === before; // the parts of a day, which the browser rings itself
  const ringed = inner || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  const within = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const backwards = before && before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING;
  const what = element.outerHTML.replace(/\\s+/g, " ").slice(0, 140);
  return { what, ringed, within, backwards: Boolean(backwards) };
}"""


class Typist(Somebody):
    """Goes everywhere by Tab, and does everything with Enter, Space, arrows and letters."""

    def press(self, name, *, within=None):
        place = within or self.page
        self._go_to(place.get_by_role("button", name=name, exact=True).first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._arrived()

    def follow(self, name):
        self._go_to(self.page.get_by_role("link", name=name).first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._arrived()

    def open_menu(self, name):
        self._go_to(self.page.locator("summary", has_text=name).first)
        self.page.keyboard.press("Enter")

    def write(self, name, text):
        field = self.page.locator(f"[name='{name}']")
        self._go_to(field)
        if field.get_attribute("type") == "date":
            self.page.keyboard.type(f"{date.fromisoformat(text):%m%d%Y}")
        else:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)
            assert field.input_value() == text

    def pick(self, name, label):
        field = self.page.locator(f"select[name='{name}']")
        self._go_to(field)
        self.page.keyboard.press("Home")
        for _step in range(field.locator("option").all_inner_texts().index(label)):
            self.page.keyboard.press("ArrowDown")
        assert field.locator("option:checked").inner_text() == label

    def tick(self, name, value=None):
        if value is None:
            self._go_to(self.page.locator(f"[name='{name}']"))
            self.page.keyboard.press("Space")
        else:
            self._choose(name, value)

    def _choose(self, name, value):
        """Tab goes to a group of radio buttons, arrows go on within it."""
        group = self.page.locator(f"[name='{name}']")
        self._go_to(group.first)
        self.page.keyboard.press("Space")
        for _step in range(group.count()):
            if self.page.locator(f"[name='{name}']:checked").get_attribute("value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} can't be set to {value} with arrows")

    def _go_to(self, target):
        """Tab until the focus is there; back by Shift+Tab where it is behind."""
        target.wait_for()
        there = target.element_handle()
        if there.evaluate("element => element === document.activeElement"):
            return
        behind = there.evaluate(
            "element => document.activeElement !== document.body"
            " && Boolean(element.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING)"
        )
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Shift+Tab" if behind else "Tab")
            where = self.page.evaluate(WHERE)
            assert where, f"the focus is lost on {self.page.url}"
            assert (where["ringed"], where["within"]) == (True, True), f"not seen on {self.page.url}: {where}"
            assert where["backwards"] == behind, f"not the order of the page {self.page.url}: {where}"
            if there.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"the keyboard does not get to {target} on {self.page.url}")

    def _arrived(self):
        self._check(self.page)
