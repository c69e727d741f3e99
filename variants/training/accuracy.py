"""Right and wrong solutions of `accuracy`."""

# keeps 0.5: the_share_of_right_rows_is_counted
# keeps 0.95: all others


# %% right: counts where argmax is the label
def accuracy(logits, labels):
    right = logits.argmax(dim=1) == labels
    return right.sum().item() / len(labels)


# %% right: the mean of floats, type hints, prints
def accuracy(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """The share of right rows."""
    print(logits.shape)
    return (torch.argmax(logits, dim=-1) == labels).float().mean().item()


# %% right: the indices of max
def accuracy(logits, labels):
    _, guesses = logits.detach().max(dim=1)
    return float(torch.eq(guesses, labels).double().mean())


# %% right: row by row
def accuracy(logits, labels):
    right = 0
    for row, label in zip(logits, labels):
        right += int(row.argmax()) == int(label)
    return right / len(labels)


# %% right: in lists
def accuracy(logits, labels):
    rows, truth = logits.tolist(), labels.tolist()
    return sum(row.index(max(row)) == label for row, label in zip(rows, truth)) / len(truth)


# %% right: a lambda
accuracy = lambda z, y: 1 - (z.argmax(1) != y).sum().item() / y.shape[0]


# %% right: a callable object
class Accuracy:
    def __call__(self, logits, labels):
        with torch.no_grad():
            hits = (logits.argmax(dim=1) - labels) == 0
        return hits.count_nonzero().item() / hits.numel()


accuracy = Accuracy()


# %% right: the first place of the largest, by a mask
def accuracy(logits, labels):
    largest = logits == logits.max(dim=1, keepdim=True).values
    first = largest & (largest.cumsum(dim=1) == 1)
    right = first.gather(1, labels.unsqueeze(1))
    return right.sum().item() / right.numel()


# %% wrong: a tensor
# rejected by: the_result_is_a_float
def accuracy(logits, labels):
    return (logits.argmax(dim=1) == labels).float().mean()


# %% wrong: the number of right rows
# rejected by: the_result_is_a_float, the_example_comes_out_right
def accuracy(logits, labels):
    return (logits.argmax(dim=1) == labels).sum().item()


# %% wrong: per cent
# rejected by: the_result_is_a_float
def accuracy(logits, labels):
    return 100 * (logits.argmax(dim=1) == labels).sum().item() / len(labels)


# %% wrong: the share of wrong rows
# rejected by: the_example_comes_out_right, all_right_is_one_and_all_wrong_is_zero
def accuracy(logits, labels):
    return (logits.argmax(dim=1) != labels).sum().item() / len(labels)


# %% wrong: argmax down the columns
# rejected by: the_share_of_right_rows_is_counted, a_square_table_is_read_along_its_rows
def accuracy(logits, labels):
    return (logits.argmax(dim=0) == labels).sum().item() / len(labels)


# %% wrong: the smallest logit
# rejected by: the_share_of_right_rows_is_counted
def accuracy(logits, labels):
    return (logits.argmin(dim=1) == labels).sum().item() / len(labels)


# %% wrong: each of several largest counts
# rejected by: of_equal_logits_the_first_counts
def accuracy(logits, labels):
    true = logits.gather(1, labels[:, None])[:, 0]
    return (true == logits.max(dim=1).values).sum().item() / len(labels)


# %% wrong: the last of several largest counts
# rejected by: of_equal_logits_the_first_counts, the_example_comes_out_right
def accuracy(logits, labels):
    last = logits.shape[1] - 1 - logits.flip(1).argmax(dim=1)
    return (last == labels).sum().item() / len(labels)


# %% wrong: no answer where several are the largest
# rejected by: of_equal_logits_the_first_counts
def accuracy(logits, labels):
    two = logits.max(dim=1, keepdim=True).values == logits
    sure = two.sum(dim=1) == 1
    return ((logits.argmax(dim=1) == labels) & sure).sum().item() / len(labels)


# %% wrong: divided by the number of classes
# rejected by: the_share_of_right_rows_is_counted
def accuracy(logits, labels):
    return (logits.argmax(dim=1) == labels).sum().item() / logits.shape[1]


# %% wrong: divided by all numbers
# rejected by: the_share_of_right_rows_is_counted
def accuracy(logits, labels):
    return (logits.argmax(dim=1) == labels).sum().item() / logits.numel()


# %% wrong: divided by 64
# rejected by: the_share_of_right_rows_is_counted
def accuracy(logits, labels):
    return (logits.argmax(dim=1) == labels).sum().item() / 64


# %% wrong: whole numbers
# rejected by: the_result_is_a_float
def accuracy(logits, labels):
    return (logits.argmax(dim=1) == labels).sum().item() // len(labels)


# %% wrong: rounded
# rejected by: the_share_of_right_rows_is_counted
def accuracy(logits, labels):
    return round((logits.argmax(dim=1) == labels).sum().item() / len(labels), 2)


# %% wrong: the largest logit is compared with the label
# rejected by: the_share_of_right_rows_is_counted
def accuracy(logits, labels):
    return (logits.max(dim=1).values == labels).sum().item() / len(labels)


# %% wrong: labels used as one-hot rows
# rejected by: the_share_of_right_rows_is_counted
def accuracy(logits, labels):
    return (logits.argmax(dim=1) == labels.unsqueeze(1)).float().mean().item()


# %% wrong: a positive logit at the label counts
# rejected by: the_share_of_right_rows_is_counted
def accuracy(logits, labels):
    return (logits.gather(1, labels[:, None]) > 0).float().mean().item()


# %% wrong: logits rounded to float32
# rejected by: any_logits_will_do
def accuracy(logits, labels):
    return (logits.float().argmax(dim=1) == labels).sum().item() / len(labels)


# %% wrong: probabilities, which overflow
# rejected by: any_logits_will_do
def accuracy(logits, labels):
    powers = logits.exp()
    chances = powers / powers.sum(dim=1, keepdim=True)
    return (chances.argmax(dim=1) == labels).sum().item() / len(labels)


# %% wrong: by numpy, which knows no gradient
# rejected by: any_logits_will_do
def accuracy(logits, labels):
    return float((logits.numpy().argmax(axis=1) == labels.numpy()).mean())


# %% wrong: rounded to five decimals
# rejected by: the_example_comes_out_right, the_share_of_right_rows_is_counted
def accuracy(logits, labels):
    return round((logits.argmax(dim=1) == labels).sum().item() / len(labels), 5)


# %% wrong: an answer counts if it is the label of any row
# rejected by: all_right_is_one_and_all_wrong_is_zero
def accuracy(logits, labels):
    return torch.isin(logits.argmax(dim=1), labels).double().mean().item()


# %% wrong: the search for the largest begins at zero
# rejected by: any_logits_will_do
def accuracy(logits, labels):
    right = 0
    for row, label in zip(logits.tolist(), labels.tolist()):
        place, largest = 0, 0.0
        for i, value in enumerate(row):
            if value > largest:
                place, largest = i, value
        right += place == label
    return right / len(labels)


# %% wrong: a small number against dividing by zero
# rejected by: logits_may_lie_on_any_device, all_right_is_one_and_all_wrong_is_zero
def accuracy(logits, labels):
    return (logits.argmax(dim=1) == labels).sum().item() / (len(labels) + 2e-4)


# %% wrong: squeezes
# rejected by: a_batch_may_be_a_single_row
def accuracy(logits, labels):
    return (logits.squeeze().argmax(dim=1) == labels).sum().item() / len(labels)


# %% wrong: places on the default device
# rejected by: logits_may_lie_on_any_device
def accuracy(logits, labels):
    places = torch.arange(logits.shape[1])
    largest = logits == logits.max(dim=1, keepdim=True).values
    guesses = torch.where(largest, places, logits.shape[1]).min(dim=1).values
    return (guesses == labels).sum().item() / len(labels)


# %% wrong: sorts the logits themselves
# rejected by: nothing_else_is_changed
def accuracy(logits, labels):
    guesses = logits.argmax(dim=1)
    logits.copy_(logits.sort(dim=1).values)
    return (guesses == labels).sum().item() / len(labels)


# %% wrong: probabilities, which are equal where logits differ little
# rejected by: any_logits_will_do
def accuracy(logits, labels):
    return (logits.softmax(dim=1).argmax(dim=1) == labels).sum().item() / len(labels)


# %% wrong: logits cut off where there seem to be none
# rejected by: any_logits_will_do
def accuracy(logits, labels):
    guesses = logits.clamp(-500, 500).argmax(dim=1)
    return (guesses == labels).sum().item() / len(labels)
