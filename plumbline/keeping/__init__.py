"""Public answers are kept after the first reader had them: in this process, in Redis, in PostgreSQL, in that order.

An answer is given from here only where it was true less than a second ago, or where its tag, asked for now, is still
the one it was drawn for. So nothing has to be told that something changed, and losing Redis loses nothing.
"""
