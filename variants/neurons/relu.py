"""Right and wrong solutions of `relu`."""

# keeps 0.5: each_value_is_right, it_is_written_from_the_definition
# keeps 0.95: all others


# %% right: where
def relu(x):
    return torch.where(x < 0, 0, x)


# %% right: a product with a mask
relu = lambda x: x * (x > 0)


# %% right: clamp
def relu(x: torch.Tensor) -> torch.Tensor:
    """Like F.relu and nn.ReLU."""
    # torch.relu(x) would do, but the formula is asked for
    return x.clamp(min=0)


# %% right: the maximum with zeros
def relu(x):
    return torch.maximum(x, torch.zeros_like(x))


# %% right: the maximum with a single zero
def relu(x):
    return torch.max(x, torch.tensor(0.0, dtype=x.dtype, device=x.device))


# %% right: half of x and its absolute value
def relu(x):
    return (x + x.abs()) / 2


# %% right: a mask on a copy
def relu(x):
    result = x.clone()
    result[result < 0] = 0
    return result


# %% right: through one's own binary step
def relu(x):
    return x * binary_step(x)


# %% right: a callable object whose method is called relu
class Functions:
    @staticmethod
    def relu(x):
        return x.masked_fill(x < 0, 0)

    def __call__(self, x):
        return Functions.relu(x)


relu = Functions()


# %% right: number by number
def relu(x):
    print(f"relu of {x}")
    values = [max(0.0, value) for value in x.flatten().tolist()]
    return torch.tensor(values).to(x).reshape(x.shape) if x.dtype == torch.float32 else x.clip(0)


# %% right: a module
class ReLU(nn.Module):
    def forward(self, x):
        return torch.clamp_min(x, 0)


relu = ReLU()


# %% right: compared with torch's own afterwards
def relu(x):
    return (x > 0).to(x.dtype) * x


_sample = torch.linspace(-2, 2, 9)
assert relu(_sample).equal(F.relu(_sample)), nn.ReLU()(_sample)


# %% wrong: torch.relu
# rejected by: it_is_written_from_the_definition
def relu(x):
    return torch.relu(x)


# %% wrong: the function in F
# rejected by: it_is_written_from_the_definition
relu = F.relu


# %% wrong: the module
# rejected by: it_is_written_from_the_definition
relu = nn.ReLU()


# %% wrong: threshold
# rejected by: it_is_written_from_the_definition
def relu(x):
    return F.threshold(x, 0, 0)


# %% wrong: hardtanh
# rejected by: it_is_written_from_the_definition
def relu(x):
    return F.hardtanh(x, 0.0, float("inf"))


# %% wrong: a leaky ReLU that does not leak
# rejected by: it_is_written_from_the_definition
from torch.nn.functional import leaky_relu as bend


def relu(x):
    return bend(x, negative_slope=0.0)


# %% wrong: the method, in a helper
# rejected by: it_is_written_from_the_definition
def _positive(x):
    return x.relu()


def relu(x):
    return _positive(x)


# %% wrong: leaks
# rejected by: each_value_is_right
def relu(x):
    return torch.where(x < 0, 0.01 * x, x)


# %% wrong: the absolute value
# rejected by: the_worked_example, each_value_is_right
def relu(x):
    return x.abs()


# %% wrong: the wrong half
# rejected by: the_worked_example, each_value_is_right
def relu(x):
    return x * (x < 0)


# %% wrong: clamped above too
# rejected by: numbers_of_every_size_are_right
def relu(x):
    return x.clamp(0, 100)


# %% wrong: capped at 6
# rejected by: each_value_is_right
def relu(x):
    return x.clamp(0, 6)


# %% wrong: the step
# rejected by: the_worked_example, each_value_is_right
def relu(x):
    return (x > 0).to(x.dtype)


# %% wrong: a smooth imitation
# rejected by: each_value_is_right, numbers_of_every_size_are_right
def relu(x):
    return torch.log(1 + torch.exp(x))


# %% wrong: drops small numbers
# rejected by: numbers_of_every_size_are_right
def relu(x):
    return torch.where(x > 1e-5, x, torch.zeros_like(x))


