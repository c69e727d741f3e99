"""Right and wrong solutions of `functional_network`."""

# keeps 0.5: the_output_is_what_the_formula_gives
# keeps 0.8: two_networks_share_no_weights
# keeps 0.85: the_two_layers_are_the_only_submodules
# keeps 0.9: every_weight_can_be_trained
# keeps 0.95: all others


# %% right: torch.sigmoid and F.softmax
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        x = torch.sigmoid(self.hidden(x))
        x = F.softmax(self.output(x), dim=1)
        return x


# %% right: F.sigmoid and the tensor method, the older form of super
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super(FunctionalNetwork, self).__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        return self.output(F.sigmoid(self.hidden(x))).softmax(-1)


# %% right: modules made on the way, never registered
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        hidden = nn.Sigmoid()(self.hidden(x))
        scores = self.output(hidden)
        return nn.Softmax(dim=1)(scores)


# %% right: functions and unregistered modules kept as attributes
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.squash = torch.sigmoid
        self.others = [nn.Softmax(dim=1)]

    def forward(self, x):
        x = self.squash(self.hidden(x))
        for activation in self.others:
            x = activation(self.output(x))
        return x


# %% right: the formulas written out
def sigmoid(z):
    return 1 / (1 + torch.exp(-z))


def softmax(scores):
    """Each row's exponentials, divided by their sum."""
    e = torch.exp(scores - scores.max(dim=1, keepdim=True).values)
    return e / e.sum(dim=1, keepdim=True)


class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        hidden = sigmoid(self.hidden(x))
        return softmax(self.output(hidden))


# %% right: F.linear with the weights, type hints, assertions
class FunctionalNetwork(nn.Module):
    """The network with functions."""

    def __init__(self, n_hidden: int = 256) -> None:
        super().__init__()
        self.hidden: nn.Linear = nn.Linear(784, n_hidden)
        self.output: nn.Linear = nn.Linear(n_hidden, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        assert x.dim() == 2, "flatten the images first"
        x = F.linear(x, self.hidden.weight, self.hidden.bias)
        x = torch.special.expit(x)
        x = F.linear(x, self.output.weight, self.output.bias)
        return torch.exp(F.log_softmax(x, dim=1))


# %% right: a base class, in place where it does no harm, prints
class Base(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        nn.init.normal_(self.output.weight, std=0.05)


class FunctionalNetwork(Base):
    def forward(self, x):
        print("in:", x.shape)
        x = self.hidden(x).sigmoid_()
        x = torch.softmax(self.output(x), 1)
        print("out:", x)
        return x


# %% wrong: the sigmoid is registered
# rejected by: the_two_layers_are_the_only_submodules
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()

    def forward(self, x):
        return F.softmax(self.output(self.sigmoid(self.hidden(x))), dim=1)


# %% wrong: the softmax is registered at the first call
# rejected by: nothing_else_is_registered
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        self.softmax = nn.Softmax(dim=1)
        return self.softmax(self.output(torch.sigmoid(self.hidden(x))))


# %% wrong: a list of modules registers the activations
# rejected by: the_two_layers_are_the_only_submodules
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.activations = nn.ModuleList([nn.Sigmoid(), nn.Softmax(dim=1)])

    def forward(self, x):
        x = self.activations[0](self.hidden(x))
        return self.activations[1](self.output(x))


# %% wrong: output before hidden
# rejected by: the_two_layers_are_the_only_submodules
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.output = nn.Linear(256, 10)
        self.hidden = nn.Linear(784, 256)

    def forward(self, x):
        return F.softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)


# %% wrong: a buffer
# rejected by: nothing_else_is_registered
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.register_buffer("one", torch.ones(1))

    def forward(self, x):
        x = self.one / (self.one + torch.exp(-self.hidden(x)))
        return F.softmax(self.output(x), dim=1)


# %% wrong: the hidden layer is registered under a second name
# rejected by: the_two_layers_are_the_only_submodules, nothing_else_is_registered
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.first = self.hidden

    def forward(self, x):
        return F.softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)


# %% wrong: softmax over the batch
# rejected by: every_row_is_a_distribution, the_output_is_what_the_formula_gives
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        return F.softmax(self.output(torch.sigmoid(self.hidden(x))), dim=0)


# %% wrong: softmax over the whole matrix
# rejected by: every_row_is_a_distribution
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        scores = self.output(torch.sigmoid(self.hidden(x)))
        return torch.softmax(scores.flatten(), dim=0).view_as(scores)


