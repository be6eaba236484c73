"""Sources in the admin."""

from sources.admin import documents, watch

__all__ = ["documents", "watch"]
