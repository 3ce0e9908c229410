"""Forms in house style, and the way from a form to an action."""

from kaohe.office.ui.forms.base import Form, ModelForm
from kaohe.office.ui.forms.fields import FigureField, RevisionField
from kaohe.office.ui.forms.problems import problems
from kaohe.office.ui.forms.submission import submit

__all__ = ["FigureField", "Form", "ModelForm", "RevisionField", "problems", "submit"]
