"""Right and wrong solutions of `softmax`."""

# keeps 0.5: the_formula_is_right, it_is_written_from_the_definition
# keeps 0.85: large_scores_give_no_nan, rows_of_very_different_scores_do_not_disturb_each_other
# keeps 0.95: all others


# %% right: subtracts the row's maximum
def softmax(x):
    powers = torch.exp(x - x.amax(dim=1, keepdim=True))
    return powers / powers.sum(dim=1, keepdim=True)


# %% right: with type hints and max's values
def softmax(x: torch.Tensor) -> torch.Tensor:
    """The probabilities of each row, as torch.softmax would give them."""
    largest, _ = torch.max(x, dim=-1, keepdim=True)
    e = (x - largest).exp()
    print("sums", e.sum(-1))
    return e.div(e.sum(-1, keepdim=True))


# %% right: a loop over the rows with a helper
def softmax_of_a_row(row):
    powers = torch.exp(row - row.max())
    return powers / powers.sum()


def softmax(x):
    return torch.stack([softmax_of_a_row(row) for row in x])


# %% right: a lambda
softmax = lambda x: (lambda e: e / e.sum(1, keepdim=True))(torch.exp(x - x.max(1)[0].unsqueeze(1)))


# %% right: all differences of a row's scores
def softmax(x):
    differences = x.unsqueeze(1) - x.unsqueeze(2)
    return 1 / torch.exp(differences).sum(dim=2)


# %% right: by a logarithm of the sum, after the maximum is gone
def softmax(x):
    z = x - x.max(dim=1, keepdim=True).values
    return torch.exp(z - torch.log(torch.exp(z).sum(dim=1, keepdim=True)))


# %% right: by a logarithm of the sum, with the maximum in it
def softmax(x):
    m = x.max(dim=1, keepdim=True).values
    return torch.exp(x - (m + torch.log(torch.exp(x - m).sum(dim=1, keepdim=True))))


# %% right: a callable object that has a method named softmax
class Softmax:
    def softmax(self, x):
        e = torch.exp(x - x.amax(1, keepdim=True))
        return e / e.sum(1, keepdim=True)

    def __call__(self, x):
        return self.softmax(x)


softmax = Softmax()


# %% right: a module, with powers of e
import math


class Probabilities(nn.Module):
    def forward(self, x):
        e = torch.pow(math.e, x - x.max(dim=1, keepdim=True)[0])
        return e / e.sum(dim=1).view(-1, 1)


softmax = Probabilities()


# %% right: transposed twice
def softmax(x):
    e = torch.exp(x.T - x.max(dim=1).values)
    return (e / e.sum(dim=0)).T


# %% right: in double precision, and back
def softmax(x):
    y = x.double() - x.double().max(dim=1, keepdim=True).values
    e = torch.exp(y)
    return (e / e.sum(dim=1, keepdim=True)).to(x.dtype)


# %% right: fills a table like the input, number by number
def softmax(x):
    result = torch.empty_like(x)
    for i in range(x.shape[0]):
        total = torch.zeros((), dtype=x.dtype, device=x.device)
        highest = x[i].max()
        for value in x[i]:
            total = total + torch.exp(value - highest)
        result[i] = torch.exp(x[i] - highest) / total
    return result


# %% right: sums by a product with ones, made on the right device
def softmax(x):
    with torch.no_grad():
        e = torch.exp(x - x.amax(dim=1, keepdim=True))
        ones = torch.ones(x.shape[1], 1, dtype=x.dtype, device=x.device)
        return e / (e @ ones)


# %% right: compares itself with torch's own outside the function
def softmax(x):
    e = torch.exp(x - torch.amax(x, 1, True))
    return e / torch.sum(e, 1, True)


assert torch.allclose(softmax(output), torch.softmax(output, dim=1), atol=1e-5)


# %% right: in place on a copy of its own
def softmax(x):
    x = x.clone()
    x -= x.max(dim=1, keepdim=True).values
    x.exp_()
    x /= x.sum(dim=1, keepdim=True)
    return x


