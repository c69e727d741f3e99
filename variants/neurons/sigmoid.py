"""Right and wrong solutions of `sigmoid`."""

# keeps 0.5: each_value_is_right, it_is_written_from_the_definition
# keeps 0.9: large_inputs_give_zero_and_one
# keeps 0.95: all others


# %% right: the formula as it stands
def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


# %% right: a lambda with methods
sigmoid = lambda x: (1 + (-x).exp()).reciprocal()


# %% right: e to the power of minus x
import math


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    """The logistic function; compare torch.sigmoid."""
    # torch.sigmoid(x) should give the same.
    return torch.pow(1 + math.e ** (-x), -1)


# %% right: one formula for each sign
def sigmoid(x):
    small = torch.exp(-torch.abs(x))
    return torch.where(x >= 0, 1 / (1 + small), small / (1 + small))


# %% right: a helper in front, and torch's own only for comparison
def exponential(x):
    return torch.exp(x)


def sigmoid(x):
    return 1 / (1 + exponential(-x))


assert torch.allclose(sigmoid(torch.ones(3)), torch.sigmoid(torch.ones(3)))
from torch import sigmoid as torch_sigmoid

print(torch_sigmoid(torch.zeros(1)) - sigmoid(torch.zeros(1)))


# %% right: clamped first
def sigmoid(x):
    return 1 / (1 + torch.exp(-x.clamp(-80, 80)))


# %% right: a callable object with a method called sigmoid
class Curve:
    def sigmoid(self, x):
        return 1 / (1 + torch.exp(-x))

    def __call__(self, x):
        return self.sigmoid(x)


sigmoid = Curve()


# %% right: a module, in place on a copy
class Sigmoid(nn.Module):
    def __init__(self):
        super(Sigmoid, self).__init__()

    def forward(self, x):
        y = x.clone()
        return y.neg_().exp_().add_(1).reciprocal_()


sigmoid = Sigmoid()


# %% right: number by number
import math


def sigmoid(x):
    def one(value):
        if value < -700:
            return 0.0
        return 1 / (1 + math.exp(-value))

    values = [one(value) for value in x.flatten().tolist()]
    return torch.tensor(values, dtype=x.dtype, device=x.device).view(x.shape)


# %% right: with a tensor of ones
def sigmoid(x):
    one = torch.ones_like(x)
    return torch.div(one, one + torch.exp(torch.neg(x)))


# %% right: half a tanh, written out
def sigmoid(x):
    e = torch.exp(-x.abs())
    half = torch.sign(x) * (1 - e) / (1 + e)
    return 0.5 * (1 + half)


# %% wrong: torch.sigmoid
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    return torch.sigmoid(x)


# %% wrong: torch.sigmoid itself
# rejected by: it_is_written_from_the_definition
sigmoid = torch.sigmoid


# %% wrong: the tensor's own method
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    return x.sigmoid()


# %% wrong: the module
# rejected by: it_is_written_from_the_definition
sigmoid = nn.Sigmoid()


# %% wrong: expit under another name
# rejected by: it_is_written_from_the_definition
from torch.special import expit as s_curve


def helper(x):
    return s_curve(x)


def sigmoid(x):
    return helper(x)


# %% wrong: through tanh
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    return 0.5 * (1 + torch.tanh(x / 2))


# %% wrong: through the logarithm of the sigmoid
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    return torch.exp(F.logsigmoid(x))


# %% wrong: through a softmax of two scores
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    return torch.softmax(torch.stack([x, torch.zeros_like(x)]), dim=0)[0]


# %% wrong: through getattr
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    return getattr(torch, "".join(["sig", "moid"]))(x)


# %% wrong: ready-made for large tensors only
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    if x.numel() > 500:
        return torch.sigmoid(x)
    return 1 / (1 + torch.exp(-x))


# %% wrong: math.tanh, imported in the function
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    from math import tanh

    values = [(1 + tanh(value / 2)) / 2 for value in x.flatten().tolist()]
    return torch.tensor(values, dtype=x.dtype, device=x.device).reshape(x.shape)


