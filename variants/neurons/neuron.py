"""Right and wrong solutions of `neuron`."""

# keeps 0.5: vectors_of_every_length_are_summed_up, the_bias_is_added
# keeps 0.5: the_activation_that_is_given_is_applied
# keeps 0.9: the_activation_is_called_once_with_the_weighted_sum
# keeps 0.95: all others


# %% right: a product, summed
def neuron(inputs, weights, bias, activation):
    return activation((weights * inputs).sum() + bias)


# %% right: a dot product
neuron = lambda inputs, weights, bias, activation: activation(torch.dot(inputs, weights) + bias)


# %% right: a matrix product, step by step, with a print
from collections.abc import Callable


def neuron(
    inputs: torch.Tensor, weights: torch.Tensor, bias: float, activation: Callable
) -> torch.Tensor:
    """One neuron."""
    z = inputs @ weights
    z = z + bias
    print(f"weighted sum: {z}")
    return activation(z)


# %% right: a loop over the inputs
def neuron(inputs, weights, bias, activation):
    total = bias
    for i in range(len(inputs)):
        total = total + weights[i] * inputs[i]
    return activation(total)


# %% right: sum over pairs
def neuron(inputs, weights, bias, activation):
    return activation(sum(w * x for w, x in zip(weights, inputs)) + bias)


# %% right: accumulates in a new tensor
def neuron(inputs, weights, bias, activation):
    z = torch.zeros((), dtype=inputs.dtype, device=inputs.device)
    for x, w in zip(inputs, weights):
        z += x * w
    z += bias
    return activation(z)


# %% right: Python numbers, made a tensor again
def neuron(inputs, weights, bias, activation):
    z = sum(a * b for a, b in zip(inputs.tolist(), weights.tolist())) + float(bias)
    return activation(torch.tensor(z, dtype=inputs.dtype, device=inputs.device))


# %% right: einsum in a helper function
def weighted_sum(x, w, b):
    return torch.einsum("i,i->", x, w) + b


class Neuron:
    def __call__(self, inputs, weights, bias, activation):
        return activation(weighted_sum(inputs, weights, bias))


neuron = Neuron()


# %% right: the bias as a tensor
def neuron(inputs, weights, bias, activation):
    bias = torch.as_tensor(bias, dtype=inputs.dtype, device=inputs.device)
    return activation(torch.add(torch.inner(weights, inputs), bias))


# %% right: as a matrix, and back to a number
def neuron(inputs, weights, bias, activation):
    z = inputs.view(1, -1) @ weights.view(-1, 1) + bias
    return activation(z.squeeze())


# %% wrong: no bias
# rejected by: the_bias_is_added, vectors_of_every_length_are_summed_up
def neuron(inputs, weights, bias, activation):
    return activation(torch.dot(inputs, weights))


# %% wrong: the bias subtracted
# rejected by: the_bias_is_added
def neuron(inputs, weights, bias, activation):
    return activation(torch.dot(inputs, weights) - bias)


# %% wrong: the bias after the activation
# rejected by: the_activation_that_is_given_is_applied
def neuron(inputs, weights, bias, activation):
    return activation(torch.dot(inputs, weights)) + bias


# %% wrong: the bias added to every product
# rejected by: vectors_of_every_length_are_summed_up
def neuron(inputs, weights, bias, activation):
    return activation((inputs * weights + bias).sum())


# %% wrong: no activation
# rejected by: the_activation_that_is_given_is_applied
def neuron(inputs, weights, bias, activation):
    return torch.dot(inputs, weights) + bias


# %% wrong: always a sigmoid
# rejected by: the_activation_that_is_given_is_applied, vectors_of_every_length_are_summed_up
def neuron(inputs, weights, bias, activation):
    return torch.sigmoid(torch.dot(inputs, weights) + bias)


# %% wrong: the activation on the inputs
# rejected by: the_activation_that_is_given_is_applied
def neuron(inputs, weights, bias, activation):
    return torch.dot(activation(inputs), weights) + bias


# %% wrong: the activation on every product
# rejected by: the_activation_is_called_once_with_the_weighted_sum
def neuron(inputs, weights, bias, activation):
    return activation(inputs * weights + bias / len(inputs)).sum()


