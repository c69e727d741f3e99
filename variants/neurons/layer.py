"""Right and wrong solutions of `layer`."""

# keeps 0.5: each_value_is_right_for_all_sizes_that_fit_together
# keeps 0.5: the_activation_that_is_given_is_applied
# keeps 0.85: it_does_not_go_through_the_batch_row_by_row
# keeps 0.9: the_activation_is_called_once_with_the_whole_matrix, square_sizes_mix_nothing_up
# keeps 0.95: all others


# %% right: a matrix product
def layer(inputs, weights, bias, activation):
    return activation(inputs @ weights + bias)


# %% right: torch.mm, step by step, with a print
def layer(inputs: torch.Tensor, weights: torch.Tensor, bias: torch.Tensor, activation):
    """All neurons at once."""
    print(inputs, weights.shape)
    z = torch.mm(inputs, weights)
    z = torch.add(z, bias)
    print("weighted sums", z)
    return activation(z)


# %% right: nn.functional's linear
def layer(inputs, weights, bias, activation):
    return activation(F.linear(inputs, weights.T, bias.flatten()))


# %% right: einsum
layer = lambda inputs, weights, bias, activation: activation(
    torch.einsum("bi,ij->bj", inputs, weights) + bias.reshape(1, -1)
)


# %% right: a loop over the neurons
def layer(inputs, weights, bias, activation):
    bias = bias.reshape(-1)
    columns = []
    for j in range(weights.shape[1]):
        columns.append(inputs @ weights[:, j] + bias[j])
    return activation(torch.stack(columns, dim=1))


# %% right: fills a matrix neuron by neuron
def layer(inputs, weights, bias, activation):
    batch, n_out = inputs.shape[0], weights.shape[1]
    z = torch.empty(batch, n_out, dtype=inputs.dtype, device=inputs.device)
    for j in range(n_out):
        z[:, j] = (inputs * weights[:, j]).sum(dim=1)
    return activation(z + bias)


# %% right: adds up the inputs one by one
def layer(inputs, weights, bias, activation):
    z = bias.view(1, -1).repeat(len(inputs), 1)
    for i, row in enumerate(weights):
        z = z + inputs[:, i : i + 1] * row
    return activation(z)


# %% right: products of all with all, summed
def layer(inputs, weights, bias, activation):
    products = inputs.unsqueeze(2) * weights.unsqueeze(0)
    return activation(products.sum(dim=1) + bias)


# %% right: addmm with one bias for each row
class Layer:
    def __call__(self, inputs, weights, bias, activation):
        return activation(torch.addmm(bias, inputs, weights))


layer = Layer()


# %% right: the bias as one more input that is always 1
def layer(inputs, weights, bias, activation):
    ones = torch.ones(len(inputs), 1, dtype=inputs.dtype, device=inputs.device)
    stacked = torch.cat([weights, bias.reshape(1, -1)])
    return activation(torch.cat([inputs, ones], dim=1).matmul(stacked))


# %% right: vmap over the rows, the activation outside
def layer(inputs, weights, bias, activation):
    sums = torch.vmap(lambda row: row @ weights + bias.flatten())(inputs)
    return activation(sums)


# %% right: transposed twice
def layer(inputs, weights, bias, activation):
    z = (weights.T @ inputs.T).T
    z += bias
    return activation(z)


# %% wrong: no bias
# rejected by: each_neuron_has_a_bias_of_its_own
def layer(inputs, weights, bias, activation):
    return activation(inputs @ weights)


# %% wrong: the bias subtracted
# rejected by: each_neuron_has_a_bias_of_its_own
def layer(inputs, weights, bias, activation):
    return activation(inputs @ weights - bias)


# %% wrong: the bias after the activation
# rejected by: the_activation_that_is_given_is_applied
def layer(inputs, weights, bias, activation):
    return activation(inputs @ weights) + bias


