"""Grading on other machines, through any `concurrent.futures.Executor`.

`pool` sends out submissions and enters what comes back; `far` is what an executor's worker calls;
`station` is a process there, in which submissions are judged by the same code as on one machine.
"""
