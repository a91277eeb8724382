"""What may go wrong, on real processes: they die, Redis is away, the database dies. A Report counts what came of it."""

import random
import re
import time
from dataclasses import dataclass

from . import place as places
from .post import post_office

REDIS_IS_AWAY = 5  # seconds at least


@dataclass
class Report:
    letters: int = 0
    killed_workers: int = 0
    killed_schedules: int = 0
    dropped: int = 0
    arrived: int = 0  # letters whose words somebody got
    e_mails: int = 0
    doubled: int = 0
    unexplained: int = 0  # doubled though no worker died in between
    under_several_ids: int = 0
    seconds: float = 0
    submitted_without_redis: int = 0
    signed_in_without_redis: bool = False
    slowest_without_redis: float = 0
    slowest_with_redis: float = 0
    receipts: int = 0
    letters_over_restart: int = 0
    arrived_over_restart: int = 0
    doubled_by_restart: int = 0
    not_sent: int = 0
    disagreeing: int = 0  # what check_data finds in the end

    def __str__(self):
        return "\n".join(f"{name.replace('_', ' ')}: {value:g}" for name, value in vars(self).items())


def run(*, letters, seconds, pauses, applicants=4, over_restart=200, delay=0.03, patience=240, seed=1) -> Report:
    """``seconds`` of killing, one process after each of ``pauses`` (from, until) seconds."""
    report = Report(letters=letters)
    with post_office(drops=5, delay=delay, seed=seed) as office, places.place(office.url) as place:
        began = time.monotonic()
        _while_processes_die(place, office, report, seconds, pauses, patience, random.Random(seed))
        report.seconds = round(time.monotonic() - began)
        _without_redis(place, office, report, applicants, patience)
        _over_a_restart(place, office, report, over_restart, patience)
        of_ours = "letter LIKE 'office/%' AND state <> 'sent'"
        report.disagreeing = len(place.run("-m", "tests.faults.fill", "disagreements"))
        report.not_sent = place.ask(f"SELECT count(*) FROM outbox_message WHERE {of_ours}")[0]  # noqa: S608
    return report


def _while_processes_die(place, office, report, seconds, pauses, patience, chance):
    place.run("-m", "tests.faults.fill", "letters", str(report.letters), "a")
    place.kill_at_random(seconds, pauses, chance)
    place.wait_for(place.all_is_out, patience, "letters are left")
    report.killed_workers, report.killed_schedules = place.kills_of("worker"), place.kills_of("schedule")
    report.dropped = office.dropped
    report.arrived = len(office.said)
    report.e_mails = office.letters
    report.doubled = office.doubled
    report.unexplained = len(office.unexplained())
    report.under_several_ids = len(office.under_several_ids())


def _without_redis(place, office, report, count, patience):
    """Half of them submit with Redis, the others while it is away; then it comes back."""
    found = place.run("-m", "tests.faults.fill", "applicants", str(2 * count))
    report.slowest_with_redis = max(_submit(place, found, one) for one in found["applicants"][:count])
    place.redis.stop()
    back_at = time.monotonic() + REDIS_IS_AWAY
    report.slowest_without_redis = max(_submit(place, found, one) for one in found["applicants"][count:])
    report.submitted_without_redis = count
    report.signed_in_without_redis = _signs_in(place, found["applicants"][0]["email"])
    time.sleep(max(0, back_at - time.monotonic()))
    place.redis.start()
    receipts = "SELECT count(*) FROM outbox_message WHERE key LIKE 'submitted/%/email' AND state = 'sent'"
    place.wait_for(lambda: place.ask(receipts) == (2 * count,), patience, "receipts are left")
    report.receipts = place.ask(receipts)[0]


def _token(page):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)


def _submit(place, found, applicant):
    """How long it took from the click to the next page, in seconds."""
    with place.client({"sessionid": applicant["session"]}) as client:
        token = _token(client.get(found["submit"].replace("submit/", "")).text)
        began = time.monotonic()
        answer = client.post(found["submit"], data={"csrfmiddlewaretoken": token})
        took = time.monotonic() - began
        assert answer.status_code == 302, (answer.status_code, answer.text)
        page = client.get(answer.headers["Location"])
        assert page.status_code == 200, page.text
    return round(took, 3)


def _signs_in(place, email):
    with place.client() as client:
        form = {"login": email, "password": "correct horse battery"}
        token = _token(client.get("/accounts/login/").text)
        return client.post("/accounts/login/", data=form | {"csrfmiddlewaretoken": token}).status_code == 302


def _over_a_restart(place, office, report, count, patience):
    """The database dies without a word in the middle, and comes back."""
    before, doubled = len(office.said), office.doubled
    place.run("-m", "tests.faults.fill", "letters", str(count), "b")
    place.wait_for(lambda: len(office.said) > before + count // 10, patience, "nothing goes out")
    place.database.stop(places.AT_ONCE)
    time.sleep(1)
    place.database.start()
    place.wait_for(place.all_is_out, patience, "letters are left")
    report.letters_over_restart = count
    report.arrived_over_restart = len(office.said) - before
    report.doubled_by_restart = office.doubled - doubled
    report.under_several_ids += len(office.under_several_ids())
