from .certificate import Certificate
from .evaluation import Decision, Evaluation, FinalWork
from .round import Question, Round

__all__ = ["Certificate", "Decision", "Evaluation", "FinalWork", "Question", "Round"]
