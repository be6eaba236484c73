"""What is done by the clock, each line with its reason. Seconds."""

from __future__ import annotations

from typing import Any

# A message that no worker took is of no use for ever, and must not fill Redis. But its end is written by beat's clock
# and read by the worker's: one that is two hours ahead would never take a message that ends sooner.
LONG_GONE = 3 * 3600.0

BEAT: dict[str, dict[str, Any]] = {
    # What a lost wake-up left behind is found within a minute.
    "sweep-outbox": {"task": "plumbline.wake", "schedule": 60.0},
    # One host may be asked every 5 s; a tick as long would just miss every second turn.
    "visit-due-sources": {"task": "sources.refresh_due", "schedule": 3.0, "options": {"expires": LONG_GONE}},
    # An editor watches this grow: each step waits for its host's five seconds, not for us.
    "look-around": {"task": "sources.look_around", "schedule": 3.0, "options": {"expires": LONG_GONE}},
    # A briefing whose hour has come is shown on the pages of its profiles within a minute.
    "show-due-briefings": {"task": "briefings.show_due", "schedule": 60.0},
    # Who logged in and never out leaves a row, and what is known of the device: neither is kept for nothing.
    "forget-ended-sessions": {
        "task": "briefings.forget_ended_sessions",
        "schedule": 86_400.0,
        "options": {"expires": LONG_GONE},
    },
    # Who publishes at a moment is there at the second: each tick sends a worker to the moments of the next 90 s.
    "release-due": {"task": "profiles.look_ahead", "schedule": 60.0},
    # A score whose day has come falls within a minute of midnight.
    "look-at-due": {"task": "profiles.look_at_due", "schedule": 60.0},
    # What publishing adds to the ledger of counts is summed up on each reading until it is folded.
    "fold-counts": {"task": "profiles.fold_counts", "schedule": 300.0, "options": {"expires": LONG_GONE}},
    # They find nothing; a day later they are not kept either.
    "forget-words": {"task": "profiles.forget_words", "schedule": 86_400.0, "options": {"expires": LONG_GONE}},
    # Crawlers read everything once; what they made us draw must not fill the disk.
    "make-room-for-answers": {
        "task": "plumbline.make_room_for_answers",
        "schedule": 3600.0,
        "options": {"expires": LONG_GONE},
    },
    # What was given up a day ago is tried once more: something else may have killed its workers.
    "try-again": {"task": "sources.try_again", "schedule": 3600.0, "options": {"expires": LONG_GONE}},
    # Fetched bytes go on the day on which they have been kept for as long as their source wants.
    "drop-old-bytes": {"task": "sources.drop_old_bytes", "schedule": 3600.0, "options": {"expires": LONG_GONE}},
    # Nobody waits for an erasure by the second; an order that a worker left behind is taken up again.
    "carry-out-erasures": {"task": "plumbline.carry_out_erasures", "schedule": 30.0, "options": {"expires": LONG_GONE}},
}
