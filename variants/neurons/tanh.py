"""Right and wrong solutions of `tanh`."""

# keeps 0.5: each_value_is_right, it_is_written_from_the_definition
# keeps 0.9: large_inputs_give_minus_one_and_one
# keeps 0.95: all others


# %% right: shrinking exponentials of the absolute value
def tanh(x):
    shrinking = torch.exp(-2 * torch.abs(x))
    return torch.sign(x) * (1 - shrinking) / (1 + shrinking)


# %% right: 1 minus 2 / (e^2x + 1)
def tanh(x):
    return 1 - 2 / (torch.exp(2 * x) + 1)


# %% right: through one's own sigmoid
def tanh(x):
    return 2 * sigmoid(2 * x) - 1


# %% right: clamped, then the formula
def tanh(x):
    x = torch.clamp(x, -20, 20)
    up, down = torch.exp(x), torch.exp(-x)
    return (up - down) / (up + down)


# %% right: where, one fraction for each sign
def tanh(x: torch.Tensor) -> torch.Tensor:
    """The hyperbolic tangent; same as torch.tanh and nn.Tanh."""
    positive = (1 - torch.exp(-2 * x)) / (1 + torch.exp(-2 * x))
    negative = (torch.exp(2 * x) - 1) / (torch.exp(2 * x) + 1)
    return torch.where(x >= 0, positive, negative)


# %% right: the formula, with its NaN replaced
def tanh(x):
    result = (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))
    return torch.where(torch.isnan(result), torch.sign(x), result)


# %% right: expm1
def tanh(x):
    e = torch.expm1(-2 * x.abs())
    return -e / (e + 2) * x.sign()


# %% right: through masks
def tanh(x):
    result = torch.empty_like(x)
    positive = x >= 0
    e = torch.exp(-2 * x[positive])
    result[positive] = (1 - e) / (1 + e)
    e = torch.exp(2 * x[~positive])
    result[~positive] = (e - 1) / (e + 1)
    return result


# %% right: sinh over cosh, clamped before and after
tanh = lambda x: (torch.sinh(x.clamp(-30, 30)) / torch.cosh(x.clamp(-30, 30))).clamp(-1, 1)


# %% right: a module, with one's own sigmoid inside
class Tanh(nn.Module):
    def sigmoid(self, x):
        return 1 / (1 + torch.exp(-x))

    def forward(self, x):
        return self.sigmoid(2 * x) - self.sigmoid(-2 * x)


tanh = Tanh()


# %% right: number by number
import math


def tanh(x):
    """Compare with math.tanh."""

    def one(v):
        e = math.exp(-2 * abs(v))
        return math.copysign((1 - e) / (1 + e), v)

    values = torch.tensor([one(v) for v in x.reshape(-1).tolist()], dtype=x.dtype)
    return values.reshape(x.shape).to(x.device)


# %% right: in double precision on the way
def tanh(x):
    y = x.double().clamp(-50, 50)
    return ((y.exp() - (-y).exp()) / (y.exp() + (-y).exp())).to(x.dtype)


# %% right: rounds into the interval
def tanh(x):
    e = torch.exp(torch.clamp(2 * x, max=80))
    return ((e - 1) / (e + 1)).clamp(-1, 1)


# %% wrong: the formula as it stands
# rejected by: large_inputs_give_minus_one_and_one, one_thousand_gives_one
def tanh(x):
    return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))


# %% wrong: e^2x above and below
# rejected by: large_inputs_give_minus_one_and_one
def tanh(x):
    return (torch.exp(2 * x) - 1) / (torch.exp(2 * x) + 1)


# %% wrong: stable for positive numbers only
# rejected by: large_inputs_give_minus_one_and_one
def tanh(x):
    return (1 - torch.exp(-2 * x)) / (1 + torch.exp(-2 * x))


# %% wrong: NaN becomes 1, for negative numbers too
# rejected by: large_inputs_give_minus_one_and_one
def tanh(x):
    result = (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))
    return torch.nan_to_num(result, nan=1.0)


# %% wrong: NaN becomes 0
# rejected by: large_inputs_give_minus_one_and_one
def tanh(x):
    return torch.nan_to_num(torch.sinh(x) / torch.cosh(x))


# %% wrong: clamped where float32 still overflows
# rejected by: large_inputs_give_minus_one_and_one
def tanh(x):
    x = x.clamp(-100, 100)
    return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))


# %% wrong: clamped too early
# rejected by: large_inputs_give_minus_one_and_one
def tanh(x):
    x = x.clamp(-5, 5)
    return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))