# %% wrong: sums down the columns
# rejected by: every_row_sums_to_one, a_square_table_is_summed_along_its_rows
def softmax(x):
    e = torch.exp(x - x.amax(dim=0, keepdim=True))
    return e / e.sum(dim=0, keepdim=True)


# %% wrong: one sum for the whole table
# rejected by: every_row_sums_to_one, the_formula_is_right
def softmax(x):
    e = torch.exp(x - x.amax(dim=1, keepdim=True))
    return e / e.sum()


# %% wrong: the plain formula
# rejected by: large_scores_give_no_nan, rows_of_very_different_scores_do_not_disturb_each_other
def softmax(x):
    e = torch.exp(x)
    return e / e.sum(dim=1, keepdim=True)


# %% wrong: one maximum for the whole table
# rejected by: rows_of_very_different_scores_do_not_disturb_each_other
def softmax(x):
    e = torch.exp(x - x.max())
    return e / e.sum(dim=1, keepdim=True)


# %% wrong: the sums without keepdim, which fits square tables only
# rejected by: a_square_table_is_summed_along_its_rows, the_shape_is_kept
def softmax(x):
    e = torch.exp(x - x.amax(dim=1, keepdim=True))
    return e / e.sum(dim=1)


# %% wrong: divides square tables the wrong way
# rejected by: a_square_table_is_summed_along_its_rows
def softmax(x):
    e = torch.exp(x - x.amax(dim=1, keepdim=True))
    sums = e.sum(dim=1)
    return e / (sums if len(sums) == x.shape[1] else sums[:, None])


# %% wrong: torch's own
# rejected by: it_is_written_from_the_definition
def softmax(x):
    return torch.softmax(x, dim=1)


# %% wrong: torch's own under an alias
# rejected by: it_is_written_from_the_definition
from torch.nn.functional import softmax as probabilities_of


def softmax(x):
    return probabilities_of(x, 1)


# %% wrong: torch's own module, bound to the name
# rejected by: it_is_written_from_the_definition
softmax = nn.Softmax(dim=1)


# %% wrong: by way of log_softmax
# rejected by: it_is_written_from_the_definition
def softmax(x):
    return torch.exp(F.log_softmax(x, dim=-1))


# %% wrong: by way of logsumexp
# rejected by: it_is_written_from_the_definition
def softmax(x):
    return torch.exp(x - torch.logsumexp(x, dim=1, keepdim=True))


# %% wrong: the tensor's method, fetched by a name put together
# rejected by: it_is_written_from_the_definition
def softmax(x):
    return getattr(x, "soft" + "max")(1)


# %% wrong: softmax of the negative
# rejected by: it_is_written_from_the_definition
def softmax(x):
    return F.softmin(-x, dim=1)


# %% wrong: from a distribution
# rejected by: it_is_written_from_the_definition
def softmax(x):
    return torch.distributions.Categorical(logits=x).probs


# %% wrong: cuts large scores off
# rejected by: large_scores_give_no_nan
def softmax(x):
    e = torch.exp(x.clamp(-80, 80))
    return e / e.sum(dim=1, keepdim=True)


# %% wrong: replaces NaN by 0
# rejected by: large_scores_give_no_nan
def softmax(x):
    e = torch.exp(x)
    return torch.nan_to_num(e / e.sum(dim=1, keepdim=True))


# %% wrong: subtracts the mean, not the maximum
# rejected by: large_scores_give_no_nan
def softmax(x):
    e = torch.exp(x - x.mean(dim=1, keepdim=True))
    return e / e.sum(dim=1, keepdim=True)


# %% wrong: shifts by the columns' maxima
# rejected by: the_formula_is_right
def softmax(x):
    e = torch.exp(x - x.amax(dim=0, keepdim=True))
    return e / e.sum(dim=1, keepdim=True)


# %% wrong: sigmoids, scaled to sum to 1
# rejected by: a_number_added_to_a_row_changes_nothing, the_formula_is_right
def softmax(x):
    s = torch.sigmoid(x)
    return s / s.sum(dim=1, keepdim=True)


