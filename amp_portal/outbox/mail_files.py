"""E-mails as files that nobody else on the machine can read."""

from pathlib import Path

from django.conf import settings
from django.core.mail.backends import filebased

from amp_portal import private_files


class EmailBackend(filebased.EmailBackend):
    def __init__(self, *args, file_path=None, **kwargs):
        where = Path(file_path or settings.EMAIL_FILE_PATH)
        if not where.exists():
            private_files.folder(where)
        super().__init__(*args, file_path=file_path, **kwargs)

    def open(self):
        if self.stream is None:
            private_files.make(Path(self._get_filename()))
        return super().open()
