"""Where Django looks for an application's admin; it lives in profiles.desk.admin."""

from profiles.desk.admin import (
    AssessmentAdmin,
    ClaimAdmin,
    EditionAdmin,
    FacetTermAdmin,
    FacetValueAdmin,
    ProfileAdmin,
    SignalAdmin,
)

__all__ = [
    "AssessmentAdmin",
    "ClaimAdmin",
    "EditionAdmin",
    "FacetTermAdmin",
    "FacetValueAdmin",
    "ProfileAdmin",
    "SignalAdmin",
]
