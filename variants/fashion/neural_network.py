"""Right and wrong solutions of `neural_network`."""


# %% right: the parts, and forward in one line
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(28 * 28, 512),
            nn.ReLU(),
            nn.Linear(512, 512),
            nn.ReLU(),
            nn.Linear(512, 10),
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% right: the old form of super, step by step, type hints, prints
class NeuralNetwork(nn.Module):
    """A classifier for FashionMNIST."""

    def __init__(self) -> None:
        super(NeuralNetwork, self).__init__()
        self.flatten = nn.Flatten(start_dim=1)
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(in_features=784, out_features=512, bias=True),
            nn.ReLU(inplace=True),
            nn.Linear(512, 512),
            nn.ReLU(inplace=True),
            nn.Linear(512, 10),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.flatten(x)
        logits = self.linear_relu_stack(x)
        print(logits.shape)
        return logits


model = NeuralNetwork()
model.to(device)
print(model)


# %% right: named layers in the stack
class NeuralNetwork(nn.Module):
    def __init__(self):
        nn.Module.__init__(self)
        self.flatten = nn.Flatten()
        parts = [
            ("fc1", nn.Linear(784, 512)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(512, 512)),
            ("relu2", nn.ReLU()),
            ("output", nn.Linear(512, 10)),
        ]
        self.linear_relu_stack = nn.Sequential(OrderedDict(parts))

    def forward(self, x):
        for layer in (self.flatten, self.linear_relu_stack):
            x = layer(x)
        return x


model = NeuralNetwork().to(torch.device(device))


# %% right: built by a loop and a helper, one ReLU serves twice
def stack(sizes):
    relu = nn.ReLU()
    layers = []
    for n_in, n_out in zip(sizes, sizes[1:]):
        layers += [nn.Linear(n_in, n_out), relu]
    return nn.Sequential(*layers[:-1])


class NeuralNetwork(nn.Module):
    hidden = 512

    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = stack([28 * 28, self.hidden, self.hidden, 10])

    def forward(self, images):
        return self.linear_relu_stack(self.flatten(images))


model = NeuralNetwork().to(device=device)


# %% right: made on the device, arguments with defaults
class NeuralNetwork(nn.Module):
    def __init__(self, classes=10, place=None):
        super().__init__()
        self.flatten = nn.Flatten(1, -1)
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512, device=place),
            nn.ReLU(),
            nn.Linear(512, 512, device=place),
            nn.ReLU(),
            nn.Linear(512, classes, device=place),
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork(place=device)


# %% right: add_module, layers called one by one
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.add_module("flatten", nn.Flatten())
        self.add_module("linear_relu_stack", nn.Sequential())
        for layer in (
            nn.Linear(784, 512),
            nn.ReLU(),
            nn.Linear(512, 512),
            nn.ReLU(),
            nn.Linear(512, 10),
        ):
            self.linear_relu_stack.append(layer)

    def forward(self, x):
        x = self.flatten(x)
        for layer in self.linear_relu_stack:
            x = layer(x)
        return x


with torch.device(device):
    model = NeuralNetwork()


# %% right: initialises its weights in its own way
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )
        for layer in self.linear_relu_stack:
            if isinstance(layer, nn.Linear):
                nn.init.kaiming_normal_(layer.weight)
                nn.init.zeros_(layer.bias)

    def forward(self, x):
        x = x.reshape(x.size(0), -1)
        return self.linear_relu_stack(x)


where = device
model = NeuralNetwork().to(where)


# %% right: asks for the device again, in a function
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten, self.linear_relu_stack = (
            nn.Flatten(),
            nn.Sequential(
                nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
            ),
        )

    def forward(self, x):
        offset = torch.zeros(x.shape[0], 784, dtype=x.dtype, device=x.device)
        return self.linear_relu_stack(self.flatten(x) + offset)


def build():
    place = get_device()
    return NeuralNetwork().to(place)


model = build().eval()


# %% wrong: softmax at the end of forward
# rejected by: the_logits_follow_from_the_weights
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return F.softmax(self.linear_relu_stack(self.flatten(x)), dim=1)


model = NeuralNetwork().to(device)


# %% wrong: a ReLU after the last layer
# rejected by: the_parts_have_their_names_and_sizes
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512),
            nn.ReLU(),
            nn.Linear(512, 512),
            nn.ReLU(),
            nn.Linear(512, 10),
            nn.ReLU(),
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: forward adds a ReLU
# rejected by: the_logits_follow_from_the_weights
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return F.relu(self.linear_relu_stack(self.flatten(x)))


