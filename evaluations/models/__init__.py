from .certificate import Certificate
from .evaluation import Decision, Evaluation, FinalWork
from .round import Form, Question, Round, contact_of

__all__ = [
    "Certificate",
    "Decision",
    "Evaluation",
    "FinalWork",
    "Form",
    "Question",
    "Round",
    "contact_of",
]
