"""Reading apart: what strangers wrote is parsed in child processes with a clock and a limit, never in our own."""
