"""People at their own browsers, a clock they share, and the mail they get."""

import re

import time_machine
from django.core.management import call_command
from playwright.sync_api import Error


class Clock:
    """The portal's time. It goes on ticking from where it is set, unless it is to stand still."""

    def __init__(self):
        self._travel = None

    def set(self, instant, *, tick=True):
        self.stop()
        self._travel = time_machine.travel(instant, tick=tick)
        self._travel.start()

    def stop(self):
        if self._travel:
            self._travel.stop()
            self._travel = None


class Somebody:
    """One person at one browser. ``open``, ``press`` and ``follow`` check each page they land on."""

    def __init__(self, context, base, check=None):
        self.page = context.new_page()
        self.base = base
        self._check = check or (lambda page: None)
        self.page.set_default_timeout(10_000)

    def open(self, path):
        try:
            response = self.page.goto(self.base + path)
        except Error as error:
            if "ERR_ABORTED" not in error.message:
                raise
            response = self.page.goto(self.base + path)  # a page that follows a job was loading itself anew just then
        assert response.status == 200, (path, response.status)
        self._check(self.page)

    def press(self, name, *, within=None):
        """Press the button of this name and wait for the page it leads to."""
        place = within or self.page
        with self.page.expect_navigation():
            place.get_by_role("button", name=name, exact=True).click()
        self._check(self.page)

    def unfold(self, name):
        """Open what is folded under these words."""
        self.page.get_by_text(name, exact=True).click()

    def follow(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()
        self._check(self.page)

    def fill(self, fields):
        """``{label: text}``."""
        for label, text in fields.items():
            self.page.get_by_label(label).first.fill(text)

    def write(self, name, text):
        """Into the field of this name; a day as ISO."""
        self.page.locator(f"[name='{name}']").fill(text)

    def pick(self, name, label):
        """From a list."""
        self.page.locator(f"select[name='{name}']").select_option(label=label)

    def tick(self, name, value=None):
        """A box, or of several the one with this value. (Its label may lie on it, and takes the click.)"""
        self.page.locator(f"[name='{name}']" + (f"[value='{value}']" if value else "")).check(force=True)

    def reads(self, text):
        return text in self.page.inner_text("body")

    def sees(self, text):
        said = self.page.inner_text("main")[:600]
        assert self.reads(text), f"{text!r} is not on {self.page.url}:\n{said}"

    def is_signed_in(self):
        return self.page.locator("header").get_by_role("link", name="Inbox").count() > 0

    def sign_in(self, email, password):
        self.open("/accounts/login/")
        if self.is_signed_in():
            return  # their session has lasted
        self.write("login", email)
        self.write("password", password)
        self.press("Sign in")

    def sign_in_with_github(self, github, account):
        github.account = account
        self.open("/accounts/login/")
        if self.is_signed_in():
            return
        with self.page.expect_navigation(url=re.compile(r"/(home|accounts)/")):
            self.page.get_by_role("button", name="GitHub").click()
        self._check(self.page)


class Mail:
    """The letters that arrived over SMTP."""

    def __init__(self, server):
        self._server = server

    def deliver(self):
        """What is due goes out, as the schedule would do every minute."""
        call_command("tick", verbosity=0)

    def all_to(self, address):
        return self._server.to(address)

    def last_to(self, address):
        return self.all_to(address)[-1]

    def link_in_last_to(self, address, pattern):
        text = self.last_to(address).get_body(("plain",)).get_content()
        return re.search(pattern, text).group(0)
