from importlib import import_module

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "evaluations"

    def ready(self):
        import_module("evaluations.links")  # registers itself in the mentorship's room
        for name in ("attention", "cockpit", "public", "sections"):
            import_module(f"evaluations.recognition.{name}")
