from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from .problems import ImportRefused
from .report import Report
from .table import decode


class ImportCommand(BaseCommand):
    """Reads a file, imports it all or nothing with ``load(text, now)``, and says in a line what it did."""

    load: Callable[[str, datetime], Report]

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE.csv")

    def handle(self, *, file, **options):
        try:
            report = self.load(decode(file.read_bytes()), timezone.now())
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from error
        except ImportRefused as refused:
            raise CommandError(f"Nothing was imported from {file}:\n{refused}") from refused
        self.stdout.write(report.in_words())
