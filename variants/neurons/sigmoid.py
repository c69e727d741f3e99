"""Right and wrong solutions of `sigmoid`."""


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
