from sources.models.document import Document, DocumentVersion
from sources.models.origin import OriginEdge
from sources.models.publisher import Publisher, PublisherDomain, PublisherName
from sources.models.source import Source
from sources.models.story import Story

__all__ = [
    "Document",
    "DocumentVersion",
    "OriginEdge",
    "Publisher",
    "PublisherDomain",
    "PublisherName",
    "Source",
    "Story",
]
