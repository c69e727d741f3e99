"""Right and wrong solutions of `named_sequential`."""

# keeps 0.5: the_six_names_are_there_in_order, the_six_layers_are_there_in_order
# keeps 0.5: the_output_is_what_the_layers_compute
# keeps 0.9: all_weights_can_be_trained, nothing_else_is_kept
# keeps 0.95: all others

# %% right: a list of pairs
named_network = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(128, 64)),
            ("relu2", nn.ReLU()),
            ("output", nn.Linear(64, 10)),
            ("softmax", nn.Softmax(dim=1)),
        ]
    )
)


# %% right: from a dict, in place
named_network = nn.Sequential(
    OrderedDict(
        {
            "fc1": nn.Linear(784, 128),
            "relu1": nn.ReLU(inplace=True),
            "fc2": nn.Linear(128, 64),
            "relu2": nn.ReLU(inplace=True),
            "output": nn.Linear(64, 10),
            "softmax": nn.Softmax(dim=1),
        }
    )
)


# %% right: filled key by key, one ReLU under both names
relu = nn.ReLU()
named_layers = OrderedDict()
named_layers["fc1"] = nn.Linear(784, 128)
named_layers["relu1"] = relu
named_layers["fc2"] = nn.Linear(128, 64)
named_layers["relu2"] = relu
named_layers["output"] = nn.Linear(64, 10)
named_layers["softmax"] = nn.Softmax(1)
named_network = nn.Sequential(named_layers)


# %% right: keywords, sizes as variables
input_size, (first_size, second_size), output_size = 784, (128, 64), 10
named_network: nn.Sequential = nn.Sequential(
    OrderedDict(
        fc1=nn.Linear(input_size, first_size),
        relu1=nn.ReLU(),
        fc2=nn.Linear(first_size, second_size),
        relu2=nn.ReLU(),
        output=nn.Linear(second_size, output_size),
        softmax=nn.Softmax(dim=1),
    )
)


# %% right: the layers of the network before it, named
named_network = nn.Sequential(
    OrderedDict(
        zip(["fc1", "relu1", "fc2", "relu2", "output", "softmax"], list(sequential_network))
    )
)


# %% right: a helper, other initial weights, evaluation mode
import collections


def name_layers(names: list[str], modules: list[nn.Module]) -> nn.Sequential:
    """An nn.Sequential with these names."""
    return nn.Sequential(collections.OrderedDict(zip(names, modules, strict=True)))


named_network = name_layers(
    "fc1 relu1 fc2 relu2 output softmax".split(),
    [
        nn.Linear(784, 128),
        nn.ReLU(),
        nn.Linear(128, 64),
        nn.ReLU(),
        nn.Linear(64, 10),
        nn.Softmax(dim=1),
    ],
).eval()
named_network.apply(init_weights)


# %% wrong: no names
# rejected by: the_six_names_are_there_in_order
named_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)


# %% wrong: fc3 in place of output
# rejected by: the_six_names_are_there_in_order
named_network = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(128, 64)),
            ("relu2", nn.ReLU()),
            ("fc3", nn.Linear(64, 10)),
            ("softmax", nn.Softmax(dim=1)),
        ]
    )
)


# %% wrong: one name for both ReLUs, so that one is lost
# rejected by: the_six_names_are_there_in_order, the_six_layers_are_there_in_order
named_network = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128)),
            ("relu", nn.ReLU()),
            ("fc2", nn.Linear(128, 64)),
            ("relu", nn.ReLU()),
            ("output", nn.Linear(64, 10)),
            ("softmax", nn.Softmax(dim=1)),
        ]
    )
)


# %% wrong: a plain dict
# rejected by: the_six_names_are_there_in_order
named_network = nn.Sequential(
    {
        "fc1": nn.Linear(784, 128),
        "relu1": nn.ReLU(),
        "fc2": nn.Linear(128, 64),
        "relu2": nn.ReLU(),
        "output": nn.Linear(64, 10),
        "softmax": nn.Softmax(dim=1),
    }
)


# %% wrong: the OrderedDict itself
# rejected by: the_six_names_are_there_in_order, every_row_is_a_distribution
named_network = OrderedDict(
    [
        ("fc1", nn.Linear(784, 128)),
        ("relu1", nn.ReLU()),
        ("fc2", nn.Linear(128, 64)),
        ("relu2", nn.ReLU()),
        ("output", nn.Linear(64, 10)),
        ("softmax", nn.Softmax(dim=1)),
    ]
)


# %% wrong: a dictionary of modules
# rejected by: the_six_names_are_there_in_order, every_row_is_a_distribution
named_network = nn.ModuleDict(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(128, 64)),
            ("relu2", nn.ReLU()),
            ("output", nn.Linear(64, 10)),
            ("softmax", nn.Softmax(dim=1)),
        ]
    )
)


# %% wrong: a class with these names
# rejected by: the_six_names_are_there_in_order, the_six_layers_are_there_in_order
class NamedNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.relu1 = nn.ReLU()
        self.fc2 = nn.Linear(128, 64)
        self.relu2 = nn.ReLU()
        self.output = nn.Linear(64, 10)
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        x = self.relu2(self.fc2(self.relu1(self.fc1(x))))
        return self.softmax(self.output(x))


named_network = NamedNetwork()


# %% wrong: the activations last
# rejected by: the_six_names_are_there_in_order, the_output_is_what_the_layers_compute
named_network = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128)),
            ("fc2", nn.Linear(128, 64)),
            ("output", nn.Linear(64, 10)),
            ("relu1", nn.ReLU()),
            ("relu2", nn.ReLU()),
            ("softmax", nn.Softmax(dim=1)),
        ]
    )
)


