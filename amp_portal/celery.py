"""The Celery application. The broker is only a doorbell: due work is rows (see outbox)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amp_portal.settings")

app = Celery("amp_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
