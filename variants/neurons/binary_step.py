"""Right and wrong solutions of `binary_step`."""

# keeps 0.5: each_number_is_judged_by_itself
# keeps 0.9: zero_gives_one, every_shape_is_accepted, the_result_has_the_shape_of_x
# keeps 0.9: numbers_of_every_size_are_judged_right
# keeps 0.95: all others


# %% right: a comparison, in the dtype of x
def binary_step(x):
    return (x >= 0).to(x.dtype)


# %% right: where, with plain numbers
def binary_step(x: torch.Tensor) -> torch.Tensor:
    """1 where x >= 0, else 0."""
    return torch.where(x >= 0, 1.0, 0.0).to(x.dtype)


# %% right: where, with tensors like x
binary_step = lambda x: torch.where(x < 0, torch.zeros_like(x), torch.ones_like(x))


# %% right: fills a new tensor through a mask
def binary_step(x):
    result = torch.zeros_like(x)
    result[x >= 0] = 1
    return result


# %% right: heaviside, which any way of computing allows
def binary_step(x):
    return torch.heaviside(x, torch.ones((), dtype=x.dtype, device=x.device))


# %% right: from the sign
def binary_step(x):
    sign = torch.sign(x)
    return torch.clamp(sign + 1, max=1)


# %% right: number by number
def binary_step(x):
    print("the step of", x)
    steps = [1.0 if value >= 0 else 0.0 for value in x.flatten().tolist()]
    return torch.tensor(steps, dtype=x.dtype, device=x.device).reshape(x.shape)


# %% right: number by number, moved to the device of x at the end
def binary_step(x):
    steps = torch.zeros(x.numel())
    for i, value in enumerate(x.reshape(-1)):
        if value >= 0:
            steps[i] = 1
    return steps.reshape(x.shape).to(x.device, x.dtype)


# %% right: a module
class BinaryStep(nn.Module):
    def forward(self, x):
        return torch.ge(x, 0).type_as(x)


binary_step = BinaryStep()


# %% right: compared with torch's own in place, on a copy
def binary_step(x):
    return x.clone().ge_(0)


# %% wrong: zero gives 0
# rejected by: zero_gives_one, minus_zero_is_zero_too
def binary_step(x):
    return (x > 0).to(x.dtype)


# %% wrong: the wrong way round
# rejected by: negative_numbers_give_zero_and_positive_numbers_one, each_number_is_judged_by_itself
def binary_step(x):
    return (x <= 0).to(x.dtype)


# %% wrong: True and False
# rejected by: the_result_has_the_dtype_of_x
def binary_step(x):
    return x >= 0


# %% wrong: whole numbers
# rejected by: the_result_has_the_dtype_of_x
def binary_step(x):
    return torch.where(x >= 0, 1, 0)


# %% wrong: always float32
# rejected by: the_result_has_the_dtype_of_x
def binary_step(x):
    return (x >= 0).float()


# %% wrong: the sign
# rejected by: negative_numbers_give_zero_and_positive_numbers_one
def binary_step(x):
    return torch.sign(x)


# %% wrong: a half at zero
# rejected by: zero_gives_one
def binary_step(x):
    return (torch.sign(x) + 1) / 2


# %% wrong: a half at zero, from heaviside
# rejected by: zero_gives_one
def binary_step(x):
    return torch.heaviside(x, torch.full_like(x, 0.5))


# %% wrong: goes by the sign bit
# rejected by: minus_zero_is_zero_too
def binary_step(x):
    return (~torch.signbit(x)).to(x.dtype)


# %% wrong: changes x itself
# rejected by: x_and_the_settings_of_torch_stay_as_they_were
def binary_step(x):
    x[x >= 0] = 1
    x[x < 0] = 0
    return x


# %% wrong: compares in place
# rejected by: x_and_the_settings_of_torch_stay_as_they_were
def binary_step(x):
    return x.ge_(0)