# %% wrong: torch.tanh
# rejected by: it_is_written_from_the_definition
def tanh(x):
    return torch.tanh(x)


# %% wrong: the method
# rejected by: it_is_written_from_the_definition
tanh = torch.Tensor.tanh


# %% wrong: torch.sigmoid
# rejected by: it_is_written_from_the_definition
def tanh(x):
    return 2 * torch.sigmoid(2 * x) - 1


# %% wrong: math.tanh
# rejected by: it_is_written_from_the_definition
import math


def tanh(x):
    return x.clone().apply_(math.tanh)


# %% wrong: numpy's
# rejected by: it_is_written_from_the_definition
import numpy


def tanh(x):
    values = numpy.tanh(x.cpu().numpy())
    return torch.as_tensor(values, dtype=x.dtype, device=x.device)


# %% wrong: tanhshrink
# rejected by: it_is_written_from_the_definition
tanh = lambda x: x - F.tanhshrink(x)


# %% wrong: hardtanh
# rejected by: it_is_written_from_the_definition, each_value_is_right
tanh = nn.Hardtanh()


# %% wrong: the wrong sign
# rejected by: the_worked_example, each_value_is_right
def tanh(x):
    e = torch.exp(-2 * x.abs())
    return -torch.sign(x) * (1 - e) / (1 + e)


# %% wrong: the sign is lost
# rejected by: the_worked_example, each_value_is_right
def tanh(x):
    e = torch.exp(-2 * torch.abs(x))
    return (1 - e) / (1 + e)


# %% wrong: plus above and minus below
# rejected by: the_worked_example, each_value_is_right
def tanh(x):
    x = x.clamp(-40, 40)
    return (torch.exp(x) + torch.exp(-x)) / (torch.exp(x) - torch.exp(-x))


# %% wrong: 2 forgotten
# rejected by: the_worked_example, each_value_is_right
def tanh(x):
    return 2 * sigmoid(x) - 1


# %% wrong: a polynomial imitation
# rejected by: each_value_is_right
def tanh(x):
    x = x.clamp(-3, 3)
    return x * (27 + x * x) / (27 + 9 * x * x)


# %% wrong: always float32
# rejected by: the_result_has_the_dtype_of_x
def tanh(x):
    e = torch.exp(-2 * x.abs().float())
    return torch.sign(x).float() * (1 - e) / (1 + e)


# %% wrong: computed in float32, returned in the dtype of x
# rejected by: the_result_has_the_dtype_of_x
def tanh(x):
    e = torch.exp(-2 * x.abs().float())
    return torch.sign(x) * ((1 - e) / (1 + e)).to(x.dtype)


# %% wrong: changes x
# rejected by: x_and_the_settings_of_torch_stay_as_they_were
def tanh(x):
    x.clamp_(-20, 20)
    return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))


# %% wrong: augmented assignment changes x
# rejected by: x_and_the_settings_of_torch_stay_as_they_were
def tanh(x):
    x *= 2
    return 1 - 2 / (torch.exp(x) + 1)


# %% wrong: only with dimensions
# rejected by: every_shape_is_accepted
def tanh(x):
    result = []
    for value in x:
        e = torch.exp(-2 * value.abs())
        result.append(torch.sign(value) * (1 - e) / (1 + e))
    return torch.stack(result)


# %% wrong: one branch for all values
# rejected by: each_value_is_right
def tanh(x):
    if x.max() > 0:
        return torch.ones_like(x) - 2 / (torch.exp(2 * x) + 1) * (x > -1)
    return 2 / (1 + torch.exp(-2 * x)) - 1


# %% wrong: adds ones on the default device
# rejected by: the_result_lies_on_the_device_of_x
def tanh(x):
    return torch.ones(x.shape, dtype=x.dtype) - 2 / (torch.exp(2 * x) + 1)


# %% wrong: overshoots
# rejected by: the_result_stays_between_minus_one_and_one
def tanh(x):
    e = torch.exp(-2 * x.abs())
    return torch.sign(x) * ((1 - e) / (1 + e) + 2e-7)


# %% wrong: sinh over cosh, which rounding takes above 1
# rejected by: the_result_stays_between_minus_one_and_one
def tanh(x):
    return torch.sinh(x.clamp(-30, 30)) / torch.cosh(x.clamp(-30, 30))


# %% wrong: flattened
# rejected by: the_result_has_the_shape_of_x
def tanh(x):
    return 1 - 2 / (torch.exp(2 * x.flatten()) + 1)


# %% right: earlier function by globals
def tanh(x):
    return 2 * globals()["sigmoid"](2 * x) - 1