model = NeuralNetwork().to(device)


# %% wrong: forward leaves the activations out
# rejected by: the_logits_follow_from_the_weights
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        x = self.flatten(x)
        for i in (0, 2, 4):
            x = self.linear_relu_stack[i](x)
        return x


model = NeuralNetwork().to(device)


# %% wrong: no ReLU between the second and the third layer
# rejected by: the_parts_have_their_names_and_sizes
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: 256 neurons in the second layer
# rejected by: the_parts_have_their_names_and_sizes, nothing_else_is_registered
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: no bias
# rejected by: the_parts_have_their_names_and_sizes
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512, bias=False),
            nn.ReLU(),
            nn.Linear(512, 512, bias=False),
            nn.ReLU(),
            nn.Linear(512, 10, bias=False),
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: GELU instead of ReLU
# rejected by: the_parts_have_their_names_and_sizes, the_logits_follow_from_the_weights
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.GELU(), nn.Linear(512, 512), nn.GELU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: a softmax is registered too
# rejected by: the_parts_have_their_names_and_sizes, nothing_else_is_registered
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: a buffer of its own
# rejected by: nothing_else_is_registered
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )
        self.register_buffer("mean", torch.zeros(784))

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x) - self.mean)


model = NeuralNetwork().to(device)


# %% wrong: the parts in the other order
# rejected by: the_parts_have_their_names_and_sizes
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )
        self.flatten = nn.Flatten()

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: flatten inside the stack
# rejected by: the_parts_have_their_names_and_sizes
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear_relu_stack = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, 512),
            nn.ReLU(),
            nn.Linear(512, 512),
            nn.ReLU(),
            nn.Linear(512, 10),
        )

    def forward(self, x):
        return self.linear_relu_stack(x)


model = NeuralNetwork().to(device)


# %% wrong: flattens the last two dimensions only
# rejected by: pictures_with_a_channel_give_ten_logits_each
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten(-2)
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: needs a channel
# rejected by: pictures_of_shape_28_by_28_give_ten_logits_each
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        n, channels, rows, columns = x.shape
        return self.linear_relu_stack(x.view(n, rows * columns))


model = NeuralNetwork().to(device)


# %% wrong: flatten is registered and flattens everything
# rejected by: flatten_keeps_the_batch_and_joins_the_rest
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten(0)
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x).view(-1, 784))


model = NeuralNetwork().to(device)


# %% wrong: a batch of 64 is written down
# rejected by: batches_of_any_size_are_taken, a_batch_may_hold_a_single_picture
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(x.reshape(64, 784))


model = NeuralNetwork().to(device)


# %% wrong: squeezes
# rejected by: a_batch_may_hold_a_single_picture
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x)).squeeze()


model = NeuralNetwork().to(device)


# %% wrong: subtracts the batch's mean
# rejected by: the_logits_follow_from_the_weights, batches_of_any_size_are_taken
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        x = self.flatten(x)
        return self.linear_relu_stack(x - x.mean(dim=0))


model = NeuralNetwork().to(device)


# %% wrong: layers made anew at each call
# rejected by: the_logits_follow_from_the_weights, the_weights_can_be_trained
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )
        return stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: computes with a copy of the weights
# rejected by: the_logits_follow_from_the_weights, the_weights_can_be_trained
import copy


class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )
        self.kept = [copy.deepcopy(self.linear_relu_stack)]

    def forward(self, x):
        return self.kept[0](self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: frozen weights
# rejected by: the_weights_can_be_trained
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )
        self.requires_grad_(False)

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: no gradients in forward
# rejected by: the_weights_can_be_trained
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    @torch.no_grad()
    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: all networks share one stack
# rejected by: two_networks_have_weights_of_their_own
stack = nn.Sequential(
    nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
)


class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = stack

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: forward moves the pictures to `device`
# rejected by: a_network_runs_where_its_weights_are
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x.to(device)))


model = NeuralNetwork().to(device)


# %% wrong: forward brings the logits to the CPU
# rejected by: a_network_runs_where_its_weights_are
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x)).cpu()


model = NeuralNetwork().to(device)


