"""A WSGI application that answers when a request arrived, as the portal's middleware knows it; a request of ``/wait``
only once it is ``released``. gunicorn can run it by its name: ``tests.echoing:application``.
"""

import os
from threading import Event

import django
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amp_portal.settings")
django.setup()

from amp_portal.middleware import Fronts, ReceivedAt, WellFormed  # noqa: E402 - needs the settings

released = Event()


def answer(request):
    if request.path == "/wait":
        released.wait(30)
    return HttpResponse(request.received_at.isoformat())


portal = Fronts(ReceivedAt(WellFormed(answer)))


def application(environ, start_response):
    response = portal(WSGIRequest(environ))
    headers = [*response.items(), ("Content-Length", str(len(response.content)))]
    start_response(f"{response.status_code} {response.reason_phrase}", headers)
    return response