# %% wrong: powers of 2
# rejected by: the_formula_is_right, the_example_comes_out_right
def softmax(x):
    e = 2 ** (x - x.amax(dim=1, keepdim=True))
    return e / e.sum(dim=1, keepdim=True)


# %% wrong: forgets to divide
# rejected by: every_row_sums_to_one
def softmax(x):
    return torch.exp(x - x.amax(dim=1, keepdim=True))


# %% wrong: gives the logarithms
# rejected by: the_formula_is_right
def softmax(x):
    z = x - x.amax(dim=1, keepdim=True)
    return z - torch.log(torch.exp(z).sum(dim=1, keepdim=True))


# %% wrong: ten classes and 64 rows built in
# rejected by: any_number_of_rows_and_classes_will_do
def softmax(x):
    e = torch.exp(x - x.amax(dim=1, keepdim=True))
    return e / e.sum(dim=1).view(64, 1)


# %% wrong: squeezes a single row
# rejected by: any_number_of_rows_and_classes_will_do
def softmax(x):
    e = torch.exp(x - x.amax(dim=1, keepdim=True))
    return (e / e.sum(dim=1, keepdim=True)).squeeze()


# %% wrong: changes its input
# rejected by: nothing_else_is_changed
def softmax(x):
    x -= x.amax(dim=1, keepdim=True)
    e = torch.exp(x)
    return e / e.sum(dim=1, keepdim=True)


# %% wrong: all in place
# rejected by: nothing_else_is_changed
def softmax(x):
    x.sub_(x.amax(dim=1, keepdim=True)).exp_()
    return x.div_(x.sum(dim=1, keepdim=True))


# %% wrong: always float32
# rejected by: the_result_has_the_dtype_of_the_input
def softmax(x):
    e = torch.exp((x - x.amax(dim=1, keepdim=True)).float())
    return e / e.sum(dim=1, keepdim=True)


# %% wrong: ones on the default device
# rejected by: the_result_lies_on_the_device_of_the_input
def softmax(x):
    e = torch.exp(x - x.amax(dim=1, keepdim=True))
    return e / (e @ torch.ones(x.shape[1], 1, dtype=x.dtype))


# %% wrong: by numpy, which knows no other device
# rejected by: the_result_lies_on_the_device_of_the_input
import numpy as np


def softmax(x):
    e = np.exp(x.numpy() - x.numpy().max(axis=1, keepdims=True))
    return torch.from_numpy(e / e.sum(axis=1, keepdims=True))


# %% wrong: sets the seed
# rejected by: nothing_else_is_changed
def softmax(x):
    torch.manual_seed(1)
    e = torch.exp(x - x.amax(dim=1, keepdim=True))
    return e / e.sum(dim=1, keepdim=True)


# %% wrong: softmax twice
# rejected by: the_formula_is_right
def once(x):
    e = torch.exp(x - x.amax(dim=1, keepdim=True))
    return e / e.sum(dim=1, keepdim=True)


def softmax(x):
    return once(once(x))


# %% wrong: adds 1 to the sum
# rejected by: every_row_sums_to_one
def softmax(x):
    e = torch.exp(x)
    return e / (1 + e.sum(dim=1, keepdim=True))


# %% wrong: returns a list
# rejected by: the_shape_is_kept
def softmax(x):
    e = torch.exp(x - x.amax(dim=1, keepdim=True))
    return (e / e.sum(dim=1, keepdim=True)).tolist()


# %% right: namedtuple of functions with a field softmax
from collections import namedtuple

Tools = namedtuple("Tools", "shift softmax")
tools = Tools(
    lambda x: x - x.amax(1, keepdim=True), lambda z: z.exp() / z.exp().sum(1, keepdim=True)
)


def softmax(x):
    return tools.softmax(tools.shift(x))


# %% wrong: float64 alias, divided in place
# rejected by: nothing_else_is_changed
def softmax(x):
    y = x.double()
    y -= y.max(dim=1, keepdim=True).values
    y = torch.exp(y)
    y /= y.sum(dim=1, keepdim=True)
    return y.to(x.dtype)


