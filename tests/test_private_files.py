"""Nobody else on the machine reads the embedded portal's database, mail and keys."""

import os
import stat
from pathlib import Path

import pytest
from django.db import connection

from amp_portal import private_files
from amp_portal.outbox.mail_files import EmailBackend
from tests.outbox.processes import environment, run


@pytest.fixture(autouse=True)
def usual_umask():
    """What most machines have: new files are readable by everybody."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def open_to_others(folder):
    """Of a folder and all that is in it, what others have any permission on."""
    return [str(path) for path in (folder, *folder.rglob("*")) if path.stat().st_mode & private_files.OTHERS]


def own(folder, **changes):
    env = environment(folder, DATABASE_URL=None, SECRET_KEY=None, CONDUCT_KEYS=None, EMAIL_URL=None, **changes)
    return env | {"PRODUCTION": "0"}


WRITE = (
    "from django.core.mail import send_mail; from django.db import connection as c; q = c.cursor(); "
    "q.execute('CREATE TABLE x (y)'); q.execute('INSERT INTO x VALUES (1)'); "
    "send_mail('a', 'b', None, ['c@d.example']); "
    "from pathlib import Path; from django.conf import settings; "
    "print(sorted(p.name for p in Path(settings.DATA_DIR).iterdir()))"
)


def test_whatever_the_portal_makes_is_closed(tmp_path):
    data = tmp_path / "data"
    code, output, complaints = run("shell", "--no-imports", "-c", WRITE, env=own(data))
    assert code == 0, complaints
    names = ["conduct-key", "mail", "portal.sqlite3", "portal.sqlite3-shm", "portal.sqlite3-wal", "secret-key"]
    assert output.strip().splitlines()[-1] == str(names)
    assert len(list((data / "mail").iterdir())) == 1
    assert open_to_others(data) == []


def test_what_an_earlier_version_left_open_is_closed(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    for name in ("portal.sqlite3", "secret-key", "conduct-key"):
        (data / name).touch()
    (data / "secret-key").write_text("kept" * 20)
    (data / "conduct-key").write_text("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
    read = "from django.conf import settings as s; from django.db import connection; connection.ensure_connection()"
    code, output, complaints = run("shell", "--no-imports", "-c", f"{read}; print(s.SECRET_KEY)", env=own(data))
    assert (code, output.strip().splitlines()[-1]) == (0, "kept" * 20), complaints
    assert open_to_others(data) == []


def test_everybody_s_folder_stays_everybody_s(tmp_path):
    tmp_path.chmod(0o1777)
    private_files.folder(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777


def test_a_mail_folder_that_was_there_keeps_its_mode_but_not_its_files(tmp_path):
    tmp_path.chmod(0o755)
    backend = EmailBackend(file_path=str(tmp_path))
    backend.open()
    backend.close()
    assert open_to_others(tmp_path) == [str(tmp_path)]


def test_of_two_that_make_a_key_one_wins(tmp_path):
    path = tmp_path / "key"

    def meanwhile():
        path.write_text("theirs")
        return "mine"

    assert private_files.secret(path, meanwhile) == "theirs"
    assert [each.name for each in tmp_path.iterdir()] == ["key"]


@pytest.mark.django_db
def test_the_tests_database_too():
    if connection.vendor == "sqlite":
        assert not Path(connection.settings_dict["NAME"]).stat().st_mode & private_files.OTHERS
