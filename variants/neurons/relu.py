"""Right and wrong solutions of `relu`."""


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
