from records.models.audit import AuditRow
from records.models.outbox import DeadLetter, OutboxRow
from records.models.user import User

__all__ = ["AuditRow", "DeadLetter", "OutboxRow", "User"]
