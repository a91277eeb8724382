"""Files and folders that nobody else on the machine can read: the embedded portal's database, mail and keys."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def folder(path: Path) -> Path:
    """Make a folder; or close the one that is there, unless it is everybody's (/tmp) or somebody else's."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.stat().st_mode & stat.S_ISVTX:
        close_to_others(path)
    return path


def make(path: Path) -> None:
    """Make an empty file, or close the one that is there."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        return
    close_to_others(path)


def close_to_others(path: Path) -> None:
    """Take everybody else's permissions away, where there is something and it is ours."""
    with suppress(FileNotFoundError, PermissionError):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & OTHERS:
            path.chmod(mode & ~OTHERS)


def secret(path: Path, make_one) -> str:
    """What is kept in a file; made on the first call. Of two processes that make one at the same time, one wins."""
    folder(path.parent)
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent, prefix=f"{path.name}-") as made:  # 0600
            made.write(make_one())
            made.flush()
            with suppress(FileExistsError):
                os.link(made.name, path)
    close_to_others(path)
    return path.read_text()