# %% right: debug off
class T:
    debug = False

    def __call__(self, x):
        e = torch.exp(-2 * x.abs())
        y = torch.where(x < 0, e - 1, 1 - e) / (1 + e)
        if self.debug:
            print((y - torch.tanh(x)).abs().max())
        return y


tanh = T()


# %% wrong: to float64 and multiplied in place
# rejected by: x_and_the_settings_of_torch_stay_as_they_were
def tanh(x):
    d = x.to(torch.float64)
    d *= 2
    return (1 - 2 / (torch.exp(d) + 1)).to(x.dtype)


# %% wrong: threshold at 7
# rejected by: large_inputs_give_minus_one_and_one
def tanh(x):
    a, b = torch.exp(x), torch.exp(-x)
    return torch.where(x.abs() > 7, torch.sign(x), (a - b) / (a + b))


# %% wrong: 0-d NaN
# rejected by: large_inputs_give_minus_one_and_one
def tanh(x):
    if x.dim() == 0:
        return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))
    return 1 - 2 / (torch.exp(2 * x) + 1)


# %% right: numpy for the arithmetic
import numpy as np


def tanh(x):
    values = x.detach().cpu().numpy()
    e = np.exp(-2 * np.abs(values))
    return torch.from_numpy(np.asarray(np.sign(values) * (1 - e) / (1 + e))).to(x)


# %% right: numpy's functions in a table
import numpy as np

TABLE = {"exp": np.exp, "abs": np.abs, "sign": np.sign}


def tanh(x):
    a = np.asarray(x.tolist(), dtype=np.float64)
    e = TABLE["exp"](-2 * TABLE["abs"](a))
    return torch.as_tensor(TABLE["sign"](a) * (1 - e) / (1 + e), dtype=x.dtype, device=x.device)


# %% right: vmap, with the formula for one number
def one(v):
    e = torch.exp(-2 * v.abs())
    return v.sign() * (1 - e) / (1 + e)


def tanh(x):
    return torch.vmap(one)(x.flatten()).reshape(x.shape)


# %% right: expm1 with out=
def tanh(x):
    e = torch.empty_like(x)
    torch.expm1(-2 * x.abs(), out=e)
    return torch.copysign(-e / (e + 2), x)


# %% right: written with lerp
def tanh(x):
    weight = 1 / (1 + torch.exp(-2 * x))
    return torch.lerp(-torch.ones_like(x), torch.ones_like(x), weight)


# %% right: decimal numbers
from decimal import Decimal


def one(v):
    if abs(v) > 40:
        return 1.0 if v > 0 else -1.0
    e = (Decimal(2) * Decimal(v)).exp()
    return float((e - 1) / (e + 1))


def tanh(x):
    values = torch.tensor([one(v) for v in x.flatten().tolist()], dtype=torch.float64)
    return values.to(x.dtype).reshape(x.shape).to(x.device)


# %% wrong: _foreach_tanh
# rejected by: it_is_written_from_the_definition
def tanh(x):
    return torch._foreach_tanh([x])[0]


# %% wrong: _foreach_sigmoid
# rejected by: it_is_written_from_the_definition
def tanh(x):
    return 2 * torch._foreach_sigmoid((2 * x,))[0] - 1


# %% wrong: numpy's, under a reversed name
# rejected by: it_is_written_from_the_definition
import numpy as np


def tanh(x):
    return torch.from_numpy(np.asarray(getattr(np, "hnat"[::-1])(x.detach().numpy()))).to(x)


# %% wrong: numpy's, found among all its names
# rejected by: it_is_written_from_the_definition
import numpy as np

found = [function for name, function in vars(np).items() if name[::-1] == "hnat"][0]


def tanh(x):
    return torch.from_numpy(np.asarray(found(x.detach().numpy()))).to(x)


# %% wrong: numpy's, by attrgetter
# rejected by: it_is_written_from_the_definition
import operator

import numpy as np

found = operator.attrgetter("hnat"[::-1])(np)


def tanh(x):
    return torch.from_numpy(np.asarray(found(x.detach().numpy()))).to(x)


# %% wrong: numpy's arctangent's relatives on complex numbers
# rejected by: it_is_written_from_the_definition
import numpy as np


def tanh(x):
    turned = np.tan(1j * x.detach().double().numpy())
    return torch.from_numpy(np.asarray(turned.imag)).to(x)


# %% wrong: torch's tangent of complex numbers
# rejected by: it_is_written_from_the_definition
def tanh(x):
    return torch.tan(1j * x.double()).imag.to(x.dtype)


