"""From the bytes of a file to what it says, who said it, and what it goes back to.

Pure: no framework, no database, no network. Every judgement gives its evidence and its reasons.
"""
