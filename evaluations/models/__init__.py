from .certificate import Certificate
from .certificate_issue import CertificateIssue
from .evaluation import Decision, Evaluation, FinalWork
from .follow_up import FollowUp
from .question import Question
from .release import Release
from .round import Form, Round, contact_of
from .stipend import PaymentRequest, StipendDecision, StipendLine, StipendMove

__all__ = [
    "Certificate",
    "CertificateIssue",
    "Decision",
    "Evaluation",
    "FinalWork",
    "FollowUp",
    "Form",
    "PaymentRequest",
    "Question",
    "Release",
    "Round",
    "StipendDecision",
    "StipendLine",
    "StipendMove",
    "contact_of",
]