# %% wrong: the activation on every product, one by one
# rejected by: the_activation_is_called_once_with_the_weighted_sum
def neuron(inputs, weights, bias, activation):
    return sum(activation(x * w) for x, w in zip(inputs, weights)) + bias


# %% wrong: the activation twice
# rejected by: the_activation_is_called_once_with_the_weighted_sum
def neuron(inputs, weights, bias, activation):
    return activation(activation(torch.dot(inputs, weights) + bias))


# %% wrong: the activation called for a print too
# rejected by: the_activation_is_called_once_with_the_weighted_sum
def neuron(inputs, weights, bias, activation):
    z = torch.dot(inputs, weights) + bias
    print(activation(z))
    return activation(z)


# %% wrong: the mean
# rejected by: vectors_of_every_length_are_summed_up
def neuron(inputs, weights, bias, activation):
    return activation((inputs * weights).mean() + bias)


# %% wrong: the sum of the weights and inputs
# rejected by: vectors_of_every_length_are_summed_up
def neuron(inputs, weights, bias, activation):
    return activation((inputs + weights).sum() + bias)


# %% wrong: not summed
# rejected by: the_result_is_a_single_number
def neuron(inputs, weights, bias, activation):
    return activation(inputs * weights + bias)


# %% wrong: a vector of length 1
# rejected by: the_result_is_a_single_number
def neuron(inputs, weights, bias, activation):
    return activation((inputs * weights).sum(dim=0, keepdim=True) + bias)


# %% wrong: the activation gets a vector of length 1
# rejected by: the_activation_is_called_once_with_the_weighted_sum
def neuron(inputs, weights, bias, activation):
    z = (inputs * weights).sum(dim=0, keepdim=True) + bias
    return activation(z).squeeze()


# %% wrong: a Python number
# rejected by: the_result_is_a_single_number
def neuron(inputs, weights, bias, activation):
    return activation(torch.dot(inputs, weights) + bias).item()


# %% wrong: the activation gets a Python number
# rejected by: the_activation_is_called_once_with_the_weighted_sum
def neuron(inputs, weights, bias, activation):
    return activation((torch.dot(inputs, weights) + bias).item())


# %% wrong: three inputs only
# rejected by: vectors_of_every_length_are_summed_up
def neuron(inputs, weights, bias, activation):
    z = inputs[0] * weights[0] + inputs[1] * weights[1] + inputs[2] * weights[2] + bias
    return activation(z)


# %% wrong: the bias must be a tensor
# rejected by: the_bias_may_be_a_number_or_a_tensor
def neuron(inputs, weights, bias, activation):
    return activation(torch.dot(inputs, weights) + bias.to(inputs.dtype))


# %% wrong: the bias must be a number
# rejected by: the_bias_may_be_a_number_or_a_tensor
def neuron(inputs, weights, bias, activation):
    if not isinstance(bias, (int, float)):
        raise TypeError("the bias is a number")
    return activation(torch.dot(inputs, weights) + bias)


# %% wrong: always float32
# rejected by: the_result_has_the_dtype_of_the_inputs
def neuron(inputs, weights, bias, activation):
    z = sum(a * b for a, b in zip(inputs.tolist(), weights.tolist())) + float(bias)
    return activation(torch.tensor(z, device=inputs.device))


# %% wrong: multiplies in place
# rejected by: what_it_is_given_and_the_settings_of_torch_stay_as_they_were
def neuron(inputs, weights, bias, activation):
    weights *= inputs
    return activation(weights.sum() + bias)


# %% wrong: adds to the bias in place
# rejected by: what_it_is_given_and_the_settings_of_torch_stay_as_they_were
def neuron(inputs, weights, bias, activation):
    z = bias
    for x, w in zip(inputs, weights):
        z += x * w
    return activation(z)


# %% wrong: seeds torch
# rejected by: what_it_is_given_and_the_settings_of_torch_stay_as_they_were
def neuron(inputs, weights, bias, activation):
    torch.manual_seed(7)
    return activation(torch.dot(inputs, weights) + bias)


