"""The desk's pages on briefings and members. Django looks for them here."""

from briefings.admin.application import ApplicationAdmin
from briefings.admin.briefing import BriefingAdmin
from briefings.admin.membership import MembershipAdmin
from briefings.admin.source_note import SourceNoteAdmin
from briefings.admin.tier import TierAdmin

__all__ = ["ApplicationAdmin", "BriefingAdmin", "MembershipAdmin", "SourceNoteAdmin", "TierAdmin"]
