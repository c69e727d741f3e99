"""Right and wrong solutions of `network`."""

# keeps 0.5: the_output_is_what_the_formula_gives
# keeps 0.8: two_networks_share_no_weights
# keeps 0.9: the_four_submodules_are_there_in_order, every_weight_can_be_trained
# keeps 0.95: all others


# %% right: the lesson's own way
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        x = self.hidden(x)
        x = self.sigmoid(x)
        x = self.output(x)
        x = self.softmax(x)
        return x


# %% right: forward in one line, the older form of super, dim=-1
class Network(nn.Module):
    def __init__(self):
        super(Network, self).__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=-1)

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% right: type hints, docstring, sizes as arguments
class Network(nn.Module):
    """784 pixels to ten probabilities."""

    def __init__(self, n_in: int = 28 * 28, n_hidden: int = 256, n_out: int = 10) -> None:
        super().__init__()
        self.hidden = nn.Linear(in_features=n_in, out_features=n_hidden)
        self.output = nn.Linear(in_features=n_hidden, out_features=n_out)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h: torch.Tensor = self.sigmoid(self.hidden(x))
        return self.softmax(self.output(h))


# %% right: parts by name in a loop, and prints
PARTS = [
    ("hidden", nn.Linear, (784, 256)),
    ("output", nn.Linear, (256, 10)),
    ("sigmoid", nn.Sigmoid, ()),
    ("softmax", nn.Softmax, (1,)),
]


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        for name, kind, sizes in PARTS:
            self.add_module(name, kind(*sizes))

    def forward(self, x):
        print("input", x.shape)
        for name in ["hidden", "sigmoid", "output", "softmax"]:
            x = getattr(self, name)(x)
            print(name, x.shape)
        return x


# %% right: with an initialisation and a flattening of its own
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)
        for layer in (self.hidden, self.output):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, x):
        x = x.view(x.shape[0], -1)
        hidden = self.sigmoid(self.hidden(x))
        scores = self.output(hidden)
        self.scores = scores.detach()
        return self.softmax(scores)


# %% right: the class of a helper that holds the layers
class TwoLayers(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)

    def scores(self, x):
        return self.output(self.sigmoid(self.hidden(x)))


class Network(TwoLayers):
    def __init__(self):
        super().__init__()
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.scores(x))


# %% right: the same formulas, written out with the layers' own weights
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        h = torch.sigmoid(x @ self.hidden.weight.T + self.hidden.bias)
        s = h @ self.output.weight.T + self.output.bias
        e = torch.exp(s)
        return e / e.sum(dim=1, keepdim=True)


# %% right: moves its input to the device and dtype of its weights
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256, bias=True)
        self.output = nn.Linear(256, 10, bias=True)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        weight = self.hidden.weight
        x = x.to(weight.device, weight.dtype)
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: submodules in the order of the computation
# rejected by: the_four_submodules_are_there_in_order
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.sigmoid = nn.Sigmoid()
        self.output = nn.Linear(256, 10)
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: softmax over the batch
# rejected by: the_four_submodules_are_there_in_order, ten_images_are_no_special_case
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=0)

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: no sigmoid after the hidden layer
# rejected by: the_output_is_what_the_formula_gives
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.output(self.hidden(x)))


# %% wrong: sigmoid after the output layer as well
# rejected by: the_output_is_what_the_formula_gives
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        x = self.sigmoid(self.hidden(x))
        x = self.sigmoid(self.output(x))
        return self.softmax(x)


# %% wrong: ReLU in place of the sigmoid
# rejected by: the_four_submodules_are_there_in_order, the_output_is_what_the_formula_gives
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.ReLU()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: softmax twice
# rejected by: the_output_is_what_the_formula_gives
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        x = self.softmax(self.output(self.sigmoid(self.hidden(x))))
        return F.softmax(x, dim=1)


# %% wrong: returns the raw scores
# rejected by: every_row_is_a_distribution, the_output_is_what_the_formula_gives
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.output(self.sigmoid(self.hidden(x)))


# %% wrong: the logarithm of the softmax
# rejected by: the_four_submodules_are_there_in_order, every_row_is_a_distribution
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.LogSoftmax(dim=1)

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: layers without bias
# rejected by: the_four_submodules_are_there_in_order, nothing_else_is_registered
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256, bias=False)
        self.output = nn.Linear(256, 10, bias=False)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: another number of hidden neurons
# rejected by: the_four_submodules_are_there_in_order
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: a frozen hidden layer
# rejected by: every_weight_can_be_trained
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)
        for parameter in self.hidden.parameters():
            parameter.requires_grad = False

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: the forward pass without gradients
# rejected by: every_weight_can_be_trained
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    @torch.no_grad()
    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: detached after the hidden layer
# rejected by: every_weight_can_be_trained
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        hidden = self.sigmoid(self.hidden(x)).detach()
        return self.softmax(self.output(hidden))


# %% wrong: all networks share the layers that the module made once
# rejected by: two_networks_share_no_weights
hidden_layer = nn.Linear(784, 256)
output_layer = nn.Linear(256, 10)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = hidden_layer
        self.output = output_layer
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: layers in the body of the class
# rejected by: the_four_submodules_are_there_in_order, the_output_is_what_the_formula_gives
class Network(nn.Module):
    hidden = nn.Linear(784, 256)
    output = nn.Linear(256, 10)
    sigmoid = nn.Sigmoid()
    softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: the layers are made at every call
# rejected by: the_output_is_what_the_formula_gives
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        hidden = nn.Linear(784, 256)
        output = nn.Linear(256, 10)
        return self.softmax(output(self.sigmoid(hidden(x))))