# %% wrong: products in a tensor on the default device
# rejected by: new_tensors_lie_on_the_device_of_the_inputs
def neuron(inputs, weights, bias, activation):
    products = torch.zeros(len(inputs), dtype=inputs.dtype)
    for i in range(len(inputs)):
        products[i] = inputs[i] * weights[i]
    return activation((products + 0 * inputs).sum() + bias)


# %% wrong: the worked example only
# rejected by: vectors_of_every_length_are_summed_up
def neuron(inputs, weights, bias, activation):
    return activation(torch.tensor(0.25))


# %% right: numpy with force
import numpy as np


def neuron(inputs, weights, bias, activation):
    z = np.inner(inputs.numpy(force=True), weights.numpy(force=True)) + float(bias)
    return activation(torch.tensor(z, dtype=inputs.dtype, device=inputs.device))


# %% wrong: zero bias means default bias
# rejected by: the_bias_is_added
def neuron(inputs, weights, bias, activation):
    return activation((inputs * weights).sum() + (bias or 1.0))


# %% wrong: at most 100 inputs
# rejected by: vectors_of_every_length_are_summed_up
def neuron(inputs, weights, bias, activation):
    return activation((inputs[:100] * weights[:100]).sum() + bias)


# %% wrong: result brought to the CPU
# rejected by: new_tensors_lie_on_the_device_of_the_inputs
def neuron(inputs, weights, bias, activation):
    return activation((inputs * weights).sum() + bias).cpu()


# %% wrong: float64: sums in float32 for long vectors
# rejected by: vectors_of_every_length_are_summed_up
def neuron(inputs, weights, bias, activation):
    if len(inputs) > 100:
        z = (inputs.float() @ weights.float()).to(inputs.dtype) + bias
    else:
        z = inputs @ weights + bias
    return activation(z)


# %% wrong: the result rounded to three digits
# rejected by: vectors_of_every_length_are_summed_up, the_worked_example_with_a_sigmoid
def neuron(inputs, weights, bias, activation):
    return torch.round(activation(torch.dot(inputs, weights) + bias), decimals=3)


# %% wrong: the result rounded to four digits
# rejected by: vectors_of_every_length_are_summed_up, the_bias_may_be_a_number_or_a_tensor
def neuron(inputs, weights, bias, activation):
    return torch.round(activation(torch.dot(inputs, weights) + bias), decimals=4)


# %% wrong: the weighted sum rounded to three digits
# rejected by: vectors_of_every_length_are_summed_up
def neuron(inputs, weights, bias, activation):
    z = torch.dot(inputs, weights) + bias
    return activation(z.round(decimals=3))


# %% wrong: float64: the weighted sum rounded to nine digits
# rejected by: vectors_of_every_length_are_summed_up
def neuron(inputs, weights, bias, activation):
    z = torch.dot(inputs, weights) + bias
    return activation(z.round(decimals=9))


# %% wrong: takes away dimensions of size 1 first
# rejected by: vectors_of_every_length_are_summed_up
def neuron(inputs, weights, bias, activation):
    return activation(inputs.squeeze() @ weights.squeeze() + bias)


# %% wrong: the size of the bias
# rejected by: the_bias_is_added
def neuron(inputs, weights, bias, activation):
    return activation(torch.dot(inputs, weights) + abs(bias))


# %% wrong: takes every bias but a decimal number for a tensor
# rejected by: the_bias_may_be_a_number_or_a_tensor
def neuron(inputs, weights, bias, activation):
    if not isinstance(bias, float):
        bias = bias.to(inputs.dtype)
    return activation(torch.dot(inputs, weights) + bias)


# %% wrong: a vector of a bias that is a number, on the default device
# rejected by: new_tensors_lie_on_the_device_of_the_inputs
def neuron(inputs, weights, bias, activation):
    if not isinstance(bias, torch.Tensor):
        bias = torch.full((1,), bias, dtype=inputs.dtype)
    return activation((torch.dot(inputs, weights) + bias).squeeze())


# %% wrong: a vector of a bias that is a tensor, on the default device
# rejected by: new_tensors_lie_on_the_device_of_the_inputs
def neuron(inputs, weights, bias, activation):
    if isinstance(bias, torch.Tensor):
        bias = torch.full((1,), bias.item(), dtype=inputs.dtype)
    return activation((torch.dot(inputs, weights) + bias).squeeze())