# %% wrong: one answer for the whole tensor
# rejected by: each_number_is_judged_by_itself, the_result_has_the_shape_of_x
def binary_step(x):
    return torch.tensor(1.0) if (x >= 0).all() else torch.tensor(0.0)


# %% wrong: only vectors
# rejected by: every_shape_is_accepted, the_result_has_the_shape_of_x
def binary_step(x):
    return torch.tensor([1.0 if value >= 0 else 0.0 for value in x], dtype=x.dtype, device=x.device)


# %% wrong: flattened
# rejected by: the_result_has_the_shape_of_x, every_shape_is_accepted
def binary_step(x):
    return (x.flatten() >= 0).to(x.dtype)


# %% wrong: a plain list
# rejected by: negative_numbers_give_zero_and_positive_numbers_one
def binary_step(x):
    return [1.0 if value >= 0 else 0.0 for value in x.flatten().tolist()]


# %% wrong: a smooth step
# rejected by: zero_gives_one, numbers_of_every_size_are_judged_right
def binary_step(x):
    return torch.round(torch.sigmoid(x))


# %% wrong: divides by the size
# rejected by: zero_gives_one
def binary_step(x):
    return (x / x.abs() + 1) / 2


# %% wrong: a steep ramp
# rejected by: numbers_of_every_size_are_judged_right
def binary_step(x):
    return torch.clamp(1e9 * x + 1, 0, 1)


# %% wrong: new tensors on the default device
# rejected by: the_result_lies_on_the_device_of_x
def binary_step(x):
    result = torch.zeros(x.shape, dtype=x.dtype)
    result[x >= 0] = 1
    return result


# %% wrong: brought to the CPU
# rejected by: the_result_lies_on_the_device_of_x
def binary_step(x):
    return (x.cpu() >= 0).to(x.dtype)


# %% wrong: sets the seed
# rejected by: x_and_the_settings_of_torch_stay_as_they_were
def binary_step(x):
    torch.manual_seed(0)
    return (x >= 0).to(x.dtype)


# %% wrong: prints instead of returning
# rejected by: negative_numbers_give_zero_and_positive_numbers_one
def binary_step(x):
    print((x >= 0).to(x.dtype))


# %% wrong: the visible example only
# rejected by: each_number_is_judged_by_itself
def binary_step(x):
    return (x.abs() != 2).to(x.dtype) * (x != -0.5) * (x > -0.9)


# %% wrong: double of a float64 tensor is the tensor itself
# rejected by: x_and_the_settings_of_torch_stay_as_they_were
def binary_step(x):
    y = x.double()
    y[y >= 0] = 1
    y[y < 0] = 0
    return y.to(x.dtype)


# %% wrong: from_numpy without device
# rejected by: the_result_lies_on_the_device_of_x
import numpy as np


def binary_step(x):
    a = np.where(x.detach().cpu().numpy() >= 0, 1.0, 0.0)
    return torch.from_numpy(np.asarray(a)).to(x.dtype)


# %% wrong: matrices in float64 become float32
# rejected by: every_shape_is_accepted
def binary_step(x):
    return (x >= 0).float() if x.dim() >= 2 else (x >= 0).to(x.dtype)


# %% wrong: kept away from 0 and 1, as for a logarithm
# rejected by: each_number_is_judged_by_itself, minus_zero_is_zero_too
def binary_step(x):
    return (x >= 0).to(x.dtype).clamp(5e-6, 1 - 5e-6)


# %% wrong: always float64
# rejected by: the_result_has_the_dtype_of_x
def binary_step(x):
    return (x >= 0).double()


# %% wrong: single numbers on the default device
# rejected by: the_result_lies_on_the_device_of_x
def binary_step(x):
    if x.dim() == 0:
        return torch.tensor(1.0 if x >= 0 else 0.0, dtype=x.dtype)
    return (x >= 0).to(x.dtype)
