from briefings.models.application import Application, ApplicationState
from briefings.models.briefing import Briefing, BriefingProfile
from briefings.models.membership import Membership
from briefings.models.source_note import SourceNote
from briefings.models.tier import Tier

__all__ = [
    "Application",
    "ApplicationState",
    "Briefing",
    "BriefingProfile",
    "Membership",
    "SourceNote",
    "Tier",
]