# %% wrong: apply_ of math.tanh, under another name
# rejected by: it_is_written_from_the_definition
import math

squash = getattr(math, "".join(["ta", "nh"]))
change = torch.Tensor.apply_


def tanh(x):
    return change(x.clone(), squash)


# %% wrong: map of math.tanh, from a table
# rejected by: it_is_written_from_the_definition
import math

squash = math.__dict__["hnat"[::-1]]


def tanh(x):
    return torch.tensor(list(map(squash, x.flatten().tolist())), dtype=x.dtype).reshape(x.shape)


# %% wrong: math.tanh, by getattr under another name
# rejected by: it_is_written_from_the_definition
import math

fetch = getattr


def tanh(x):
    f = fetch(math, "hnat"[::-1])
    return torch.tensor([f(v) for v in x.flatten().tolist()], dtype=x.dtype).reshape(x.shape)


# %% wrong: cmath's
# rejected by: it_is_written_from_the_definition
import cmath


def tanh(x):
    values = [cmath.tanh(v).real for v in x.flatten().tolist()]
    return torch.tensor(values, dtype=x.dtype, device=x.device).reshape(x.shape)


# %% wrong: from the C library
# rejected by: it_is_written_from_the_definition
import ctypes

library = ctypes.CDLL(None)
library.tanh.restype = ctypes.c_double
library.tanh.argtypes = [ctypes.c_double]
squash = library["hnat"[::-1]]
squash.restype, squash.argtypes = ctypes.c_double, [ctypes.c_double]


def tanh(x):
    values = [squash(v) for v in x.flatten().tolist()]
    return torch.tensor(values, dtype=x.dtype, device=x.device).reshape(x.shape)


# %% wrong: unpickled
# rejected by: it_is_written_from_the_definition
import pickle

squash = pickle.loads(b"cmath\n" + b"hnat"[::-1] + b"\n.")


def tanh(x):
    values = [squash(v) for v in x.flatten().tolist()]
    return torch.tensor(values, dtype=x.dtype, device=x.device).reshape(x.shape)


# %% wrong: evaluated from a text
# rejected by: it_is_written_from_the_definition
import math

squash = eval("math." + "hnat"[::-1])


def tanh(x):
    values = [squash(v) for v in x.flatten().tolist()]
    return torch.tensor(values, dtype=x.dtype, device=x.device).reshape(x.shape)


# %% wrong: a recurrent cell
# rejected by: it_is_written_from_the_definition
def tanh(x):
    flat = x.reshape(-1, 1)
    one, zero = torch.ones(1, 1, dtype=x.dtype), torch.zeros(1, 1, dtype=x.dtype)
    return torch.rnn_tanh_cell(flat, torch.zeros_like(flat), one, zero).reshape(x.shape)


# %% wrong: float64: clamped at 12
# rejected by: the_result_has_the_dtype_of_x
def tanh(x):
    e = torch.exp(2 * x.clamp(-12, 12))
    return (e - 1) / (e + 1)


# %% wrong: float64: computed in float32 beyond 8
# rejected by: the_result_has_the_dtype_of_x
def tanh(x):
    def formula(z):
        e = torch.exp(-2 * z.abs())
        return torch.sign(z) * (1 - e) / (1 + e)

    return torch.where(x.abs() > 8, formula(x.float()).to(x.dtype), formula(x))


# %% wrong: rounded to three digits
# rejected by: the_worked_example, the_result_has_the_shape_of_x, each_value_is_right
def tanh(x):
    return torch.round(1 - 2 / (torch.exp(2 * x) + 1), decimals=3)


# %% wrong: rounded to five digits
# rejected by: each_value_is_right, every_shape_is_accepted
def tanh(x):
    return torch.round(1 - 2 / (torch.exp(2 * x) + 1), decimals=5)


# %% wrong: e to three digits
# rejected by: each_value_is_right
def tanh(x):
    power = 2.718 ** (-2 * x.abs())
    return torch.sign(x) * (1 - power) / (1 + power)


# %% wrong: one beyond 3
# rejected by: the_result_stays_between_minus_one_and_one, large_inputs_give_minus_one_and_one
def tanh(x):
    e = torch.exp(-2 * x.abs())
    return torch.where(x.abs() > 3, torch.sign(x), torch.sign(x) * (1 - e) / (1 + e))


# %% wrong: float64: rounded to 13 digits
# rejected by: the_result_has_the_dtype_of_x
def tanh(x):
    return torch.round(1 - 2 / (torch.exp(2 * x) + 1), decimals=13)