# %% wrong: the softmax along whichever dimension has ten entries first
# rejected by: ten_images_are_no_special_case
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        scores = self.output(torch.sigmoid(self.hidden(x)))
        return torch.softmax(scores, dim=list(scores.shape).index(10))


# %% wrong: no sigmoid
# rejected by: the_output_is_what_the_formula_gives
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        return F.softmax(self.output(self.hidden(x)), dim=1)


# %% wrong: tanh in place of the sigmoid
# rejected by: the_output_is_what_the_formula_gives
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        return F.softmax(self.output(torch.tanh(self.hidden(x))), dim=1)


# %% wrong: ReLU in place of the sigmoid
# rejected by: the_output_is_what_the_formula_gives
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        return F.softmax(self.output(torch.relu(self.hidden(x))), dim=1)


# %% wrong: sigmoid before the hidden layer
# rejected by: the_output_is_what_the_formula_gives
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        x = self.hidden(torch.sigmoid(x))
        return F.softmax(self.output(x), dim=1)


# %% wrong: sigmoid after both layers and no softmax
# rejected by: every_row_is_a_distribution
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        x = torch.sigmoid(self.hidden(x))
        return torch.sigmoid(self.output(x))


# %% wrong: sigmoid twice
# rejected by: the_output_is_what_the_formula_gives
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        x = torch.sigmoid(torch.sigmoid(self.hidden(x)))
        return F.softmax(self.output(x), dim=1)


# %% wrong: log_softmax
# rejected by: every_row_is_a_distribution
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        return F.log_softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)


# %% wrong: returns scores
# rejected by: every_row_is_a_distribution, the_output_is_what_the_formula_gives
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        return self.output(torch.sigmoid(self.hidden(x)))


# %% wrong: the bias is left out
# rejected by: the_output_is_what_the_formula_gives, every_weight_can_be_trained
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        x = torch.sigmoid(x @ self.hidden.weight.T)
        return F.softmax(x @ self.output.weight.T, dim=1)


# %% wrong: layers without bias
# rejected by: the_two_layers_are_the_only_submodules, nothing_else_is_registered
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256, bias=False)
        self.output = nn.Linear(256, 10, bias=False)

    def forward(self, x):
        return F.softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)


# %% wrong: weights as bare parameters
# rejected by: the_two_layers_are_the_only_submodules, nothing_else_is_registered
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Parameter(torch.randn(784, 256) * 0.05)
        self.output = nn.Parameter(torch.randn(256, 10) * 0.05)

    def forward(self, x):
        return F.softmax(torch.sigmoid(x @ self.hidden) @ self.output, dim=1)


# %% wrong: without gradients
# rejected by: every_weight_can_be_trained
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        with torch.no_grad():
            return F.softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)


# %% wrong: through numpy, which cuts the gradient
# rejected by: every_weight_can_be_trained
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        hidden = torch.sigmoid(self.hidden(x))
        hidden = torch.from_numpy(hidden.detach().numpy())
        return F.softmax(self.output(hidden), dim=1)


# %% wrong: a frozen output layer
# rejected by: every_weight_can_be_trained
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.output.requires_grad_(False)

    def forward(self, x):
        return F.softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)


# %% wrong: weights shared through a default argument
# rejected by: two_networks_share_no_weights
class FunctionalNetwork(nn.Module):
    def __init__(self, hidden=nn.Linear(784, 256), output=nn.Linear(256, 10)):
        super().__init__()
        self.hidden = hidden
        self.output = output

    def forward(self, x):
        return F.softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)


# %% wrong: one sum for the whole batch
# rejected by: every_row_is_a_distribution, the_output_is_what_the_formula_gives
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        e = torch.exp(self.output(torch.sigmoid(self.hidden(x))))
        return e / e.sum()


# %% wrong: a single image loses its batch
# rejected by: a_single_image_is_enough
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        if x.shape[0] == 1:
            x = x.squeeze(0)
        return F.softmax(self.output(torch.sigmoid(self.hidden(x))), dim=-1)


# %% wrong: a batch of 64 written down
# rejected by: a_single_image_is_enough, ten_images_are_no_special_case
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        hidden = torch.zeros(64, 256)
        hidden += torch.sigmoid(self.hidden(x))
        return F.softmax(self.output(hidden), dim=1)