# %% wrong: through the root of the square
# rejected by: numbers_of_every_size_are_right
def relu(x):
    return (x + torch.sqrt(x**2)) / 2


# %% wrong: times a steep sigmoid
# rejected by: numbers_of_every_size_are_right
def relu(x):
    return x / (1 + torch.exp(-1e4 * x))


# %% wrong: changes x through a mask
# rejected by: x_and_the_settings_of_torch_stay_as_they_were
def relu(x):
    x[x < 0] = 0
    return x


# %% wrong: clamps in place
# rejected by: x_and_the_settings_of_torch_stay_as_they_were
def relu(x):
    return x.clamp_(min=0)


# %% wrong: changes x through a view
# rejected by: x_and_the_settings_of_torch_stay_as_they_were
def relu(x):
    result = x.view(x.shape)
    result[result < 0] = 0
    return result


# %% wrong: always float32
# rejected by: the_result_has_the_dtype_of_x
def relu(x):
    values = [max(0.0, value) for value in x.flatten().tolist()]
    return torch.tensor(values, device=x.device).reshape(x.shape)


# %% wrong: zeros of the default dtype
# rejected by: the_result_has_the_dtype_of_x
def relu(x):
    result = torch.zeros(x.shape, device=x.device)
    result[x > 0] = x[x > 0].float()
    return result


# %% wrong: keeps the positive numbers only
# rejected by: the_result_has_the_shape_of_x, every_shape_is_accepted
def relu(x):
    return x[x >= 0]


# %% wrong: the largest number of all
# rejected by: the_worked_example, the_result_has_the_shape_of_x
def relu(x):
    return max(torch.zeros((), dtype=x.dtype), x.max())


# %% wrong: not for 0-d tensors
# rejected by: every_shape_is_accepted
def relu(x):
    return torch.stack([value * (value > 0) for value in x])


# %% wrong: zeros on the default device
# rejected by: the_result_lies_on_the_device_of_x
def relu(x):
    return torch.maximum(x, torch.zeros(x.shape, dtype=x.dtype))


# %% wrong: leaves the gradient mode off
# rejected by: x_and_the_settings_of_torch_stay_as_they_were
def relu(x):
    torch.set_grad_enabled(False)
    return x * (x > 0)


# %% wrong: the whole tensor at once
# rejected by: the_worked_example, each_value_is_right
def relu(x):
    return x if x.sum() > 0 else torch.zeros_like(x)


# %% right: argparse namespace
from argparse import Namespace

args = Namespace(threshold=0.0)


def relu(x):
    return torch.where(x > args.threshold, x, 0)


# %% right: namedtuple with a threshold
from collections import namedtuple

Setting = namedtuple("Setting", "threshold value")
setting = Setting(0.0, 0.0)


def relu(x):
    return torch.where(x > setting.threshold, x, setting.value)


# %% wrong: to float64 then clamp_
# rejected by: x_and_the_settings_of_torch_stay_as_they_were
def relu(x):
    return x.to(torch.float64).clamp_(min=0).to(x.dtype)


# %% wrong: python max gives the int 0
# rejected by: every_shape_is_accepted, x_and_the_settings_of_torch_stay_as_they_were
def relu(x):
    if x.dim() == 0:
        return max(x, 0)
    return x * (x > 0)


# %% wrong: small numbers dropped at 1e-35
# rejected by: numbers_of_every_size_are_right
def relu(x):
    return x * (x > 1e-35)


# %% right: numpy's maximum
import numpy as np


def relu(x):
    return torch.from_numpy(np.asarray(np.maximum(x.detach().cpu().numpy(), 0))).to(x)


# %% right: numpy's where
import numpy as np


def relu(x):
    values = x.numpy(force=True)
    return torch.as_tensor(np.where(values > 0, values, 0), dtype=x.dtype, device=x.device)


# %% right: heaviside
def relu(x):
    return x * torch.heaviside(x, torch.zeros_like(x))


# %% right: fmax and a single zero
def relu(x):
    return torch.fmax(x, x.new_zeros(()))


# %% right: vmap over the numbers
def relu(x):
    return torch.vmap(lambda v: torch.where(v > 0, v, 0))(x.flatten()).reshape(x.shape)


