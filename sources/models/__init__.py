from sources.models.discovery import Discovery
from sources.models.document import Document, DocumentVersion
from sources.models.origin import OriginEdge
from sources.models.publisher import Publisher, PublisherDomain, PublisherName
from sources.models.source import Source
from sources.models.story import Story
from sources.models.watch import HostDue, HostPace, HostRobots, Sighting, Watch

__all__ = [
    "Discovery",
    "Document",
    "DocumentVersion",
    "HostDue",
    "HostPace",
    "HostRobots",
    "OriginEdge",
    "Publisher",
    "PublisherDomain",
    "PublisherName",
    "Sighting",
    "Source",
    "Story",
    "Watch",
]
