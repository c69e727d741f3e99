"""What training tells of its epochs, as the judge reads it."""

from nbjudge.checks import CheckFailure, show


def pairs(reports: object) -> list[tuple[int, float]]:
    """What `after_epoch` was given, as pairs of an epoch and its loss. Fails for anything else."""
    if type(reports) is not list or not all(type(r) is tuple and len(r) == 2 for r in reports):
        reports = []
    if not reports:
        raise CheckFailure("`after_epoch` was not called with an epoch and its loss")
    if any((type(epoch), type(loss)) != (int, float) for epoch, loss in reports):
        message = "`after_epoch` is to be given an epoch, an int, and its loss, a float"
        raise CheckFailure(message, show(reports[0]), kind="wrong type")
    return reports
