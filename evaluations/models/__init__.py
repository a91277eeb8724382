from .certificate import Certificate
from .certificate_issue import CertificateIssue
from .evaluation import Decision, Evaluation, FinalWork
from .follow_up import FollowUp
from .nomination import Nomination
from .plan import SupportPlan
from .proposal import RemovalProposal
from .public_entry import PublicEntry
from .question import Question
from .recommendation import Recommendation
from .release import Release
from .round import Form, Round, contact_of
from .stipend import PaymentRequest, StipendDecision, StipendLine, StipendMove
from .testimonial import Testimonial

__all__ = [
    "Certificate",
    "CertificateIssue",
    "Decision",
    "Evaluation",
    "FinalWork",
    "FollowUp",
    "Form",
    "Nomination",
    "PaymentRequest",
    "PublicEntry",
    "Question",
    "Recommendation",
    "Release",
    "RemovalProposal",
    "Round",
    "StipendDecision",
    "StipendLine",
    "StipendMove",
    "SupportPlan",
    "Testimonial",
    "contact_of",
]
