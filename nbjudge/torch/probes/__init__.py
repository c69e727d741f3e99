"""Probes: functions that checks call by name in the student's process (`table` lists them).

Probes run in the same process as the student's code, so they hold no secrets and decide nothing:
they look, and give back data. Only the checks, in the judge, give verdicts.
"""