# %% wrong: the sum of the exponentials is kept in float32
# rejected by: double_precision_stays_double
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        e = torch.exp(self.output(torch.sigmoid(self.hidden(x)))).float()
        return e / e.sum(dim=1, keepdim=True)


# %% wrong: a tensor made on the CPU
# rejected by: it_runs_on_the_device_of_its_weights
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        hidden = torch.zeros(x.shape[0], 256, dtype=x.dtype)
        hidden = hidden + torch.sigmoid(self.hidden(x))
        return F.softmax(self.output(hidden), dim=1)


# %% wrong: gradients are switched on for good
# rejected by: its_input_and_torch_stay_as_they_were
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        torch.set_grad_enabled(False)
        return F.softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)


# %% wrong: the input is squashed in place
# rejected by: its_input_and_torch_stay_as_they_were, the_output_is_what_the_formula_gives
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        x.clamp_(0, 1)
        return F.softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)


# %% wrong: dropout between the layers
# rejected by: the_output_is_what_the_formula_gives
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        hidden = F.dropout(torch.sigmoid(self.hidden(x)), training=self.training)
        return F.softmax(self.output(hidden), dim=1)


# %% wrong: probabilities and classes
# rejected by: a_batch_of_images_gives_ten_numbers_each
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        p = F.softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)
        return p, p.argmax(dim=1)


# %% wrong: one layer with one activation
# rejected by: the_two_layers_are_the_only_submodules, the_output_is_what_the_formula_gives
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.output = nn.Linear(784, 10)

    def forward(self, x):
        return F.softmax(self.output(x), dim=1)


# %% wrong: forward is still to be written
# rejected by: the_output_is_what_the_formula_gives
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        raise NotImplementedError()


# %% right: prints a list
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        p = F.softmax(self.output(torch.sigmoid(self.hidden(x))), dim=1)
        print([round(v, 3) for v in p[0].tolist()])
        return p


# %% right: keeps copies on the CPU
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        h = torch.sigmoid(self.hidden(x))
        self.seen = h.detach().cpu()
        return F.softmax(self.output(h), dim=1)


# %% wrong: logits under no_grad
# rejected by: neither_the_mode_nor_the_size_of_numbers_and_batches_matters
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        s = self.output(torch.sigmoid(self.hidden(x)))
        return s.softmax(1) if s.requires_grad else s


# %% wrong: sigmoid inside hidden
# rejected by: each_layer_does_no_more_than_a_linear_one
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.hidden.act = nn.Sigmoid()

    def forward(self, x):
        return F.softmax(self.output(self.hidden.act(self.hidden(x))), dim=1)


# %% wrong: first 64 rows only
# rejected by: neither_the_mode_nor_the_size_of_numbers_and_batches_matters
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        p = [
            torch.softmax(self.output(torch.sigmoid(self.hidden(x[i]))), 0)
            for i in range(min(64, len(x)))
        ]
        return torch.stack(p)


# %% wrong: gradient mode left off when evaluating
# rejected by: neither_the_mode_nor_the_size_of_numbers_and_batches_matters
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        if not self.training:
            torch.set_grad_enabled(False)

        x = torch.sigmoid(self.hidden(x))
        return F.softmax(self.output(x), dim=1)


# %% right: plain list of the parameters
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.weights = [self.hidden.weight, self.hidden.bias, self.output.weight, self.output.bias]

    def forward(self, x):
        w1, b1, w2, b2 = self.weights
        return torch.softmax(torch.sigmoid(x @ w1.T + b1) @ w2.T + b2, dim=1)


# %% wrong: detached in eval mode
# rejected by: neither_the_mode_nor_the_size_of_numbers_and_batches_matters
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        s = self.output(torch.sigmoid(self.hidden(x)))
        p = s.softmax(1)
        return p if self.training else p.detach()


# %% wrong: a one for the likeliest class and zeros for the others
# rejected by: every_row_is_a_distribution, the_output_is_what_the_formula_gives
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def forward(self, x):
        scores = self.output(torch.sigmoid(self.hidden(x)))
        return F.one_hot(scores.argmax(dim=1), 10).to(scores.dtype)


# %% wrong: double precision from the start
# rejected by: a_batch_of_images_gives_ten_numbers_each
class FunctionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256, dtype=torch.float64)
        self.output = nn.Linear(256, 10, dtype=torch.float64)

    def forward(self, x):
        return F.softmax(self.output(torch.sigmoid(self.hidden(x.double()))), dim=1)