# %% wrong: forward makes a tensor on the default device
# rejected by: a_network_runs_where_its_weights_are
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        flat = torch.zeros(x.shape[0], 784, dtype=x.dtype)
        flat[:] = self.flatten(x)
        return self.linear_relu_stack(flat)


model = NeuralNetwork().to(device)


# %% wrong: everything becomes float32
# rejected by: float64_weights_take_float64_pictures
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x.float()))


model = NeuralNetwork().to(device)


# %% wrong: scales the pictures in place
# rejected by: pictures_and_settings_are_left_as_they_were
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        x.sub_(0.5).div_(0.5)
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: sets the seed in __init__
# rejected by: pictures_and_settings_are_left_as_they_were
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: dropout in forward
# rejected by: the_logits_follow_from_the_weights
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(F.dropout(self.flatten(x), 0.2, self.training))


model = NeuralNetwork().to(device)


# %% wrong: model is not moved to `device`
# rejected by: the_weights_of_model_are_on_device
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork()


# %% wrong: model is the class
# rejected by: model_is_a_neural_network
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork


# %% wrong: model is something else
# rejected by: model_is_a_neural_network
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = nn.Sequential(nn.Flatten(), NeuralNetwork().linear_relu_stack).to(device)


# %% wrong: forward returns nothing
# rejected by: pictures_of_shape_28_by_28_give_ten_logits_each, a_network_runs_where_its_weights_are
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: no nn.Module
# rejected by: the_parts_have_their_names_and_sizes, nothing_else_is_registered
class NeuralNetwork:
    def __init__(self):
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def __call__(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork()


# %% right: asserts finite logits in forward
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        z = self.linear_relu_stack(self.flatten(x))
        assert torch.isfinite(z).all()
        return z


model = NeuralNetwork().to(device)


# %% right: prints the range of the pictures in forward
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        print(f"{x.min().item():.2f} to {x.max().item():.2f}")
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: softmax in eval mode only
# rejected by: neither_the_mode_nor_the_size_of_numbers_and_batches_matters
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(28 * 28, 512),
            nn.ReLU(),
            nn.Linear(512, 512),
            nn.ReLU(),
            nn.Linear(512, 10),
        )

    def forward(self, x):
        logits = self.linear_relu_stack(self.flatten(x))
        return logits if self.training else logits.softmax(1)


model = NeuralNetwork().to(device)


# %% wrong: logits clamped
# rejected by: neither_the_mode_nor_the_size_of_numbers_and_batches_matters
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(28 * 28, 512),
            nn.ReLU(),
            nn.Linear(512, 512),
            nn.ReLU(),
            nn.Linear(512, 10),
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x)).clamp(-10, 10)


model = NeuralNetwork().to(device)


# %% wrong: only model is frozen
# rejected by: the_weights_of_model_are_on_device
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(28 * 28, 512),
            nn.ReLU(),
            nn.Linear(512, 512),
            nn.ReLU(),
            nn.Linear(512, 10),
        )

    def forward(self, x):
        x = self.flatten(x)
        logits = self.linear_relu_stack(x)
        return logits


model = NeuralNetwork().to(device).requires_grad_(False)


# %% wrong: detached in eval mode
# rejected by: neither_the_mode_nor_the_size_of_numbers_and_batches_matters
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        z = self.linear_relu_stack(self.flatten(x))
        return z if self.training else z.detach()


model = NeuralNetwork().to(device)


# %% wrong: extra buffer in the stack
# rejected by: nothing_else_is_registered
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(28 * 28, 512),
            nn.ReLU(),
            nn.Linear(512, 512),
            nn.ReLU(),
            nn.Linear(512, 10),
        )
        self.linear_relu_stack.register_buffer("seen", torch.zeros(1))

    def forward(self, x):
        x = self.flatten(x)
        logits = self.linear_relu_stack(x)
        return logits


model = NeuralNetwork().to(device)


# %% wrong: registered on the first call
# rejected by: nothing_else_is_registered
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(28 * 28, 512),
            nn.ReLU(),
            nn.Linear(512, 512),
            nn.ReLU(),
            nn.Linear(512, 10),
        )

    def forward(self, x):
        if not hasattr(self, "calls"):
            self.register_buffer("calls", torch.zeros(1))
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)

# %% right: moved by another name for the question
from torch.cuda import is_available


class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to("cuda" if is_available() else "cpu")


# %% wrong: model not moved, device printed
# rejected by: the_weights_of_model_are_on_device
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork()
print("Using", device)
