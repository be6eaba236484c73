"""PostgreSQL, Redis and a supervisor for a laptop. Plain Python: nothing here imports Django.

`supervisor.up()` runs everything (`make run`), `ensure.for_command()` serves the ordinary commands, and
`servers.Servers` the test harness.
"""
