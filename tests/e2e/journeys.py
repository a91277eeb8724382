"""What people do here, step by step, whatever their hands do it with: see ``walk.Somebody`` and ``keyboard.Typist``."""

CONTRIBUTIONS = ("https://github.com/example/cli/pull/7", "https://github.com/example/cli/pull/9")


def sign_up(somebody, name, email, password):
    somebody.open("/accounts/signup/")
    for field, text in {"name": name, "email": email, "password1": password, "password2": password}.items():
        somebody.write(field, text)
    somebody.press("Make an account")


def apply(somebody, cohort, project):
    """Every part of an application up to the page from which it is submitted. Few words: more alike are a duplicate."""
    somebody.open(f"/cohorts/{cohort}/apply/")
    somebody.press("Start your application")
    somebody.open(f"/cohorts/{cohort}/apply/about/")
    somebody.write("about", "I write docs.")
    somebody.press("Save and continue")
    somebody.write("motivation", "I want to learn.")
    somebody.press("Save and continue")
    somebody.pick("project_1", project)
    somebody.write("approach_1", "Read, ask, test.")
    somebody.write("deliverables_1", "Tested messages.")
    first_week = somebody.page.locator("[name='plan_1_1_from_week'] option").nth(1).inner_text()
    somebody.pick("plan_1_1_from_week", first_week)
    somebody.write("plan_1_1_text", "Two messages a week.")
    somebody.press("Save and continue")
    for row, address in enumerate(CONTRIBUTIONS, start=1):
        somebody.write(f"url_{row}", address)
        somebody.write(f"made_on_{row}", "2026-12-01")
    somebody.press("Save and continue")
    somebody.write("hours_per_week", "30")
    somebody.press("Save and continue")
    somebody.write("ai_use", "Not at all.")
    somebody.tick("other_program", "no")
    somebody.tick("consent")
    somebody.press("Save and see what is missing")


def post_update(somebody, mentorship):
    somebody.open(f"/mentorships/{mentorship}/update/")
    somebody.write("done", "Set everything up.")
    somebody.write("next_up", "The first message.")
    somebody.press("Post the update")
    somebody.sees("Set everything up.")


def answer(somebody, mentorship):
    somebody.open(f"/mentorships/{mentorship}/")
    somebody.follow("Answer : update for week")
    somebody.write("body", "A good start!")
    somebody.press("Answer")
    somebody.sees("A good start!")


def evaluate(somebody, verdict="pass"):
    """On the page of an evaluation: says the best of everything, but for the verdict, and submits."""
    somebody.page.wait_for_selector("form .question")
    for group in somebody.page.locator(".question fieldset").all():
        radios = group.get_by_role("radio").all()
        values = {radio.get_attribute("value"): radio.get_attribute("name") for radio in radios}
        good = next(value for value in (verdict, "pass", "yes", "5") if value in values)
        somebody.tick(values[good], good)
    for text in somebody.page.locator(".question textarea").all():
        somebody.write(text.get_attribute("name"), "Good, and I learnt a lot.")
    somebody.press("Read it over and submit")
    somebody.press("Submit")
    somebody.sees("Thank you")


def propose(somebody, cohort, title):
    somebody.open(f"/cohorts/{cohort}/propose/")
    somebody.write("title", title)
    somebody.write("summary", "Errors that say what to do next.")
    somebody.write("goals", "Twenty messages rewritten and tested.")
    somebody.write("skills", "TypeScript, writing")
    somebody.write("repository", "example/cli")
    somebody.pick("licence", "Apache License 2.0")
    for row, (week, milestone) in enumerate([("4", "First review"), ("10", "Half of them"), ("16", "A release")]):
        somebody.write(f"milestones-{row}-week", week)
        somebody.write(f"milestones-{row}-title", milestone)
    somebody.write("tasks-0-title", "Collect what people stumble over")
    somebody.write("onboarding", "Say hello in Slack")
    somebody.press("Save and submit")
    somebody.sees("waiting for review")
