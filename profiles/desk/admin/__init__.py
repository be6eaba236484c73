"""The desk in Django's own admin: thin classes that call use cases."""

from profiles.desk.admin.claim import ClaimAdmin
from profiles.desk.admin.edition import AssessmentAdmin, EditionAdmin
from profiles.desk.admin.facet import FacetValueAdmin
from profiles.desk.admin.learning import ParameterSetAdmin, ReplyAdmin, VerdictAdmin
from profiles.desk.admin.profile import ProfileAdmin
from profiles.desk.admin.report import ErrorReportAdmin
from profiles.desk.admin.signal import SignalAdmin
from profiles.desk.admin.taxonomy import FacetTermAdmin

__all__ = [
    "AssessmentAdmin",
    "ClaimAdmin",
    "EditionAdmin",
    "ErrorReportAdmin",
    "FacetTermAdmin",
    "FacetValueAdmin",
    "ParameterSetAdmin",
    "ProfileAdmin",
    "ReplyAdmin",
    "SignalAdmin",
    "VerdictAdmin",
]