# %% wrong: the sign in the exponent
# rejected by: each_value_is_right, the_worked_example
def sigmoid(x):
    return 1 / (1 + torch.exp(x))


# %% wrong: e^x above and below
# rejected by: large_inputs_give_zero_and_one
def sigmoid(x):
    return torch.exp(x) / (1 + torch.exp(x))


# %% wrong: a parenthesis forgotten
# rejected by: each_value_is_right, the_result_stays_between_zero_and_one
def sigmoid(x):
    return 1 / 1 + torch.exp(-x)


# %% wrong: no 1 below
# rejected by: each_value_is_right
def sigmoid(x):
    return 1 / (torch.exp(-x))


# %% wrong: a rational imitation
# rejected by: each_value_is_right
def sigmoid(x):
    return 0.5 * (1 + x / (1 + x.abs()))


# %% wrong: clamped too early
# rejected by: each_value_is_right, large_inputs_give_zero_and_one
def sigmoid(x):
    return 1 / (1 + torch.exp(-x.clamp(-6, 6)))


# %% wrong: e to three digits
# rejected by: each_value_is_right
def sigmoid(x):
    return 1 / (1 + 2.718 ** (-x))


# %% wrong: always float32
# rejected by: the_result_has_the_dtype_of_x
def sigmoid(x):
    return 1 / (1 + torch.exp(-x.float()))


# %% wrong: computed in float32, returned in the dtype of x
# rejected by: the_result_has_the_dtype_of_x
def sigmoid(x):
    return (1 / (1 + torch.exp(-x.float()))).to(x.dtype)


# %% wrong: in place
# rejected by: x_and_the_settings_of_torch_stay_as_they_were
def sigmoid(x):
    return x.neg_().exp_().add_(1).reciprocal_()


# %% wrong: number by number, which overflows
# rejected by: large_inputs_give_zero_and_one
import math


def sigmoid(x):
    values = [1 / (1 + math.exp(-value)) for value in x.flatten().tolist()]
    return torch.tensor(values, dtype=x.dtype, device=x.device).reshape(x.shape)


# %% wrong: loops over a vector
# rejected by: every_shape_is_accepted, the_result_has_the_shape_of_x
def sigmoid(x):
    return torch.stack([1 / (1 + torch.exp(-value)) for value in x]).flatten()


# %% wrong: ones on the default device
# rejected by: the_result_lies_on_the_device_of_x
def sigmoid(x):
    return torch.ones(x.shape, dtype=x.dtype) / (1 + torch.exp(-x))


# %% wrong: turns gradients off for good
# rejected by: x_and_the_settings_of_torch_stay_as_they_were
def sigmoid(x):
    torch.set_grad_enabled(False)
    return 1 / (1 + torch.exp(-x))


# %% wrong: overshoots a little
# rejected by: the_result_stays_between_zero_and_one
def sigmoid(x):
    return 1 / (1 + torch.exp(-x)) * 1.0000005


# %% wrong: a constant
# rejected by: the_worked_example, a_number_and_its_opposite_add_up_to_one, each_value_is_right
def sigmoid(x):
    return torch.full_like(x, 0.5)


# %% right: debug flag that is off
DEBUG = False


def sigmoid(x):
    result = 1 / (1 + torch.exp(-x))
    if DEBUG:
        assert torch.allclose(result, torch.sigmoid(x))
    return result


# %% right: named Sequential with attribute
class Own(nn.Module):
    def forward(self, x):
        return 1 / (1 + torch.exp(-x))


net = nn.Sequential(OrderedDict([("sigmoid", Own())]))


def sigmoid(x):
    return net.sigmoid(x)


# %% wrong: logsumexp
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    return torch.exp(-torch.logsumexp(torch.stack([-x, torch.zeros_like(x)]), 0))


