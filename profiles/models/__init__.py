from profiles.models.alias import Alias, AliasClass
from profiles.models.approval import Approval
from profiles.models.citation import Citation, Directness
from profiles.models.claim import Claim, ClaimKind, ClaimValue, DatePrecision
from profiles.models.dependency import Dependency, DependencyKind
from profiles.models.edition import Assessment, Edition, EditionKind, Status
from profiles.models.ending import Address, Ending, EndingKind
from profiles.models.image import Image
from profiles.models.listing import (
    MatterKind,
    NameSlip,
    PublishedMatter,
    PublishedName,
    PublishedPicture,
    PublishedProfile,
    PublishedSentence,
    PublishedSource,
    PublishedTerm,
    PublishedTie,
    TermCount,
)
from profiles.models.outlook import Horizon, Outcome, OutlookItem
from profiles.models.parameter_set import ParameterSet
from profiles.models.profile import Profile, ProfileState
from profiles.models.reading import AlsoRead, KeyPoint, Section, SectionKind, SectionPlace
from profiles.models.release import Hold, Release, ReleaseState
from profiles.models.removal import Removal
from profiles.models.reply import Reply
from profiles.models.report import ErrorReport, ReportState
from profiles.models.signal import Signal, SignalRole, SignalState
from profiles.models.taxonomy import SINGLE_VALUED, Facet, FacetTerm, FacetValue
from profiles.models.teaser import JoinWay, Teaser
from profiles.models.verdict import LessonRole, Unlearnt, Verdict, VerdictLesson
from profiles.models.verdict import Outcome as VerdictOutcome

__all__ = [
    "SINGLE_VALUED",
    "Address",
    "Alias",
    "AliasClass",
    "AlsoRead",
    "Approval",
    "Assessment",
    "Citation",
    "Claim",
    "ClaimKind",
    "ClaimValue",
    "DatePrecision",
    "Dependency",
    "DependencyKind",
    "Directness",
    "Edition",
    "EditionKind",
    "Ending",
    "EndingKind",
    "ErrorReport",
    "Facet",
    "FacetTerm",
    "FacetValue",
    "Hold",
    "Horizon",
    "Image",
    "JoinWay",
    "KeyPoint",
    "LessonRole",
    "MatterKind",
    "NameSlip",
    "Outcome",
    "OutlookItem",
    "ParameterSet",
    "Profile",
    "ProfileState",
    "PublishedMatter",
    "PublishedName",
    "PublishedPicture",
    "PublishedProfile",
    "PublishedSentence",
    "PublishedSource",
    "PublishedTerm",
    "PublishedTie",
    "Release",
    "ReleaseState",
    "Removal",
    "Reply",
    "ReportState",
    "Section",
    "SectionKind",
    "SectionPlace",
    "Signal",
    "SignalRole",
    "SignalState",
    "Status",
    "Teaser",
    "TermCount",
    "Unlearnt",
    "Verdict",
    "VerdictLesson",
    "VerdictOutcome",
]
