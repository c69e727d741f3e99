"""What a process that waits in the state of a notebook is asked for, with a socket to answer on."""

# By a fork of it, which for RUN then waits itself; or, where it cannot be forked, by itself.
RUN, SERVE, RUN_ITSELF, SERVE_ITSELF = b"r", b"s", b"R", b"S"
FORKED = (RUN, SERVE)