# %% wrong: no activation
# rejected by: the_activation_that_is_given_is_applied
def layer(inputs, weights, bias, activation):
    return inputs @ weights + bias


# %% wrong: always a ReLU
# rejected by: the_activation_that_is_given_is_applied
def layer(inputs, weights, bias, activation):
    return torch.clamp(inputs @ weights + bias, min=0)


# %% wrong: the activation on the inputs
# rejected by: the_activation_that_is_given_is_applied
def layer(inputs, weights, bias, activation):
    return activation(inputs) @ weights + bias


# %% wrong: the activation twice
# rejected by: the_activation_is_called_once_with_the_whole_matrix
def layer(inputs, weights, bias, activation):
    return activation(activation(inputs @ weights + bias))


# %% wrong: the activation tried out first
# rejected by: the_activation_is_called_once_with_the_whole_matrix
def layer(inputs, weights, bias, activation):
    activation(torch.zeros(1, dtype=inputs.dtype, device=inputs.device))
    return activation(inputs @ weights + bias)


# %% wrong: the activation column by column
# rejected by: the_activation_is_called_once_with_the_whole_matrix
def layer(inputs, weights, bias, activation):
    z = inputs @ weights + bias
    return torch.stack([activation(column) for column in z.T], dim=1)


# %% wrong: the activation on the flattened sums
# rejected by: the_activation_is_called_once_with_the_whole_matrix
def layer(inputs, weights, bias, activation):
    z = inputs @ weights + bias
    return activation(z.flatten()).reshape(z.shape)


# %% wrong: the activation on the transposed matrix
# rejected by: the_activation_is_called_once_with_the_whole_matrix
def layer(inputs, weights, bias, activation):
    return activation((inputs @ weights + bias).T).T


# %% wrong: neuron by neuron, row by row
# rejected by: it_does_not_go_through_the_batch_row_by_row
def layer(inputs, weights, bias, activation):
    bias = bias.flatten()
    rows = [
        torch.stack([inputs[k] @ weights[:, j] + bias[j] for j in range(weights.shape[1])])
        for k in range(inputs.shape[0])
    ]
    return activation(torch.stack(rows))


# %% wrong: row by row
# rejected by: it_does_not_go_through_the_batch_row_by_row
def layer(inputs, weights, bias, activation):
    z = torch.zeros(len(inputs), weights.shape[1], dtype=inputs.dtype, device=inputs.device)
    for k, row in enumerate(inputs):
        z[k] = row @ weights + bias
    return activation(z)


# %% wrong: row by row over lists, without a tensor operation
# rejected by: it_does_not_go_through_the_batch_row_by_row
def layer(inputs, weights, bias, activation):
    columns, b = weights.T.tolist(), bias.flatten().tolist()
    z = [
        [sum(map(float.__mul__, row, column)) + b[j] for j, column in enumerate(columns)]
        for row in inputs.tolist()
    ]
    return activation(torch.tensor(z, dtype=inputs.dtype, device=inputs.device))


# %% wrong: in blocks of 32 rows
# rejected by: it_does_not_go_through_the_batch_row_by_row
def layer(inputs, weights, bias, activation):
    blocks = [block @ weights + bias for block in inputs.split(32)]
    return activation(torch.cat(blocks))


# %% wrong: activated row by row
# rejected by: the_activation_is_called_once_with_the_whole_matrix
def layer(inputs, weights, bias, activation):
    return torch.stack([activation(row @ weights + bias.flatten()) for row in inputs])


# %% wrong: the weights transposed
# rejected by: square_sizes_mix_nothing_up
def layer(inputs, weights, bias, activation):
    return activation(inputs @ weights.T + bias)


# %% wrong: the weights transposed where they are square
# rejected by: square_sizes_mix_nothing_up
def layer(inputs, weights, bias, activation):
    if weights.shape[1] == inputs.shape[1]:
        weights = weights.T
    return activation(inputs @ weights + bias)