# %% wrong: SoftmaxTransform
# rejected by: it_is_written_from_the_definition
from torch.distributions.transforms import SoftmaxTransform

softmax = SoftmaxTransform()


# %% wrong: from_numpy ones not moved
# rejected by: the_result_lies_on_the_device_of_the_input
import numpy as np


def softmax(x):
    ones = torch.from_numpy(np.ones((x.shape[1], 1))).to(x.dtype)
    e = torch.exp(x - x.amax(1, keepdim=True))
    return e / (e @ ones)


# %% right: einsum for the sums
def softmax(x):
    e = torch.exp(x - x.amax(1, keepdim=True))
    return e / torch.einsum("nk->n", e)[:, None]


# %% right: vmap of a row's softmax
def softmax(x):
    def of_a_row(row):
        e = torch.exp(row - torch.amax(row, 0))
        return e / torch.sum(e, 0)

    return torch.vmap(of_a_row)(x)


# %% right: normalised by torch.nn.functional
def softmax(x):
    return F.normalize(torch.exp(x - x.amax(1, keepdim=True)), p=1, dim=1)


# %% right: numpy for the arithmetic
import numpy as np


def softmax(x):
    values = x.detach().cpu().numpy()
    e = np.exp(values - values.max(axis=1, keepdims=True))
    return torch.from_numpy(e / e.sum(axis=1, keepdims=True)).to(x)


# %% right: math.exp, row by row
import math


def softmax(x):
    rows = []
    for row in x.tolist():
        powers = [math.exp(value - max(row)) for value in row]
        rows.append([power / math.fsum(powers) for power in powers])
    return torch.tensor(rows, dtype=x.dtype, device=x.device).reshape(x.shape)


# %% right: the largest by sorting
def softmax(x):
    largest = x.sort(dim=1, descending=True).values[:, :1]
    e = (x - largest).exp_()
    return e.div_(e.cumsum(1)[:, -1:])


# %% right: scatter_add for the sums
def softmax(x):
    e = torch.exp(x - x.max(1, keepdim=True).values)
    place = torch.arange(len(x), device=x.device).repeat_interleave(x.shape[1])
    sums = torch.zeros(len(x), dtype=x.dtype, device=x.device).scatter_add(0, place, e.flatten())
    return e / sums.unsqueeze(1)


# %% right: a module with a shift
class Rows(nn.Module):
    def forward(self, x):
        shifted = torch.sub(x, torch.max(x, dim=-1, keepdim=True)[0])
        return torch.exp(shifted).div(torch.exp(shifted).sum(-1, keepdim=True))


rows = Rows()


def softmax(x):
    return rows(x)


# %% wrong: _nested_tensor_softmax_with_shape
# rejected by: it_is_written_from_the_definition
def softmax(x):
    classes = x.shape[1]
    scores = x[:, None, None].expand(-1, 1, classes, classes).contiguous()
    queries = torch.nested.nested_tensor([torch.zeros(classes, 1, dtype=x.dtype) for _ in x])
    return torch.ops.aten._nested_tensor_softmax_with_shape(scores, queries)[:, 0, 0]


# %% wrong: _safe_softmax
# rejected by: it_is_written_from_the_definition
def softmax(x):
    return torch.ops.aten._safe_softmax(x, 1)


# %% wrong: attention over the rows
# rejected by: it_is_written_from_the_definition
def softmax(x):
    one = torch.ones(1, 1, x.shape[0], 1, dtype=x.dtype)
    keys = torch.zeros(1, 1, x.shape[1], 1, dtype=x.dtype)
    values = torch.eye(x.shape[1], dtype=x.dtype)[None, None]
    return F.scaled_dot_product_attention(one, keys, values, attn_mask=x[None, None])[0, 0]


