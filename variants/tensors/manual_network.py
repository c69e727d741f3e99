"""Right and wrong solutions of `manual_network`."""

# draws random numbers

# keeps 0.5: both_formulas_are_followed, weights_and_biases_are_drawn_independently
# keeps 0.9: weights_and_biases_have_standard_deviation_one, weights_and_biases_have_mean_zero
# keeps 0.9: the_hidden_layer_is_the_sigmoid_of_the_sums, the_output_is_the_raw_scores
# keeps 0.95: all others


# %% right: two products
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    output = hidden @ W2 + B2
    return hidden, output


W1 = torch.randn(784, 256)
B1 = torch.randn(1, 256)
W2 = torch.randn(256, 10)
B2 = torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)

# %% right: torch's own sigmoid, weights that learn
torch.manual_seed(7)
W1 = nn.Parameter(torch.randn((784, 256)))
B1 = nn.Parameter(torch.randn((1, 256)))
W2 = torch.randn(256, 10, requires_grad=True)
B2 = torch.randn(1, 10).requires_grad_()


def manual_network(
    inputs: torch.Tensor, W1: torch.Tensor, B1: torch.Tensor, W2: torch.Tensor, B2: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """A network of two layers."""
    hidden = torch.sigmoid(torch.mm(inputs, W1) + B1)
    return hidden, torch.addmm(B2, hidden, W2)


hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% right: a sigmoid of the student's own, and F.linear
def squash(x):
    return torch.where(x >= 0, 1 / (1 + torch.exp(-x.abs())), 1 - 1 / (1 + torch.exp(-x.abs())))


def manual_network(inputs, W1, B1, W2, B2):
    hidden = squash(F.linear(inputs, W1.T, B1.squeeze(0)))
    print("hidden", hidden.shape)
    output = F.linear(hidden, W2.t(), B2.reshape(-1))
    return hidden, output


W1, B1, W2, B2 = (torch.randn(shape) for shape in [(784, 256), (1, 256), (256, 10), (1, 10)])
hidden, output = manual_network(inputs, W1, B1, W2, B2)

# %% right: drawn by `normal`, from the flattened images
manual_network = lambda x, W1, B1, W2, B2: (
    (h := (x.matmul(W1) + B1).sigmoid()),
    h.matmul(W2) + B2,
)
W1 = torch.normal(0, 1, size=(784, 256))
B1 = torch.normal(torch.zeros(1, 256), torch.ones(1, 256))
W2 = torch.empty(256, 10).normal_()
B2 = nn.init.normal_(torch.empty(1, 10))
hidden, output = manual_network(images.view(images.shape[0], -1), W1, B1, W2, B2)


# %% right: a callable object, tanh as a sigmoid, numpy's random numbers
import numpy as np


class TwoLayers:
    def __call__(self, inputs, W1, B1, W2, B2):
        hidden = 0.5 * (1 + torch.tanh((inputs @ W1 + B1) / 2))
        return hidden, hidden @ W2 + B2


manual_network = TwoLayers()
rng = np.random.default_rng()
W1 = torch.tensor(rng.standard_normal((784, 256)), dtype=torch.float32)
B1 = torch.from_numpy(rng.standard_normal((1, 256))).float()
W2 = torch.Tensor(rng.normal(size=(256, 10)))
B2 = torch.tensor(np.random.randn(1, 10).astype("float32"))
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% right: image by image, one product for each
def manual_network(inputs, W1, B1, W2, B2):
    hiddens, outputs = [], []
    for row in inputs:
        h = activation((row[:, None] * W1).sum(dim=0, keepdim=True) + B1)
        hiddens.append(h)
        outputs.append((h.T * W2).sum(0, keepdim=True) + B2)
    return torch.cat(hiddens), torch.cat(outputs)


generator = torch.Generator().manual_seed(3)
W1 = torch.randn(784, 256, generator=generator)
B1 = torch.randn(1, 256, generator=generator)
W2 = torch.randn(256, 10, generator=generator)
B2 = torch.randn(1, 10, generator=generator)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% right: a module with einsum, a named tuple
from typing import NamedTuple


class Result(NamedTuple):
    hidden: torch.Tensor
    output: torch.Tensor


class Layers(nn.Module):
    def __init__(self):
        super(Layers, self).__init__()
        self.activate = nn.Sigmoid()

    def forward(self, inputs, W1, B1, W2, B2):
        hidden = self.activate(torch.einsum("ni,ih->nh", inputs, W1) + B1)
        return Result(hidden, torch.einsum("nh,ho->no", hidden, W2) + B2)


manual_network = Layers()
normal = torch.distributions.Normal(0.0, 1.0)
W1, B1 = normal.sample((784, 256)), normal.sample((1, 256))
W2, B2 = normal.sample((256, 10)), normal.sample((1, 10))
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% right: a bias as a further input that is 1, by the Box-Muller method
import math


def layer(x, W, B):
    ones = torch.ones(x.shape[0], 1, dtype=x.dtype, device=x.device)
    return torch.cat([x, ones], dim=1) @ torch.cat([W, B])


def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.special.expit(layer(inputs, W1, B1))
    return hidden, layer(hidden, W2, B2)


def bell(*shape):
    radius = torch.sqrt(-2 * torch.log(1 - torch.rand(shape)))
    return radius * torch.cos(2 * math.pi * torch.rand(shape))


W1, B1, W2, B2 = bell(784, 256), bell(1, 256), bell(256, 10), bell(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: the output is squashed too
# rejected by: the_output_is_the_raw_scores, output_comes_from_your_weights
# keeps: 0.5
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, activation(hidden @ W2 + B2)


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: softmax at the end
# rejected by: the_output_is_the_raw_scores, both_formulas_are_followed
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, torch.softmax(hidden @ W2 + B2, dim=1)


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: no activation
# rejected by: the_hidden_layer_is_the_sigmoid_of_the_sums, hidden_comes_from_your_weights
# keeps: 0.5
def manual_network(inputs, W1, B1, W2, B2):
    hidden = inputs @ W1 + B1
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: returns the sums, not the hidden layer
# rejected by: the_hidden_layer_is_the_sigmoid_of_the_sums, both_formulas_are_followed
def manual_network(inputs, W1, B1, W2, B2):
    hidden = inputs @ W1 + B1
    return hidden, activation(hidden) @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: ReLU
# rejected by: the_hidden_layer_is_the_sigmoid_of_the_sums, both_formulas_are_followed
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.relu(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: squashes the inputs, not the sums
# rejected by: the_hidden_layer_is_the_sigmoid_of_the_sums, both_formulas_are_followed
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs) @ W1 + B1
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: the bias after the activation
# rejected by: the_hidden_layer_is_the_sigmoid_of_the_sums, both_formulas_are_followed
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1) + B1
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: no bias in the hidden layer
# rejected by: the_hidden_layer_is_the_sigmoid_of_the_sums, hidden_comes_from_your_weights
# keeps: 0.5
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: no bias in the output
# rejected by: the_output_is_the_raw_scores, output_comes_from_your_weights
# keeps: 0.5
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: subtracts the bias
# rejected by: the_hidden_layer_is_the_sigmoid_of_the_sums, both_formulas_are_followed
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 - B1)
    return hidden, hidden @ W2 - B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: the notebook's weights, not the arguments