# %% wrong: the layers are only made in forward
# rejected by: the_four_submodules_are_there_in_order, nothing_else_is_registered
class Network(nn.Module):
    def __init__(self):
        super().__init__()

    def forward(self, x):
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: an extra parameter that scales the scores
# rejected by: nothing_else_is_registered
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)
        self.scale = nn.Parameter(torch.ones(1))

    def forward(self, x):
        return self.softmax(self.scale * self.output(self.sigmoid(self.hidden(x))))


# %% wrong: a dropout layer too many
# rejected by: the_four_submodules_are_there_in_order, the_output_is_what_the_formula_gives
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)
        self.dropout = nn.Dropout(0.2)

    def forward(self, x):
        x = self.dropout(self.sigmoid(self.hidden(x)))
        return self.softmax(self.output(x))


# %% wrong: only works for batches of 64
# rejected by: a_single_image_is_enough, ten_images_are_no_special_case
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        x = x.view(64, 784)
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: squeezes a batch of one away
# rejected by: a_single_image_is_enough
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x)))).squeeze()


# %% wrong: one number for each image
# rejected by: a_batch_of_images_gives_ten_numbers_each
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x)))).argmax(dim=1)


# %% wrong: always float32
# rejected by: double_precision_stays_double
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        x = self.softmax(self.output(self.sigmoid(self.hidden(x))))
        return x.float()


# %% wrong: double precision from the start
# rejected by: a_batch_of_images_gives_ten_numbers_each
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256, dtype=torch.float64)
        self.output = nn.Linear(256, 10, dtype=torch.float64)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x.double()))))


# %% wrong: moves its input to the graphics card where there is one
# rejected by: it_runs_on_the_device_of_its_weights
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        x = x.to("cuda" if torch.cuda.is_available() else "cpu")
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: brings the result back to the CPU
# rejected by: it_runs_on_the_device_of_its_weights
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x)))).cpu()


# %% wrong: sets the seed, so that every network begins the same
# rejected by: its_input_and_torch_stay_as_they_were
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(42)
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: normalises its input in place
# rejected by: its_input_and_torch_stay_as_they_were, the_output_is_what_the_formula_gives
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        x -= x.mean()
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: other names
# rejected by: the_four_submodules_are_there_in_order
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 256)
        self.fc2 = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.fc2(self.sigmoid(self.fc1(x))))


# %% wrong: the same probabilities for every image
# rejected by: the_output_is_what_the_formula_gives, every_weight_can_be_trained
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return torch.full((x.shape[0], 10), 0.1)


# %% wrong: __init__ without super
# rejected by: the_four_submodules_are_there_in_order, two_networks_share_no_weights
class Network(nn.Module):
    def __init__(self):
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: forgets to return
# rejected by: a_batch_of_images_gives_ten_numbers_each
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        x = self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% wrong: not a module
# rejected by: the_four_submodules_are_there_in_order
class Network:
    def __init__(self):
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def __call__(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x))))


# %% right: keeps copies of the hidden values on the CPU
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        h = self.sigmoid(self.hidden(x))
        self.last_hidden = h.detach().cpu()
        return self.softmax(self.output(h))


# %% right: logs the probabilities as a list
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)
        self.log = []

    def forward(self, x):
        p = self.softmax(self.output(self.sigmoid(self.hidden(x))))
        self.log.append(p.tolist())
        return p


# %% wrong: softmax only when training
# rejected by: neither_the_mode_nor_the_size_of_numbers_and_batches_matters
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        x = self.output(self.sigmoid(self.hidden(x)))
        return self.softmax(x) if self.training else x


# %% wrong: scores clamped
# rejected by: neither_the_mode_nor_the_size_of_numbers_and_batches_matters
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x))).clamp(-5, 5))


# %% wrong: half of the hidden neurons detached
# rejected by: every_weight_can_be_trained
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        h = self.sigmoid(self.hidden(x))
        h = torch.cat([h[:, :128], h[:, 128:].detach()], dim=1)
        return self.softmax(self.output(h))


# %% wrong: Linear subclass that adds the sigmoid
# rejected by: each_layer_does_no_more_than_a_linear_one
class Squashed(nn.Linear):
    def forward(self, x):
        return super().forward(x).sigmoid()


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = Squashed(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.softmax(self.output(self.hidden(x)))


# %% wrong: a parameter that it does not tell of
# rejected by: nothing_else_is_registered, every_weight_can_be_trained
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)
        self.scale = nn.Parameter(torch.ones(1), requires_grad=False)

    def named_parameters(self, *args, **kwargs):
        for name, parameter in super().named_parameters(*args, **kwargs):
            if name != "scale":
                yield name, parameter

    def forward(self, x):
        return self.softmax(self.output(self.sigmoid(self.hidden(x))) * self.scale)


# %% wrong: one layer, and the names of four
# rejected by: the_four_submodules_are_there_in_order
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(784, 256), nn.Sigmoid(), nn.Linear(256, 10), nn.Softmax(dim=1)
        )

    def __getattr__(self, name):
        places = {"hidden": 0, "sigmoid": 1, "output": 2, "softmax": 3}
        if name in places:
            return self.layers[places[name]]
        return super().__getattr__(name)

    def forward(self, x):
        return self.layers(x)


# %% wrong: a one for the likeliest class and zeros for the others
# rejected by: every_row_is_a_distribution, the_output_is_what_the_formula_gives
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 256)
        self.output = nn.Linear(256, 10)
        self.sigmoid = nn.Sigmoid()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        p = self.softmax(self.output(self.sigmoid(self.hidden(x))))
        return F.one_hot(p.argmax(dim=1), 10).to(p.dtype)
