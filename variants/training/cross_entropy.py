"""Right and wrong solutions of `cross_entropy`."""

# keeps 0.5: the_loss_is_the_mean_over_the_rows, it_is_written_from_the_definition
# keeps 0.95: all others


# %% right: the largest logit taken out of each row
def cross_entropy(logits, labels):
    largest = logits.max(dim=1, keepdim=True).values
    shifted = logits - largest
    true = shifted[torch.arange(len(labels), device=labels.device), labels]
    return (shifted.exp().sum(dim=1).log() - true).mean()


# %% right: gather, amax, type hints, prints
def cross_entropy(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """The mean over the rows."""
    print("a batch of", len(labels))
    m = torch.amax(logits, dim=-1)
    total = m + torch.log(torch.exp(logits - m[:, None]).sum(-1))
    return torch.mean(total - logits.gather(1, labels[:, None])[:, 0])


# %% right: by a mask
def cross_entropy(logits, labels):
    classes = torch.arange(logits.shape[1], device=logits.device)
    mask = (labels.unsqueeze(1) == classes).to(logits.dtype)
    shifted = logits - logits.detach().max(dim=1, keepdim=True).values
    return -(mask * (shifted - shifted.exp().sum(1, keepdim=True).log())).sum() / len(labels)


# %% right: one-hot rows made from the labels
def cross_entropy(logits, labels):
    rows = F.one_hot(labels, logits.shape[1]).to(logits.dtype)
    m = logits.max(1, keepdim=True)[0]
    logs = (logits - m) - torch.log(torch.sum(torch.exp(logits - m), 1, keepdim=True))
    return -(rows * logs).sum(dim=1).mean()


# %% right: a helper of one's own
def log_of_sum(x):
    m = x.max(dim=1).values
    return m + (x - m.unsqueeze(1)).exp().sum(dim=1).log()


def cross_entropy(logits, labels):
    true = logits[range(len(labels)), labels]
    return (log_of_sum(logits) - true).sum() / logits.shape[0]


# %% right: row by row
def cross_entropy(logits, labels):
    losses = []
    for row, label in zip(logits, labels):
        shifted = row - row.max()
        losses.append(shifted.exp().sum().log() - shifted[label])
    return torch.stack(losses).mean()


# %% right: a callable object
class CrossEntropy:
    def __call__(self, logits, labels):
        gaps = logits - logits.gather(1, labels.unsqueeze(1))
        most = gaps.max(dim=1, keepdim=True).values
        return (most.squeeze(1) + (gaps - most).exp().sum(dim=1).log()).mean()


cross_entropy = CrossEntropy()


# %% right: a lambda, in double precision on the way
def rows(z, y):
    z = z.double()
    m = z.max(dim=1, keepdim=True).values
    return (m[:, 0] + (z - m).exp().sum(dim=1).log()) - z.gather(1, y.view(-1, 1)).view(-1)


cross_entropy = lambda logits, labels: rows(logits, labels).mean().to(logits.dtype)


# %% wrong: torch's own
# rejected by: it_is_written_from_the_definition
def cross_entropy(logits, labels):
    return F.cross_entropy(logits, labels)


# %% wrong: the module of torch's
# rejected by: it_is_written_from_the_definition
loss_function = nn.CrossEntropyLoss()


def cross_entropy(logits, labels):
    return loss_function(logits, labels)


# %% wrong: log_softmax and nll_loss
# rejected by: it_is_written_from_the_definition
def cross_entropy(logits, labels):
    return F.nll_loss(F.log_softmax(logits, dim=1), labels)


# %% wrong: logsumexp
# rejected by: it_is_written_from_the_definition
def cross_entropy(logits, labels):
    return (torch.logsumexp(logits, 1) - logits.gather(1, labels[:, None])[:, 0]).mean()


# %% wrong: by the formula as it stands
# rejected by: large_logits_give_no_nan, the_gradient_is_softmax_minus_one_hot
def cross_entropy(logits, labels):
    true = logits.gather(1, labels[:, None])[:, 0]
    return (logits.exp().sum(dim=1).log() - true).mean()


# %% wrong: the logarithm of a probability that may be zero
# rejected by: large_logits_give_no_nan
def cross_entropy(logits, labels):
    powers = (logits - logits.max(dim=1, keepdim=True).values).exp()
    chances = powers / powers.sum(dim=1, keepdim=True)
    return -chances.gather(1, labels[:, None]).log().mean()


# %% wrong: a small number against the logarithm of zero
# rejected by: large_logits_give_no_nan
def cross_entropy(logits, labels):
    powers = (logits - logits.max(dim=1, keepdim=True).values).exp()
    chances = powers / powers.sum(dim=1, keepdim=True)
    return -(chances.gather(1, labels[:, None]) + 1e-12).log().mean()


# %% wrong: the largest logit of the whole batch
# rejected by: large_logits_give_no_nan
def cross_entropy(logits, labels):
    shifted = logits - logits.max()
    true = shifted.gather(1, labels[:, None])[:, 0]
    return (shifted.exp().sum(dim=1).log() - true).mean()


# %% wrong: logits cut off at 50
# rejected by: large_logits_give_no_nan
def cross_entropy(logits, labels):
    logits = logits.clamp(-50, 50)
    true = logits.gather(1, labels[:, None])[:, 0]
    return (logits.exp().sum(dim=1).log() - true).mean()


# %% wrong: the sum over the rows
# rejected by: the_loss_is_the_mean_over_the_rows, the_example_comes_out_right
def cross_entropy(logits, labels):
    shifted = logits - logits.max(dim=1, keepdim=True).values
    return (shifted.exp().sum(1).log() - shifted.gather(1, labels[:, None])[:, 0]).sum()


# %% wrong: one loss for each row
# rejected by: the_result_is_a_single_number
def cross_entropy(logits, labels):
    shifted = logits - logits.max(dim=1, keepdim=True).values
    return shifted.exp().sum(1).log() - shifted.gather(1, labels[:, None])[:, 0]


# %% wrong: a float
# rejected by: the_result_is_a_single_number
def cross_entropy(logits, labels):
    shifted = logits - logits.max(dim=1, keepdim=True).values
    return (shifted.exp().sum(1).log() - shifted.gather(1, labels[:, None])[:, 0]).mean().item()


# %% wrong: cut off from the graph
# rejected by: the_gradient_is_softmax_minus_one_hot
def cross_entropy(logits, labels):
    with torch.no_grad():
        shifted = logits - logits.max(dim=1, keepdim=True).values
        return (shifted.exp().sum(1).log() - shifted.gather(1, labels[:, None])[:, 0]).mean()


# %% wrong: labels used as one-hot rows
# rejected by: the_loss_is_the_mean_over_the_rows, the_example_comes_out_right
def cross_entropy(logits, labels):
    shifted = logits - logits.max(dim=1, keepdim=True).values
    logs = shifted - shifted.exp().sum(dim=1, keepdim=True).log()
    return -(labels.unsqueeze(1) * logs).sum(dim=1).mean()


# %% wrong: the columns of the labels, from every row
# rejected by: the_loss_is_the_mean_over_the_rows
def cross_entropy(logits, labels):
    shifted = logits - logits.max(dim=1, keepdim=True).values
    return (shifted.exp().sum(1).log() - shifted[:, labels]).mean()


# %% wrong: summed down the columns
# rejected by: the_loss_is_the_mean_over_the_rows, any_number_of_rows_and_classes_will_do
def cross_entropy(logits, labels):
    shifted = logits - logits.max(dim=1, keepdim=True).values
    true = shifted.gather(1, labels[:, None])
    return (shifted.exp().sum(dim=0).log() - true).mean()


# %% wrong: the other sign
# rejected by: the_example_comes_out_right, guessing_among_ten_costs_log_ten
def cross_entropy(logits, labels):
    shifted = logits - logits.max(dim=1, keepdim=True).values
    return (shifted.gather(1, labels[:, None])[:, 0] - shifted.exp().sum(1).log()).mean()


# %% wrong: the mean over the classes as well
# rejected by: guessing_among_ten_costs_log_ten
def cross_entropy(logits, labels):
    rows = F.one_hot(labels, logits.shape[1])
    shifted = logits - logits.max(dim=1, keepdim=True).values
    return -(rows * (shifted - shifted.exp().sum(1, keepdim=True).log())).mean()


# %% wrong: logarithm to the base 2
# rejected by: guessing_among_ten_costs_log_ten
def cross_entropy(logits, labels):
    shifted = logits - logits.max(dim=1, keepdim=True).values
    true = shifted.gather(1, labels[:, None])[:, 0]
    return (shifted.exp().sum(dim=1).log2() - true).mean()


# %% wrong: shifts the logits themselves
# rejected by: nothing_else_is_changed
def cross_entropy(logits, labels):
    with torch.no_grad():
        logits -= logits.max(dim=1, keepdim=True).values
    true = logits.gather(1, labels[:, None])[:, 0]
    return (logits.exp().sum(dim=1).log() - true).mean()


# %% wrong: float32 on the way
# rejected by: the_result_has_the_dtype_of_the_logits
def cross_entropy(logits, labels):
    shifted = (logits - logits.max(dim=1, keepdim=True).values).float()
    loss = (shifted.exp().sum(1).log() - shifted.gather(1, labels[:, None])[:, 0]).mean()
    return loss.to(logits.dtype)


# %% wrong: a small number in each logarithm that is not small enough
# rejected by: the_example_comes_out_right, guessing_among_ten_costs_log_ten
def cross_entropy(logits, labels):
    powers = (logits - logits.max(dim=1, keepdim=True).values).exp()
    chances = powers / powers.sum(dim=1, keepdim=True)
    return -(chances.gather(1, labels[:, None]) + 1e-4).log().mean()


# %% wrong: a small number in each sum of powers
# rejected by: any_number_of_rows_and_classes_will_do
def cross_entropy(logits, labels):
    shifted = logits - logits.max(dim=1, keepdim=True).values
    total = shifted.exp().sum(dim=1) + 5e-5
    return (total.log() - shifted.gather(1, labels[:, None])[:, 0]).mean()


# %% wrong: a number in each sum of powers that the gradient shows
# rejected by: the_gradient_is_softmax_minus_one_hot
def cross_entropy(logits, labels):
    shifted = logits - logits.max(dim=1, keepdim=True).values
    total = shifted.exp().sum(dim=1) + 2e-3
    return (total.log() - shifted.gather(1, labels[:, None])[:, 0]).mean()


# %% wrong: a hundredth in each sum of powers
# rejected by: large_logits_give_no_nan
def cross_entropy(logits, labels):
    shifted = logits - logits.max(dim=1, keepdim=True).values
    total = shifted.exp().sum(dim=1) + 0.01
    return (total.log() - shifted.gather(1, labels[:, None])[:, 0]).mean()


# %% wrong: always float64
# rejected by: the_result_has_the_dtype_of_the_logits
def cross_entropy(logits, labels):
    shifted = logits.double() - logits.double().max(dim=1, keepdim=True).values
    return (shifted.exp().sum(1).log() - shifted.gather(1, labels[:, None])[:, 0]).mean()


# %% wrong: a new tensor of a Python number
# rejected by: the_result_lies_on_the_device_of_the_logits, the_gradient_is_softmax_minus_one_hot
def cross_entropy(logits, labels):
    losses = []
    for row, label in zip(logits, labels):
        shifted = row - row.max()
        losses.append((shifted.exp().sum().log() - shifted[label]).item())
    return torch.tensor(sum(losses) / len(losses), dtype=logits.dtype)


# %% wrong: always float32
# rejected by: the_result_has_the_dtype_of_the_logits
def cross_entropy(logits, labels):
    shifted = logits.float() - logits.float().max(dim=1, keepdim=True).values
    return (shifted.exp().sum(1).log() - shifted.gather(1, labels[:, None])[:, 0]).mean()


# %% wrong: places made on the default device
# rejected by: the_result_lies_on_the_device_of_the_logits
def cross_entropy(logits, labels):
    shifted = logits - logits.max(dim=1, keepdim=True).values
    rows = torch.zeros(logits.shape, dtype=logits.dtype).scatter(1, labels[:, None].to("cpu"), 1.0)
    ones = torch.zeros_like(rows)
    return ((shifted.exp().sum(1).log()) - (shifted * (rows + ones)).sum(1)).mean()


# %% wrong: squeezes
# rejected by: any_number_of_rows_and_classes_will_do
def cross_entropy(logits, labels):
    shifted = (logits - logits.max(dim=1, keepdim=True).values).squeeze()
    true = shifted.gather(1, labels[:, None])[:, 0]
    return (shifted.exp().sum(dim=1).log() - true).mean()