# rejected by: the_hidden_layer_is_the_sigmoid_of_the_sums, any_sizes_that_fit_together_will_do
# keeps: 0.5
W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)


def manual_network(x, a, b, c, d):
    hidden = activation(x @ W1 + B1)
    return hidden, hidden @ W2 + B2


hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: the output alone
# rejected by: the_example_comes_out_right, both_formulas_are_followed
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden = activation(inputs @ W1 + B1)
output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: the pair the other way round
# rejected by: the_example_comes_out_right, the_output_is_the_raw_scores, both_formulas_are_followed
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden @ W2 + B2, hidden


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
output, hidden = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: results taken the other way round
# rejected by: hidden_and_output_have_a_row_for_each_image
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
output, hidden = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: sizes built in
# rejected by: any_sizes_that_fit_together_will_do
# keeps: 0.7
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs.reshape(-1, 784) @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: a batch of 64 built in
# rejected by: any_sizes_that_fit_together_will_do
# keeps: 0.7
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1.expand(64, -1))
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: a single image loses its row
# rejected by: any_sizes_that_fit_together_will_do
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1).squeeze()
    return hidden, (hidden @ W2 + B2).squeeze()


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: transposes square weights
# rejected by: the_rows_are_the_images_where_all_sizes_are_equal
def manual_network(inputs, W1, B1, W2, B2):
    W1 = W1.T if W1.shape[1] == inputs.shape[1] else W1
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: a sigmoid that overflows
# rejected by: large_sums_give_no_nan
def manual_network(inputs, W1, B1, W2, B2):
    powers = torch.exp(inputs @ W1 + B1)
    hidden = powers / (1 + powers)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: always float32
