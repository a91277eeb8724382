from .draft import SECTION_FORMS
from .eligibility import FactForm, SelfCheckForm
from .offer import AcceptForm, ExtendForm, OfferForm
from .review import AssignForm, DeclineForm, RecusalForm, ReviewForm

__all__ = [
    "SECTION_FORMS",
    "AcceptForm",
    "AssignForm",
    "DeclineForm",
    "ExtendForm",
    "FactForm",
    "OfferForm",
    "RecusalForm",
    "ReviewForm",
    "SelfCheckForm",
]
