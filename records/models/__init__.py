from records.models.audit import AuditRow
from records.models.erasure import Erasure, ErasureKind, ErasureState, RefusedReturn
from records.models.outbox import DeadLetter, OutboxRow
from records.models.page import StoredPage
from records.models.user import User

__all__ = [
    "AuditRow",
    "DeadLetter",
    "Erasure",
    "ErasureKind",
    "ErasureState",
    "OutboxRow",
    "RefusedReturn",
    "StoredPage",
    "User",
]