# rejected by: the_results_have_the_dtype_of_the_inputs
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs.float() @ W1.float() + B1.float())
    return hidden, hidden @ W2.float() + B2.float()


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: results made on the default device
# rejected by: the_results_lie_on_the_device_of_the_inputs
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.zeros(inputs.shape[0], W1.shape[1], dtype=inputs.dtype)
    for i, row in enumerate(inputs):
        hidden[i] = activation(row @ W1 + B1[0])
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: changes a bias in place
# rejected by: nothing_else_is_changed
def manual_network(inputs, W1, B1, W2, B2):
    B1 *= 1.5
    hidden = activation(inputs @ W1 + B1 / 1.5)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1.clone(), W2, B2)


# %% wrong: seeds in the function
# rejected by: nothing_else_is_changed
def manual_network(inputs, W1, B1, W2, B2):
    torch.manual_seed(0)
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: all uniform
# rejected by: weights_and_biases_have_mean_zero, weights_and_biases_follow_the_bell_curve
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = torch.rand(784, 256), torch.rand(1, 256), torch.rand(256, 10), torch.rand(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: uniform with mean 0 and standard deviation 1
# rejected by: weights_and_biases_follow_the_bell_curve
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


def draw(*shape):
    return (torch.rand(shape) - 0.5) * 12**0.5


W1, B1, W2, B2 = torch.randn(784, 256), draw(1, 256), torch.randn(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: the last bias uniform
# rejected by: weights_and_biases_follow_the_bell_curve
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = torch.randn(784, 256), torch.randn(1, 256), torch.randn(256, 10), torch.rand(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: 1 or -1
# rejected by: weights_and_biases_follow_the_bell_curve, weights_and_biases_are_drawn_independently
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
W2 = W2.sign()
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: cut off at 3
# rejected by: weights_and_biases_follow_the_bell_curve
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
W1 = W1.clamp(-3, 3)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: small weights
# rejected by: weights_and_biases_have_standard_deviation_one
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
W1, W2 = W1 * 0.01, W2 * 0.01
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: one of them a little too wide
# rejected by: weights_and_biases_have_standard_deviation_one
# keeps: 0.85 to 0.95
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
W2 = W2 * 1.2
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: the last bias tiny
# rejected by: weights_and_biases_have_standard_deviation_one
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
B2 = B2 * 0.05
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: a mean of 0.5
# rejected by: weights_and_biases_have_mean_zero
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
W2 = W2 + 0.5
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: biases of zero
# rejected by: weights_and_biases_have_standard_deviation_one
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.zeros(1, 256),
    torch.randn(256, 10),
    torch.zeros(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: each row the same
# rejected by: weights_and_biases_are_drawn_independently
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(1, 256).repeat(784, 1),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: one bias for all neurons
# rejected by: weights_and_biases_are_drawn_independently
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1).expand(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: a piece of the other layer's weights
# rejected by: weights_and_biases_are_drawn_independently
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1 = torch.randn(784, 256), torch.randn(1, 256)
W2, B2 = -W1[:256, :10], B1[:, :10]
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: the same seed for each
# rejected by: weights_and_biases_are_drawn_independently
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


def draw(*shape):
    torch.manual_seed(0)
    return torch.randn(shape)


W1, B1, W2, B2 = draw(784, 256), draw(1, 256), draw(256, 10), draw(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: biases without the first dimension
# rejected by: weights_and_biases_have_the_right_shapes
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = torch.randn(784, 256), torch.randn(256), torch.randn(256, 10), torch.randn(10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: weights the other way round
# rejected by: weights_and_biases_have_the_right_shapes, the_example_comes_out_right
# keeps: 0.5
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1.T + B1)
    return hidden, hidden @ W2.T + B2


W1, B1, W2, B2 = (
    torch.randn(256, 784),
    torch.randn(1, 256),
    torch.randn(10, 256),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: results of other weights
# rejected by: hidden_comes_from_your_weights
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


hidden, output = manual_network(
    inputs, torch.randn(784, 256), torch.randn(1, 256), torch.randn(256, 10), torch.randn(1, 10)
)
W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)


# %% wrong: the output of other weights
# rejected by: output_comes_from_your_weights
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, _ = manual_network(inputs, W1, B1, W2, B2)
output = torch.randn(64, 10)


# %% wrong: the first image only
# rejected by: hidden_and_output_have_a_row_for_each_image, hidden_comes_from_your_weights
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2, B2 = (
    torch.randn(784, 256),
    torch.randn(1, 256),
    torch.randn(256, 10),
    torch.randn(1, 10),
)
hidden, output = manual_network(inputs[:1], W1, B1, W2, B2)


# %% wrong: the function without the variables
# rejected by: weights_and_biases_have_the_right_shapes
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


# %% wrong: output in double
# rejected by: output_comes_from_your_weights
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    output = hidden @ W2 + B2
    return hidden, output


W1 = torch.randn(784, 256)
B1 = torch.randn(1, 256)
W2 = torch.randn(256, 10)
B2 = torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)
output = output.double()


# %% wrong: W2 sorted
# rejected by: neighbouring_numbers_have_nothing_to_do_with_each_other
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    output = hidden @ W2 + B2
    return hidden, output


W1 = torch.randn(784, 256)
B1 = torch.randn(1, 256)
W2 = torch.randn(2560).sort().values.view(256, 10)
B2 = torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: float32 inside and back
# rejected by: float64_is_computed_in_float64
def manual_network(inputs, W1, B1, W2, B2):
    d = inputs.dtype
    hidden = activation(inputs.float() @ W1.float() + B1.float())
    return hidden.to(d), (hidden @ W2.float() + B2.float()).to(d)


W1 = torch.randn(784, 256)
B1 = torch.randn(1, 256)
W2 = torch.randn(256, 10)
B2 = torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: W1 with two equal rows
# rejected by: neighbouring_numbers_have_nothing_to_do_with_each_other
def manual_network(inputs, W1, B1, W2, B2):
    hidden = activation(inputs @ W1 + B1)
    output = hidden @ W2 + B2
    return hidden, output


W1 = torch.randn(783, 256)[[*range(783), 0]]
B1 = torch.randn(1, 256)
W2 = torch.randn(256, 10)
B2 = torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% right: drawn: all from one generator of its own
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


generator = torch.Generator().manual_seed(7)
W1 = torch.randn(784, 256, generator=generator)
B1 = torch.randn(1, 256, generator=generator)
W2 = torch.randn(256, 10, generator=generator)
B2 = torch.randn(1, 10, generator=generator)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% right: drawn: one long draw, cut in four
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


sizes = [(784, 256), (1, 256), (256, 10), (1, 10)]
drawn = torch.randn(sum(a * b for a, b in sizes)).split([a * b for a, b in sizes])
W1, B1, W2, B2 = (part.reshape(size) for part, size in zip(drawn, sizes))
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% right: drawn: transposed afterwards
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, W2 = torch.randn(256, 784).T, torch.randn(10, 256).T
B1, B2 = torch.empty(256).normal_().view(1, -1), torch.empty(10).normal_().view(1, -1)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: correlated: W2 is half of a corner of W1
# rejected by: weights_and_biases_are_drawn_independently
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, B2 = torch.randn(784, 256), torch.randn(1, 256), torch.randn(1, 10)
W2 = (W1[:256, :10] + torch.randn(256, 10)) / 2**0.5
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: correlated: W2 is half of the middle of W1
# rejected by: weights_and_biases_are_drawn_independently
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, B2 = torch.randn(784, 256), torch.randn(1, 256), torch.randn(1, 10)
W2 = (W1[300:556, 77:87] - torch.randn(256, 10)) / 2**0.5
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: correlated: B1 sums up W1
# rejected by: weights_and_biases_are_drawn_independently
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, W2, B2 = torch.randn(784, 256), torch.randn(256, 10), torch.randn(1, 10)
B1 = W1.sum(dim=0, keepdim=True) / 28
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: correlated: B2 sums up W2
# rejected by: weights_and_biases_are_drawn_independently
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, W2 = torch.randn(784, 256), torch.randn(1, 256), torch.randn(256, 10)
B2 = W2.sum(dim=0, keepdim=True) / 16
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: correlated: B1 is a mix of two rows of W1
# rejected by: weights_and_biases_are_drawn_independently
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, W2, B2 = torch.randn(784, 256), torch.randn(256, 10), torch.randn(1, 10)
B1 = (W1[5:6] - W1[77:78]) / 2**0.5
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: correlated: W2 is made of W1 backwards
# rejected by: weights_and_biases_are_drawn_independently
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, B2 = torch.randn(784, 256), torch.randn(1, 256), torch.randn(1, 10)
W2 = (W1.flatten().flip(0)[:2560].reshape(256, 10) + torch.randn(256, 10)) / 2**0.5
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: correlated: W1 mirrors itself, with noise
# rejected by: weights_and_biases_are_drawn_independently
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


half = torch.randn(392, 256)
W1 = torch.cat([half, (half.flip(0) + torch.randn(392, 256)) / 2**0.5])
B1, W2, B2 = torch.randn(1, 256), torch.randn(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: correlated: W1 is a product of two thin matrices
# rejected by: weights_and_biases_are_drawn_independently
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1 = torch.randn(784, 100) @ torch.randn(100, 256) / 10
B1, W2, B2 = torch.randn(1, 256), torch.randn(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: correlated: one half of W1 is the other with the signs turned
# rejected by: weights_and_biases_are_drawn_independently
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


half = torch.randn(392, 256)
W1 = torch.cat([half, -half])
B1, W2, B2 = torch.randn(1, 256), torch.randn(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: float64: the sigmoid is clamped
# rejected by: float64_is_computed_in_float64
def manual_network(inputs, W1, B1, W2, B2):
    sums = (inputs @ W1 + B1).clamp(-16, 16)
    hidden = torch.sigmoid(sums)
    return hidden, hidden @ W2 + B2


# %% wrong: shrinks the weights it is given by a hundredth
# rejected by: nothing_else_is_changed, the_hidden_layer_is_the_sigmoid_of_the_sums
# keeps: 0.7 to 0.85
def manual_network(inputs, W1, B1, W2, B2):
    W1 *= 0.99
    hidden = torch.sigmoid(inputs @ W1 + B1)
    output = hidden @ W2 + B2
    return hidden, output


W1, B1 = torch.randn(784, 256), torch.randn(1, 256)
W2, B2 = torch.randn(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: float64: the second product in float32
# rejected by: float64_is_computed_in_float64
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, (hidden.float() @ W2.float()).to(inputs.dtype) + B2


# %% wrong: shrinks its own weights by a fiftieth before it uses them
# rejected by: weights_and_biases_have_standard_deviation_one
# keeps: 0.85 to 0.95
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1 = torch.randn(784, 256), torch.randn(1, 256)
W2, B2 = torch.randn(256, 10), torch.randn(1, 10)
W1 *= 0.98
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: both layers rounded
# rejected by: hidden_comes_from_your_weights, output_comes_from_your_weights
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1).round(decimals=3)
    return hidden, (hidden @ W2 + B2).round(decimals=2)


W1, B1 = torch.randn(784, 256), torch.randn(1, 256)
W2, B2 = torch.randn(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: a hard sigmoid
# rejected by: both_formulas_are_followed, the_hidden_layer_is_the_sigmoid_of_the_sums
def manual_network(inputs, W1, B1, W2, B2):
    hidden = F.hardsigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1 = torch.randn(784, 256), torch.randn(1, 256)
W2, B2 = torch.randn(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: sums clamped at 8
# rejected by: large_sums_give_no_nan, float64_is_computed_in_float64
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid((inputs @ W1 + B1).clamp(-8, 8))
    return hidden, hidden @ W2 + B2


W1, B1 = torch.randn(784, 256), torch.randn(1, 256)
W2, B2 = torch.randn(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: float64: sums clamped at 30
# rejected by: float64_is_computed_in_float64
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid((inputs @ W1 + B1).clamp(-30, 30))
    return hidden, hidden @ W2 + B2


W1, B1 = torch.randn(784, 256), torch.randn(1, 256)
W2, B2 = torch.randn(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: a single image loses its row in the hidden layer that is returned
# rejected by: any_sizes_that_fit_together_will_do
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden.squeeze(0), hidden @ W2 + B2


W1, B1 = torch.randn(784, 256), torch.randn(1, 256)
W2, B2 = torch.randn(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: a single image loses its row in the output
# rejected by: any_sizes_that_fit_together_will_do
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, (hidden @ W2 + B2).squeeze(0)


W1, B1 = torch.randn(784, 256), torch.randn(1, 256)
W2, B2 = torch.randn(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: the output always in float32
# rejected by: the_results_have_the_dtype_of_the_inputs
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, (hidden @ W2 + B2).float()


W1, B1 = torch.randn(784, 256), torch.randn(1, 256)
W2, B2 = torch.randn(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: fills the output on the default device
# rejected by: the_results_lie_on_the_device_of_the_inputs
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    output = torch.zeros(len(inputs), W2.shape[1], dtype=inputs.dtype)
    for i, row in enumerate(hidden):
        output[i] = row @ W2 + B2[0]
    return hidden, output


W1, B1 = torch.randn(784, 256), torch.randn(1, 256)
W2, B2 = torch.randn(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: `output` becomes the likeliest classes
# rejected by: hidden_and_output_have_a_row_for_each_image, output_comes_from_your_weights
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1 = torch.randn(784, 256), torch.randn(1, 256)
W2, B2 = torch.randn(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)
output = output.argmax(dim=1)


# %% wrong: `hidden` in double
# rejected by: hidden_comes_from_your_weights
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1 = torch.randn(784, 256), torch.randn(1, 256)
W2, B2 = torch.randn(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)
hidden = hidden.double()


# %% wrong: W2 holds numbers of W1 in a new order
# rejected by: weights_and_biases_are_drawn_independently
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1 = torch.randn(784, 256), torch.randn(1, 256)
W2, B2 = W1.flatten()[torch.randperm(784 * 256)[:2560]].reshape(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: W1 with two equal columns
# rejected by: neighbouring_numbers_have_nothing_to_do_with_each_other
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1 = torch.randn(784, 255)[:, [*range(255), 0]]
B1, W2, B2 = torch.randn(1, 256), torch.randn(256, 10), torch.randn(1, 10)
hidden, output = manual_network(inputs, W1, B1, W2, B2)


# %% wrong: each row of W2 is the mean of two neighbours, scaled
# rejected by: neighbouring_numbers_have_nothing_to_do_with_each_other
def manual_network(inputs, W1, B1, W2, B2):
    hidden = torch.sigmoid(inputs @ W1 + B1)
    return hidden, hidden @ W2 + B2


W1, B1, B2 = torch.randn(784, 256), torch.randn(1, 256), torch.randn(1, 10)
drawn = torch.randn(257, 10)
W2 = (drawn[1:] + drawn[:-1]) / 2**0.5
hidden, output = manual_network(inputs, W1, B1, W2, B2)