# %% wrong: a bias for each example where that fits
# rejected by: square_sizes_mix_nothing_up
def layer(inputs, weights, bias, activation):
    z = inputs @ weights
    column = bias.reshape(-1, 1)
    return activation(z + (column if len(column) == len(z) else bias))


# %% wrong: the result transposed
# rejected by: each_example_gives_a_row_and_each_neuron_a_column
def layer(inputs, weights, bias, activation):
    return activation(weights.T @ inputs.T + bias.reshape(-1, 1))


# %% wrong: only a bias of shape (n_out,)
# rejected by: the_bias_may_have_two_shapes
def layer(inputs, weights, bias, activation):
    columns = [inputs @ weights[:, j] + bias[j] for j in range(len(bias))]
    return activation(torch.stack(columns, dim=1))


# %% wrong: only a bias of shape (1, n_out)
# rejected by: the_bias_may_have_two_shapes
def layer(inputs, weights, bias, activation):
    return activation(inputs @ weights + bias[0])


# %% wrong: one bias for all neurons
# rejected by: each_neuron_has_a_bias_of_its_own
def layer(inputs, weights, bias, activation):
    return activation(inputs @ weights + bias.sum())


# %% wrong: the mean
# rejected by: each_value_is_right_for_all_sizes_that_fit_together
def layer(inputs, weights, bias, activation):
    return activation(inputs @ weights / inputs.shape[1] + bias)


# %% wrong: loses the row of a batch of one
# rejected by: a_batch_of_one_gives_one_row
def layer(inputs, weights, bias, activation):
    return activation((inputs @ weights + bias).squeeze())


# %% wrong: loses the row of a batch of one in the result only
# rejected by: a_batch_of_one_gives_one_row
def layer(inputs, weights, bias, activation):
    return activation(inputs @ weights + bias).squeeze(0)


# %% wrong: the first example only
# rejected by: each_example_gives_a_row_and_each_neuron_a_column
def layer(inputs, weights, bias, activation):
    return activation(inputs[0] @ weights + bias)


# %% wrong: summed up over the neurons
# rejected by: each_example_gives_a_row_and_each_neuron_a_column
def layer(inputs, weights, bias, activation):
    return activation((inputs @ weights + bias).sum(dim=1))


# %% wrong: element by element, for square sizes
# rejected by: each_value_is_right_for_all_sizes_that_fit_together
def layer(inputs, weights, bias, activation):
    return activation(inputs * weights + bias)


# %% wrong: a layer of torch's with weights of its own
# rejected by: each_value_is_right_for_all_sizes_that_fit_together
def layer(inputs, weights, bias, activation):
    linear = nn.Linear(*weights.shape, dtype=inputs.dtype)
    return activation(linear(inputs)).detach()


# %% wrong: at most 16 inputs
# rejected by: each_value_is_right_for_all_sizes_that_fit_together
def layer(inputs, weights, bias, activation):
    return activation(inputs[:, :16] @ weights[:16] + bias)


# %% wrong: always float32
# rejected by: the_result_has_the_dtype_of_the_inputs
def layer(inputs, weights, bias, activation):
    return activation(inputs.float() @ weights.float() + bias.float())


# %% wrong: computed in float32
# rejected by: the_result_has_the_dtype_of_the_inputs
def layer(inputs, weights, bias, activation):
    z = inputs.float() @ weights.float() + bias.float()
    return activation(z.to(inputs.dtype))


# %% wrong: fills a float32 matrix
# rejected by: the_result_has_the_dtype_of_the_inputs
def layer(inputs, weights, bias, activation):
    z = torch.zeros(len(inputs), weights.shape[1], device=inputs.device)
    z[:] = inputs @ weights + bias
    return activation(z)


# %% wrong: fills a matrix on the default device
# rejected by: new_tensors_lie_on_the_device_of_the_inputs
def layer(inputs, weights, bias, activation):
    z = torch.zeros(len(inputs), weights.shape[1], dtype=inputs.dtype)
    for j in range(weights.shape[1]):
        z[:, j] = inputs @ weights[:, j]
    return activation(z + bias)


