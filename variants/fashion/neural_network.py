"""Right and wrong solutions of `neural_network`."""

# keeps 0.5: the_logits_follow_from_the_weights
# keeps 0.8: two_networks_have_weights_of_their_own
# keeps 0.9: the_parts_have_their_names_and_sizes, the_weights_can_be_trained
# keeps 0.9: a_network_runs_where_its_weights_are, the_weights_of_model_are_on_device
# keeps 0.95: all others


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


# %% right: moved: under another name first
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


net = NeuralNetwork()
net.to(device)
model = net


# %% right: moved: the device is named in the call
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device := get_device())


# %% right: moved: device and model in one assignment
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


device, model = device, NeuralNetwork().to(device)


# %% right: moved: by what get_device answers
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(get_device())


# %% right: moved: to a torch.device, by keyword
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
model.to(device=torch.device(device))


# %% right: moved: in a helper
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


def on_its_place(module, place=None):
    return module.to(place or device)


model = on_its_place(NeuralNetwork())


# %% right: moved: by cuda() where there is a card
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
if device == "cuda":
    model.cuda()


# %% right: moved: by cuda() or cpu()
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = getattr(NeuralNetwork(), device)()


# %% right: moved: layer by layer
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
for layer in model.linear_relu_stack:
    layer.to(device)


# %% right: moved: the stack alone has weights
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
model.linear_relu_stack.to(device)


# %% right: moved: each weight's data
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
for weight in model.parameters():
    weight.data = weight.data.to(device)


# %% right: moved: made there, in a with statement
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


with torch.device(device):
    model = NeuralNetwork()


# %% right: moved: made there, by the default device put back
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


torch.set_default_device(device)
model = NeuralNetwork()
torch.set_default_device("cpu")


# %% right: moved: made empty there, then filled
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to_empty(device=device)
for layer in model.linear_relu_stack:
    if isinstance(layer, nn.Linear):
        layer.reset_parameters()


# %% right: moved: like a tensor that lies there
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(torch.zeros(1, device=device))


# %% right: moved: by apply
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
model.apply(lambda module: module.to(device))


# %% right: moved: the best of several, which lie in a list
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


networks = [NeuralNetwork().to(device) for _ in range(2)]
model = networks[0]


# %% right: moved: a deep copy of one that lies there
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


import copy

model = copy.deepcopy(NeuralNetwork().to(device))


# %% right: moved: and tried out
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)
with torch.no_grad():
    answer = model(torch.rand(3, 28, 28, device=device)).argmax(dim=1).tolist()
print(answer, next(model.parameters()).device)
assert next(model.parameters()).device.type == device


# %% right: all networks share the layers that have no weights
relu, flatten = nn.ReLU(), nn.Flatten()


class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = flatten
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), relu, nn.Linear(512, 512), relu, nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% right: moved: before it has a name, after a trial
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


net = NeuralNetwork()
net.to(device)
logits = net(torch.rand(3, 28, 28).to(device))
print(f"{float(logits.max()):.3f}", logits.cpu().detach().numpy().shape)
model = net


# %% right: moved: the device computed anew
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


place = torch.device("cuda:0" if torch.cuda.is_available() else "cpu")
model = NeuralNetwork().to(place)


# %% right: moved: trained a step there
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)
step = torch.optim.SGD(model.parameters(), lr=0.0)
loss = F.cross_entropy(model(images.to(device)), labels.to(device))
loss.backward()
step.step()
model.zero_grad()


# %% wrong: moved: only the first layer
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
model.linear_relu_stack[0].to(device)


# %% wrong: moved: only the last layer's bias
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
last = model.linear_relu_stack[-1]
last.bias = nn.Parameter(last.bias.to(device))


# %% wrong: moved: all layers but the last
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
for layer in list(model.linear_relu_stack)[:-1]:
    layer.to(device)


# %% wrong: moved: device and model are printed together
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
print("Using", device, "for", model)


# %% wrong: moved: a helper that nobody calls
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


def to_device(batch):
    return batch.to(device)


model = NeuralNetwork()


# %% wrong: moved: a helper that forgets to return the moved one
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


import copy


def moved(module):
    copy.deepcopy(module).to(device)
    return module


model = moved(NeuralNetwork())


# %% wrong: moved: a deep copy that is thrown away
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


import copy

model = NeuralNetwork()
copy.deepcopy(model).to(device)


# %% wrong: moved: another instance
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


NeuralNetwork().to(device)
model = NeuralNetwork()


# %% wrong: moved: the pictures, and back
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
logits = model(torch.rand(2, 28, 28).to(device).cpu())


# %% wrong: moved: the weights one by one, results thrown away
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
for weight in model.parameters():
    weight.to(device)


# %% wrong: moved: the weights' data in variables only
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
state = {name: value.to(device) for name, value in model.state_dict().items()}
model.load_state_dict(state)


# %% wrong: moved: there and back again
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


model = NeuralNetwork().to(device)
model = model.cpu()


# %% wrong: moved: to the CPU by name
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


model = NeuralNetwork().to("cpu")


# %% wrong: moved: to a device that is written down
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


device = "cpu"
model = NeuralNetwork().to(device)


# %% wrong: moved: only where there is a card, by a slip on the CPU
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
if device == "cpu":
    model.to(device)


# %% wrong: moved: a dtype instead of a device
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


model = NeuralNetwork().to(torch.float32)


# %% wrong: moved: an attribute called device
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
model.device = device


# %% wrong: moved: asked where it lies
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
is_there = next(model.parameters()).device == torch.device(device)


# %% wrong: moved: made under another device's default, which has ended
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


with torch.device(device):
    first = torch.zeros(1)
model = NeuralNetwork()


# %% wrong: moved: the method is named and not called
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
model.to
move = model.to, device


# %% wrong: a batch of 28 pictures is taken for a single one
# rejected by: batches_of_any_size_are_taken
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        if x.shape[0] == 28:
            x = x.unsqueeze(0)
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: only the first 64 pictures
# rejected by: batches_of_any_size_are_taken, float64_weights_take_float64_pictures
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x[:64]))


model = NeuralNetwork().to(device)


# %% wrong: logits rounded to one decimal
# rejected by: neither_the_mode_nor_the_size_of_numbers_and_batches_matters
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x)).round(decimals=1)


model = NeuralNetwork().to(device)


# %% wrong: gradients are switched off for good in forward
# rejected by: pictures_and_settings_are_left_as_they_were, the_weights_can_be_trained
class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        torch.set_grad_enabled(False)
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)


# %% wrong: the weights of all networks are those of one prototype
# rejected by: two_networks_have_weights_of_their_own
prototype = [nn.Linear(784, 512), nn.Linear(512, 512), nn.Linear(512, 10)]


class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )
        for place, layer in zip((0, 2, 4), prototype):
            self.linear_relu_stack[place].weight = layer.weight
            self.linear_relu_stack[place].bias = layer.bias

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


model = NeuralNetwork().to(device)