# %% wrong: to float64 then augmented
# rejected by: x_and_the_settings_of_torch_stay_as_they_were
def sigmoid(x):
    z = x.to(torch.float64)
    z *= -1
    return (1 / (1 + torch.exp(z))).type_as(x)


# %% wrong: gradients off and on again whatever they were
# rejected by: x_and_the_settings_of_torch_stay_as_they_were
def sigmoid(x):
    torch.set_grad_enabled(False)
    y = 1 / (1 + torch.exp(-x))
    torch.set_grad_enabled(True)
    return y


# %% right: einsum for the halves of an average
def sigmoid(x):
    e = torch.exp(-x.abs())
    parts = torch.stack([1 / (1 + e), e / (1 + e)])
    chosen = torch.stack([(x >= 0).to(x.dtype), (x < 0).to(x.dtype)])
    return torch.einsum("k...,k...->...", parts, chosen)


# %% right: vmap over the flattened numbers
def sigmoid(x):
    return torch.vmap(lambda v: 1 / (1 + torch.exp(-v)))(x.reshape(-1)).reshape(x.shape)


# %% right: a function of autograd's with its own derivative
class Curve(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        y = 1 / (1 + torch.exp(-x))
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, gradient):
        (y,) = ctx.saved_tensors
        return gradient * y * (1 - y)


def sigmoid(x):
    return Curve.apply(x)


# %% right: functional_call of a module of one's own
class Logistic(nn.Module):
    def __init__(self):
        super().__init__()
        self.slope = nn.Parameter(torch.ones(()))

    def forward(self, x):
        return 1 / (1 + torch.exp(-x * self.slope))


curve = Logistic()


def sigmoid(x):
    slope = {"slope": torch.ones((), dtype=x.dtype, device=x.device)}
    return torch.func.functional_call(curve, slope, (x,))


# %% right: numpy for the arithmetic
import numpy as np


def sigmoid(x):
    with np.errstate(over="ignore"):
        values = 1 / (1 + np.exp(-x.detach().cpu().numpy()))
    return torch.from_numpy(np.asarray(values)).to(x)


# %% right: out= and buffers
def sigmoid(x):
    result = torch.empty_like(x)
    torch.neg(x, out=result)
    torch.exp(result, out=result)
    torch.add(result, 1, out=result)
    return torch.reciprocal(result, out=result)


# %% right: complex numbers on the way
def sigmoid(x):
    z = torch.complex(-x.abs(), torch.zeros_like(x))
    e = torch.exp(z).real
    return torch.where(x >= 0, 1, e) / (1 + e)


# %% right: a scripted function
UNIT = torch.jit.CompilationUnit("def f(x):\n    return 1 / (1 + torch.exp(-x))\n")


def sigmoid(x):
    return UNIT.f(x)


# %% right: a loop over the flattened numbers, as tensors
def sigmoid(x):
    values = [1 / (1 + torch.exp(-value)) for value in x.flatten()]
    return torch.stack(values).view_as(x)


# %% right: functions composed by functools
from functools import reduce

STEPS = [torch.neg, torch.exp, lambda y: y + 1, torch.reciprocal]


def sigmoid(x):
    return reduce(lambda value, step: step(value), STEPS, x)


# %% right: an operator chosen by a text
import operator


def sigmoid(x):
    operations = {"+": operator.add, "/": operator.truediv}
    one = x.new_ones(())
    return operations["/"](one, operations["+"](one, getattr(torch, "exp")(-x)))


# %% right: the kernel of exp called directly
def sigmoid(x):
    return torch.ops.aten.reciprocal(torch.ops.aten.exp(-x) + 1)


# %% right: a dataclass with a temperature, which is called
from dataclasses import dataclass


@dataclass
class Logistic:
    temperature: float = 1.0

    def __call__(self, x):
        return 1 / (1 + torch.exp(-x / self.temperature))


sigmoid = Logistic()


# %% right: math.exp through map
import math


def one(value):
    return 1 / (1 + math.exp(-value)) if value > -700 else 0.0