# %% wrong: reshapes the bias in place
# rejected by: what_it_is_given_and_the_settings_of_torch_stay_as_they_were
def layer(inputs, weights, bias, activation):
    bias.unsqueeze_(0)
    return activation(inputs @ weights + bias.reshape(1, -1))


# %% wrong: scales the inputs in place
# rejected by: what_it_is_given_and_the_settings_of_torch_stay_as_they_were
def layer(inputs, weights, bias, activation):
    z = inputs @ weights + bias
    inputs /= inputs.abs().max()
    return activation(z)


# %% wrong: seeds torch
# rejected by: what_it_is_given_and_the_settings_of_torch_stay_as_they_were
def layer(inputs, weights, bias, activation):
    torch.manual_seed(0)
    return activation(inputs @ weights + bias)


# %% wrong: zeros of the right shape
# rejected by: each_value_is_right_for_all_sizes_that_fit_together
def layer(inputs, weights, bias, activation):
    return activation(torch.zeros_like(inputs @ weights))


# %% right: numpy with force
import numpy as np


def layer(inputs, weights, bias, activation):
    z = inputs.numpy(force=True) @ weights.numpy(force=True) + bias.numpy(force=True)
    return activation(torch.as_tensor(z, device=inputs.device))


# %% wrong: bias expanded and changed in place for a batch of one
# rejected by: what_it_is_given_and_the_settings_of_torch_stay_as_they_were
def layer(inputs, weights, bias, activation):
    z = bias.expand(inputs.shape[0], -1).contiguous()
    z += inputs @ weights
    return activation(z)


# %% wrong: loop over groups of 512 rows
# rejected by: it_does_not_go_through_the_batch_row_by_row
def layer(inputs, weights, bias, activation):
    return activation(torch.cat([g @ weights + bias for g in inputs.split(512)]))


# %% wrong: float64: sums in float32 for long rows
# rejected by: each_value_is_right_for_all_sizes_that_fit_together
def layer(inputs, weights, bias, activation):
    if inputs.shape[1] > 100:
        sums = (inputs.float() @ weights.float()).to(inputs.dtype)
    else:
        sums = inputs @ weights
    return activation(sums + bias)


# %% wrong: the weighted sums rounded to three digits
# rejected by: each_value_is_right_for_all_sizes_that_fit_together
def layer(inputs, weights, bias, activation):
    z = inputs @ weights + bias
    return activation(z.round(decimals=3))


# %% wrong: float64: the weighted sums rounded to nine digits
# rejected by: each_value_is_right_for_all_sizes_that_fit_together
def layer(inputs, weights, bias, activation):
    z = inputs @ weights + bias
    return activation(z.round(decimals=9))


# %% wrong: always float64
# rejected by: each_value_is_right_for_all_sizes_that_fit_together
def layer(inputs, weights, bias, activation):
    return activation(inputs.double() @ weights.double() + bias.double())


# %% wrong: loses the row of a batch of one, and puts it back for a vector
# rejected by: a_batch_of_one_gives_one_row
def layer(inputs, weights, bias, activation):
    result = activation(inputs @ weights + bias).squeeze()
    return result if result.dim() == 2 else result.unsqueeze(0)


# %% wrong: prints instead of returning
# rejected by: the_worked_example, what_it_is_given_and_the_settings_of_torch_stay_as_they_were
def layer(inputs, weights, bias, activation):
    print(activation(inputs @ weights + bias))


# %% wrong: row by row, where there are fewer than a thousand
# rejected by: it_does_not_go_through_the_batch_row_by_row
def layer(inputs, weights, bias, activation):
    if len(inputs) < 1000:
        return activation(torch.stack([row @ weights for row in inputs]) + bias)
    return activation(inputs @ weights + bias)