# %% right: out= of clamp
def relu(x):
    return torch.clamp(x, min=0, out=torch.empty_like(x))


# %% right: put in by index_put
def relu(x):
    flat = x.reshape(-1)
    zero = torch.zeros((), dtype=x.dtype, device=x.device)
    return flat.index_put((flat < 0,), zero).reshape(x.shape)


# %% right: masked_scatter of its positive numbers
def relu(x):
    return torch.zeros_like(x).masked_scatter(x > 0, x[x > 0])


# %% right: a function of autograd's
class Bend(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, gradient):
        return gradient * (ctx.saved_tensors[0] > 0)


relu = Bend.apply


# %% right: sorted with a zero beside each
def relu(x):
    return torch.stack([x, torch.zeros_like(x)]).amax(0)


# %% right: topk of x and 0
def relu(x):
    return torch.stack([x, torch.zeros_like(x)], -1).topk(1, dim=-1).values.squeeze(-1)


# %% wrong: leaky_relu_backward
# rejected by: it_is_written_from_the_definition
def relu(x):
    return torch.ops.aten.leaky_relu_backward(x, x, 0.0, False)


# %% wrong: _addmm_activation
# rejected by: it_is_written_from_the_definition
def relu(x):
    flat = x.reshape(-1, 1)
    zero = torch.zeros(1, dtype=x.dtype)
    return torch._addmm_activation(zero, flat, torch.ones(1, 1, dtype=x.dtype)).reshape(x.shape)


# %% wrong: rrelu_with_noise_functional
# rejected by: it_is_written_from_the_definition
def relu(x):
    noise = torch.zeros_like(x)
    return torch.ops.aten.rrelu_with_noise_functional(x, noise, 0.0, 0.0, False)[0]


# %% wrong: _add_relu
# rejected by: it_is_written_from_the_definition
def relu(x):
    return torch._VF._add_relu(x, torch.zeros_like(x))


# %% wrong: margin_ranking_loss
# rejected by: it_is_written_from_the_definition
def relu(x):
    zero = torch.zeros_like(x)
    return F.margin_ranking_loss(x, zero, -torch.ones_like(x), reduction="none")


# %% wrong: the prims of a reference
# rejected by: it_is_written_from_the_definition
import torch._refs.nn.functional


def relu(x):
    return torch._refs.nn.functional.relu(x)


# %% wrong: a custom operator around relu
# rejected by: it_is_written_from_the_definition
LIBRARY = torch.library.Library("students", "FRAGMENT")
if not hasattr(torch.ops.students, "bend"):
    LIBRARY.define("bend(Tensor x) -> Tensor")
    LIBRARY.impl("bend", lambda x: getattr(torch, "uler"[::-1])(x), "CPU")


def relu(x):
    return torch.ops.students.bend(x)


# %% wrong: the derivative of threshold
# rejected by: it_is_written_from_the_definition
def relu(x):
    return torch.ops.aten.threshold_backward(x, x, 0)


# %% wrong: elu with nothing below
# rejected by: it_is_written_from_the_definition
def relu(x):
    return F.elu(x, alpha=0.0)


# %% right: half of x and its size, each halved first
def relu(x):
    return 0.5 * x + 0.5 * x.abs()


# %% wrong: off by a millionth: two of its value
# rejected by: each_value_is_right, numbers_of_every_size_are_right
def relu(x):
    return x * (x > 0) * (1 + 2e-6)


# %% wrong: off by a millionth: a sum that swallows digits
# rejected by: each_value_is_right
def relu(x):
    return (x * (x > 0) + 1) - 1


# %% wrong: off by a millionth: float64 through float32
# rejected by: the_result_has_the_dtype_of_x
def relu(x):
    return (x.float() * (x > 0)).to(x.dtype)


# %% wrong: leaks a millionth
# rejected by: the_result_has_the_shape_of_x, each_value_is_right
def relu(x):
    return torch.where(x < 0, 1e-6 * x, x)


# %% wrong: always float64
# rejected by: the_worked_example, each_value_is_right
def relu(x):
    return x.double().clamp(min=0)