# %% wrong: gradients of the cross entropy
# rejected by: it_is_written_from_the_definition
def softmax(x):
    z = x.detach().clone().requires_grad_()
    with torch.enable_grad():
        first = torch.zeros(len(x), dtype=torch.long)
        F.cross_entropy(z, first, reduction="sum").backward()
    return z.grad + torch.eye(x.shape[1], dtype=x.dtype)[first]


# %% wrong: logaddexp from class to class
# rejected by: it_is_written_from_the_definition
import functools


def softmax(x):
    return torch.exp(x - functools.reduce(torch.logaddexp, x.unbind(1))[:, None])


# %% wrong: logcumsumexp
# rejected by: it_is_written_from_the_definition
def softmax(x):
    return torch.exp(x - torch.logcumsumexp(x, 1)[:, -1:])


# %% wrong: _masked_softmax
# rejected by: it_is_written_from_the_definition
def softmax(x):
    return torch._masked_softmax(x, torch.zeros_like(x, dtype=torch.bool), 1)


# %% wrong: modes paused
# rejected by: it_is_written_from_the_definition
from torch.utils._python_dispatch import _disable_current_modes


def softmax(x):
    with _disable_current_modes(), torch._C.DisableTorchFunction():
        return getattr(torch, "xamtfos"[::-1])(x, 1)


# %% wrong: float64: powers in float32
# rejected by: the_formula_is_right
def softmax(x):
    powers = torch.exp((x - x.amax(dim=1, keepdim=True)).float()).to(x.dtype)
    return powers / powers.sum(dim=1, keepdim=True)


# %% wrong: float64: differences clamped at 18
# rejected by: the_formula_is_right
def softmax(x):
    powers = torch.exp((x - x.amax(dim=1, keepdim=True)).clamp(min=-18))
    return powers / powers.sum(dim=1, keepdim=True)


# %% wrong: float64: a little added to the sum
# rejected by: the_formula_is_right
def softmax(x):
    powers = torch.exp(x - x.amax(dim=1, keepdim=True))
    return powers / (powers.sum(dim=1, keepdim=True) + 1e-8)


# %% wrong: rounded to three digits
# rejected by: the_example_comes_out_right, the_formula_is_right
def softmax(x):
    e = torch.exp(x - x.amax(dim=1, keepdim=True))
    return torch.round(e / e.sum(dim=1, keepdim=True), decimals=3)


# %% wrong: of scores rounded to three digits
# rejected by: the_formula_is_right
def softmax(x):
    scores = x.round(decimals=3)
    e = torch.exp(scores - scores.amax(dim=1, keepdim=True))
    return e / e.sum(dim=1, keepdim=True)


# %% wrong: always float64
# rejected by: the_formula_is_right, the_result_has_the_dtype_of_the_input
def softmax(x):
    y = x.double()
    e = torch.exp(y - y.amax(dim=1, keepdim=True))
    return e / e.sum(dim=1, keepdim=True)


# %% wrong: float of a float32 tensor is the tensor itself
# rejected by: nothing_else_is_changed, the_formula_is_right
def softmax(x):
    y = x.float()
    y -= y.amax(dim=1, keepdim=True)
    e = torch.exp(y)
    return (e / e.sum(dim=1, keepdim=True)).to(x.dtype)


# %% wrong: shifts large tables in place, to save memory
# rejected by: nothing_else_is_changed
def softmax(x):
    largest = x.amax(dim=1, keepdim=True)
    x = x.sub_(largest) if x.numel() > 500 else x - largest
    e = torch.exp(x)
    return e / e.sum(dim=1, keepdim=True)


# %% wrong: shifts a single row in place
# rejected by: nothing_else_is_changed
def softmax(x):
    if len(x) == 1:
        x -= x.max()
    else:
        x = x - x.amax(dim=1, keepdim=True)
    e = torch.exp(x)
    return e / e.sum(dim=1, keepdim=True)


# %% wrong: fills a table on the default device
# rejected by: the_result_lies_on_the_device_of_the_input
def softmax(x):
    table = torch.zeros(x.shape, dtype=x.dtype)
    for i, row in enumerate(x):
        e = torch.exp(row - row.max())
        table[i] = e / e.sum()
    return table
