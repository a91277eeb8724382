from .appeal import AnswerForm, AppealForm, FlagForm
from .contribution import ContributionForm
from .draft import SECTION_FORMS
from .eligibility import FactForm, SelfCheckForm
from .offer import AcceptForm, ExtendForm, OfferForm
from .review import AssignForm, DeclineForm, FinalReviewForm, LiftForm, RecusalForm, ReviewForm

__all__ = [
    "SECTION_FORMS",
    "AcceptForm",
    "AnswerForm",
    "AppealForm",
    "AssignForm",
    "ContributionForm",
    "DeclineForm",
    "ExtendForm",
    "FactForm",
    "FinalReviewForm",
    "FlagForm",
    "LiftForm",
    "OfferForm",
    "RecusalForm",
    "ReviewForm",
    "SelfCheckForm",
]
