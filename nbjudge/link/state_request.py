"""Requests to a process that holds a notebook's state; each brings a socket for the answer."""

# A fork carries out the request, and after RUN holds the new state. If the process cannot be
# forked, it does so itself.
RUN, SERVE, RUN_ITSELF, SERVE_ITSELF = b"r", b"s", b"R", b"S"
FORKED = (RUN, SERVE)