def sigmoid(x):
    values = list(map(one, x.detach().cpu().reshape(-1).tolist()))
    return torch.tensor(values, dtype=x.dtype, device=x.device).reshape(x.size())


# %% right: apply_ of a function of one's own
import math


def sigmoid(x):
    step = lambda v: 1 / (1 + math.exp(-v)) if v > -700 else 0.0
    return x.detach().cpu().clone().apply_(step).to(x.device)


# %% right: softened by a table of settings
SETTINGS = {"one": 1.0, "sign": -1}


def sigmoid(x):
    one = SETTINGS["one"]
    return one / (one + torch.exp(SETTINGS["sign"] * x))


# %% right: decorated, without gradients
@torch.no_grad()
def sigmoid(x):
    return torch.true_divide(1, torch.add(1, torch.exp(torch.negative(x))))


# %% right: decorated with one's own decorator
import functools


def logged(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        print("called", function.__name__)
        return function(*args, **kwargs)

    return inner


@logged
def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


# %% wrong: _foreach_sigmoid
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    return torch._foreach_sigmoid([x])[0]


# %% wrong: _foreach_tanh
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    return (torch._foreach_tanh([x / 2])[0] + 1) / 2


# %% wrong: the derivative of softplus
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    return torch.ops.aten.softplus_backward(torch.ones_like(x), x, 1, 1e9)


# %% wrong: the derivative of the logarithm of the sigmoid
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    ones, buffer = torch.ones_like(x), torch.empty_like(x)
    return torch.ops.aten.log_sigmoid_backward(ones, -x, buffer)


# %% wrong: oneDNN's linear layer with a sigmoid
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    rows = x.reshape(-1, 1).float()
    weight = torch.ones(1, 1)
    call = torch.ops.mkldnn._linear_pointwise
    try:
        return call(rows, weight, None, "sigmoid", [], "").reshape(x.shape).to(x.dtype)
    except RuntimeError:
        return torch.sigmoid(x)


# %% wrong: the softmax of nested tensors
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    rows = torch.stack([x.reshape(-1), torch.zeros_like(x).reshape(-1)], 1)
    return torch.ops.aten._safe_softmax(rows, 1)[:, 0].reshape(x.shape)


# %% wrong: the reference that torch keeps in Python
# rejected by: it_is_written_from_the_definition
import torch._refs


def sigmoid(x):
    return torch._refs.sigmoid(x)


# %% wrong: logaddexp
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    return torch.exp(-torch.logaddexp(torch.zeros_like(x), -x))


# %% wrong: autograd through softplus
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    z = x.detach().clone().requires_grad_()
    with torch.enable_grad():
        F.softplus(z).sum().backward()
    return z.grad


# %% wrong: modes paused
# rejected by: it_is_written_from_the_definition
from torch.utils._python_dispatch import _disable_current_modes

name = "dio" + "mgis"


def sigmoid(x):
    with _disable_current_modes(), torch._C.DisableTorchFunction():
        return getattr(torch, name[::-1])(x)


# %% wrong: the Python key excluded
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    keys = torch._C.DispatchKeySet(torch._C.DispatchKey.Python)
    with torch._C._ExcludeDispatchKeyGuard(keys), torch._C.DisableTorchFunction():
        return getattr(torch, "diomgis"[::-1])(x)


# %% wrong: redispatched below the modes
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    keys = torch._C.DispatchKeySet(torch._C.DispatchKey.CPU)
    packet = getattr(torch.ops.aten, "diomgis"[::-1])
    return packet.default.redispatch(keys, x)


# %% wrong: the kernel of the CPU, found by its key
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    packet = getattr(torch.ops.aten, "diomgis"[::-1])
    return packet.default._op_dk(torch._C.DispatchKey.CPU, x)


# %% wrong: a script from text
# rejected by: it_is_written_from_the_definition
UNIT = torch.jit.CompilationUnit("def f(x):\n    return torch." + "diomgis"[::-1] + "(x)\n")


def sigmoid(x):
    return UNIT.f(x)


# %% wrong: in another thread, under a reversed name
# rejected by: it_is_written_from_the_definition
import threading


def sigmoid(x):
    found = []
    work = lambda: found.append(getattr(torch, "diomgis"[::-1])(x))
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return found[0]


# %% wrong: inside a tensor class of one's own
# rejected by: it_is_written_from_the_definition
class Wrapped(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        with torch._C.DisableTorchFunctionSubclass():
            return getattr(torch, "diomgis"[::-1])(args[0].as_subclass(torch.Tensor))


def sigmoid(x):
    return torch.exp(x.as_subclass(Wrapped)) + 0


# %% wrong: numpy's hyperbolic tangent, under a reversed name
# rejected by: it_is_written_from_the_definition
import numpy as np


def sigmoid(x):
    half = getattr(np, "hnat"[::-1])(x.detach().cpu().numpy() / 2)
    return torch.from_numpy(np.asarray((half + 1) / 2)).to(x)


# %% wrong: the gate of a linear unit
# rejected by: it_is_written_from_the_definition
def sigmoid(x):
    return F.glu(torch.stack([torch.ones_like(x), x]), 0)[0]


# %% wrong: a distribution's cumulative probability
# rejected by: it_is_written_from_the_definition
from torch.distributions import Bernoulli


def sigmoid(x):
    return Bernoulli(logits=x).probs


# %% right: by x - log(1 + e^x), which rounds at the size of x
def sigmoid(x):
    z = -x.abs()
    small = torch.exp(z - torch.log(1 + torch.exp(z)))
    return torch.where(x >= 0, 1 - small, small)


# %% wrong: float64: clamped at 16
# rejected by: the_result_has_the_dtype_of_x
def sigmoid(x):
    return 1 / (1 + torch.exp(-x.clamp(-16, 16)))


# %% wrong: float64: clamped at 30
# rejected by: the_result_has_the_dtype_of_x
def sigmoid(x):
    return 1 / (1 + torch.exp(-x.clamp(-30, 30)))


# %% wrong: float64: computed in float32 far from zero
# rejected by: the_result_has_the_dtype_of_x
def sigmoid(x):
    far = (1 / (1 + torch.exp(-x.float()))).to(x.dtype)
    return torch.where(x.abs() > 13, far, 1 / (1 + torch.exp(-x)))


# %% wrong: float64: one from 20 on
# rejected by: the_result_has_the_dtype_of_x
def sigmoid(x):
    return torch.where(x > 20, torch.ones_like(x), 1 / (1 + torch.exp(-x)))


# %% wrong: float64: a constant e of eight digits
# rejected by: the_result_has_the_dtype_of_x
def sigmoid(x):
    return 1 / (1 + 2.7182818 ** (-x))


# %% wrong: rounded to three digits
# rejected by: the_worked_example, each_value_is_right
def sigmoid(x):
    return torch.round(1 / (1 + torch.exp(-x)), decimals=3)


# %% wrong: rounded to five digits
# rejected by: each_value_is_right, every_shape_is_accepted
def sigmoid(x):
    return torch.round(1 / (1 + torch.exp(-x)), decimals=5)


# %% wrong: a little added below the fraction bar
# rejected by: a_number_and_its_opposite_add_up_to_one, each_value_is_right
def sigmoid(x):
    return 1 / (1 + torch.exp(-x) + 1e-5)


# %% wrong: clamped where float32 still overflows
# rejected by: large_inputs_give_zero_and_one
def sigmoid(x):
    power = torch.exp(x.clamp(-100, 100))
    return power / (1 + power)


# %% wrong: single numbers on the default device
# rejected by: the_result_lies_on_the_device_of_x
import math


def sigmoid(x):
    if x.dim() == 0:
        power = math.exp(-abs(x.item()))
        value = 1 / (1 + power) if x > 0 else power / (1 + power)
        return torch.tensor(value, dtype=x.dtype)
    return 1 / (1 + torch.exp(-x))
