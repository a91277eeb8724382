from importlib import import_module

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "evaluations"

    def ready(self):
        for name in ("attention", "sections"):
            import_module(f"evaluations.recognition.{name}")
