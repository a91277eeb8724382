from pathlib import Path
from types import ModuleType

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from .decoding import decode, encoding_in_words
from .problems import ImportRefused


class ImportCommand(BaseCommand):
    """Reads a file, imports it all or nothing, says what it did. ``imported`` is a module of ``cohorts.imports``."""

    imported: ModuleType

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument(
            "--preview", action="store_true", help="say how each column is read and what it would do; keep nothing"
        )

    def handle(self, *, file, preview, **options):
        apply = self.imported.preview if preview else self.imported.load
        try:
            content = file.read_bytes()
            report = apply(decode(content), timezone.now())
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from error
        except ImportRefused as refused:
            raise CommandError(f"Nothing was imported from {file}:\n{refused}") from refused
        if preview:
            self.stdout.write(f"{encoding_in_words(content)}, {report.reading.delimiter} between cells")
            self.stdout.write(report.reading.in_words())
        self.stdout.write(report.in_words())