# %% wrong: softmax over the batch
# rejected by: the_six_layers_are_there_in_order, the_output_is_what_the_layers_compute
named_network = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(128, 64)),
            ("relu2", nn.ReLU()),
            ("output", nn.Linear(64, 10)),
            ("softmax", nn.Softmax(dim=0)),
        ]
    )
)


# %% wrong: no softmax
# rejected by: the_six_names_are_there_in_order, every_row_is_a_distribution
named_network = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(128, 64)),
            ("relu2", nn.ReLU()),
            ("output", nn.Linear(64, 10)),
        ]
    )
)


# %% wrong: sigmoids under the names of ReLUs
# rejected by: the_six_layers_are_there_in_order, the_output_is_what_the_layers_compute
named_network = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128)),
            ("relu1", nn.Sigmoid()),
            ("fc2", nn.Linear(128, 64)),
            ("relu2", nn.Sigmoid()),
            ("output", nn.Linear(64, 10)),
            ("softmax", nn.Softmax(dim=1)),
        ]
    )
)


# %% wrong: other sizes
# rejected by: the_six_layers_are_there_in_order
named_network = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 256)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(256, 128)),
            ("relu2", nn.ReLU()),
            ("output", nn.Linear(128, 10)),
            ("softmax", nn.Softmax(dim=1)),
        ]
    )
)


# %% wrong: layers without bias
# rejected by: the_six_layers_are_there_in_order
named_network = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128, bias=False)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(128, 64, bias=False)),
            ("relu2", nn.ReLU()),
            ("output", nn.Linear(64, 10, bias=False)),
            ("softmax", nn.Softmax(dim=1)),
        ]
    )
)


# %% wrong: the softmax is called logits and stands twice
# rejected by: the_six_names_are_there_in_order, the_output_is_what_the_layers_compute
named_network = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(128, 64)),
            ("relu2", nn.ReLU()),
            ("output", nn.Linear(64, 10)),
            ("logits", nn.Softmax(dim=1)),
            ("softmax", nn.Softmax(dim=1)),
        ]
    )
)


# %% wrong: frozen layers
# rejected by: all_weights_can_be_trained
named_network = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128).requires_grad_(False)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(128, 64)),
            ("relu2", nn.ReLU()),
            ("output", nn.Linear(64, 10)),
            ("softmax", nn.Softmax(dim=1)),
        ]
    )
)


# %% wrong: the network of the exercise before
# rejected by: the_six_names_are_there_in_order
named_network = sequential_network


# %% wrong: bound to another name
# rejected by: the_six_names_are_there_in_order, every_row_is_a_distribution
model = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(128, 64)),
            ("relu2", nn.ReLU()),
            ("output", nn.Linear(64, 10)),
            ("softmax", nn.Softmax(dim=1)),
        ]
    )
)


# %% wrong: hidden values detached by a hook
# rejected by: all_weights_can_be_trained
named_network = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(128, 64)),
            ("relu2", nn.ReLU()),
            ("output", nn.Linear(64, 10)),
            ("softmax", nn.Softmax(dim=1)),
        ]
    )
)
named_network[1].register_forward_hook(lambda m, args, out: out.detach())


# %% wrong: an extra parameter
# rejected by: all_weights_can_be_trained, nothing_else_is_kept
named_network = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(128, 64)),
            ("relu2", nn.ReLU()),
            ("output", nn.Linear(64, 10)),
            ("softmax", nn.Softmax(dim=1)),
        ]
    )
)
named_network.scale = nn.Parameter(torch.ones(()))


# %% wrong: a hook makes a one of the likeliest class, and zeros of the others
# rejected by: every_row_is_a_distribution, the_output_is_what_the_layers_compute
named_network = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(128, 64)),
            ("relu2", nn.ReLU()),
            ("output", nn.Linear(64, 10)),
            ("softmax", nn.Softmax(dim=1)),
        ]
    )
)
named_network.register_forward_hook(
    lambda module, given, out: nn.functional.one_hot(out.argmax(dim=1), 10).float()
)


# %% wrong: a hook rounds the answer to four decimals
# rejected by: the_output_is_what_the_layers_compute, all_weights_can_be_trained
named_network = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128)),
            ("relu1", nn.ReLU()),
            ("fc2", nn.Linear(128, 64)),
            ("relu2", nn.ReLU()),
            ("output", nn.Linear(64, 10)),
            ("softmax", nn.Softmax(dim=1)),
        ]
    )
)
named_network.register_forward_hook(lambda module, given, out: out.round(decimals=4))


# %% wrong: each ReLU in an nn.Sequential of its own, with a dropout
# rejected by: the_six_layers_are_there_in_order, nothing_else_is_kept
named_network = nn.Sequential(
    OrderedDict(
        [
            ("fc1", nn.Linear(784, 128)),
            ("relu1", nn.Sequential(nn.ReLU(), nn.Dropout(0.2))),
            ("fc2", nn.Linear(128, 64)),
            ("relu2", nn.Sequential(nn.ReLU(), nn.Dropout(0.2))),
            ("output", nn.Linear(64, 10)),
            ("softmax", nn.Softmax(dim=1)),
        ]
    )
)


# %% wrong: the layers lie in a dictionary, and the nn.Sequential is empty
# rejected by: the_six_layers_are_there_in_order, all_weights_can_be_trained
named_layers = OrderedDict(
    [
        ("fc1", nn.Linear(784, 128)),
        ("relu1", nn.ReLU()),
        ("fc2", nn.Linear(128, 64)),
        ("relu2", nn.ReLU()),
        ("output", nn.Linear(64, 10)),
        ("softmax", nn.Softmax(dim=1)),
    ]
)
named_network = nn.Sequential(OrderedDict())
