"""Right and wrong solutions of `sequential`."""

# keeps 0.5: the_six_layers_are_there_in_order, the_output_is_what_the_layers_compute
# keeps 0.8: first_layer_is_the_same_object
# keeps 0.9: all_weights_can_be_trained, nothing_else_is_kept
# keeps 0.95: all others

# %% right: all layers in a row
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
first_layer = sequential_network[0]


# %% right: one ReLU, in place, serves twice
relu = nn.ReLU(inplace=True)
sequential_network = nn.Sequential(
    nn.Linear(784, 128), relu, nn.Linear(128, 64), relu, nn.Linear(64, 10), nn.Softmax(dim=1)
)
first_layer = sequential_network[0]


# %% right: layers in a list, unpacked
input_size, hidden_sizes, output_size = 784, [128, 64], 10
layers = []
for n_in, n_out in zip([input_size, *hidden_sizes], hidden_sizes):
    layers += [nn.Linear(n_in, n_out), nn.ReLU()]
layers.append(nn.Linear(hidden_sizes[-1], output_size))
layers.append(nn.Softmax(dim=1))
sequential_network = nn.Sequential(*layers)
first_layer = sequential_network[0]


# %% right: appended one by one, the index from the end
sequential_network = nn.Sequential()
sequential_network.append(nn.Linear(in_features=784, out_features=128))
sequential_network.append(nn.ReLU())
sequential_network.append(nn.Linear(in_features=128, out_features=64))
sequential_network.append(nn.ReLU())
sequential_network.append(nn.Linear(in_features=64, out_features=10))
sequential_network.append(nn.Softmax(1))
first_layer = sequential_network[-6]


# %% right: a helper makes it
def build(n_in: int = 784) -> nn.Sequential:
    """The network of this exercise."""
    return nn.Sequential(
        nn.Linear(n_in, 128),
        nn.ReLU(),
        nn.Linear(128, 64),
        nn.ReLU(),
        nn.Linear(64, 10),
        nn.Softmax(dim=1),
    )


sequential_network: nn.Sequential = build()
first_layer: nn.Linear = list(sequential_network.children())[0]


# %% right: in evaluation mode, initialised by the function of this notebook
sequential_network = nn.Sequential(
    OrderedDict(
        [
            ("first", nn.Linear(784, 128)),
            ("a", nn.ReLU()),
            ("second", nn.Linear(128, 64)),
            ("b", nn.ReLU()),
            ("third", nn.Linear(64, 10)),
            ("c", nn.Softmax(dim=1)),
        ]
    )
)
sequential_network.apply(init_weights)
sequential_network.eval()
first_layer = sequential_network[0]


# %% wrong: no softmax
# rejected by: the_six_layers_are_there_in_order, every_row_is_a_distribution
sequential_network = nn.Sequential(
    nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10)
)
first_layer = sequential_network[0]


# %% wrong: softmax over the batch
# rejected by: the_six_layers_are_there_in_order, the_output_is_what_the_layers_compute
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=0),
)
first_layer = sequential_network[0]


# %% wrong: log-softmax
# rejected by: the_six_layers_are_there_in_order, every_row_is_a_distribution
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.LogSoftmax(dim=1),
)
first_layer = sequential_network[0]


# %% wrong: sigmoid in place of ReLU
# rejected by: the_six_layers_are_there_in_order, the_output_is_what_the_layers_compute
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.Sigmoid(),
    nn.Linear(128, 64),
    nn.Sigmoid(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
first_layer = sequential_network[0]


# %% wrong: leaky ReLU
# rejected by: the_six_layers_are_there_in_order
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.LeakyReLU(),
    nn.Linear(128, 64),
    nn.LeakyReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
first_layer = sequential_network[0]


# %% wrong: no second ReLU
# rejected by: the_six_layers_are_there_in_order, the_output_is_what_the_layers_compute
sequential_network = nn.Sequential(
    nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.Linear(64, 10), nn.Softmax(dim=1)
)
first_layer = sequential_network[0]


# %% wrong: ReLU before the softmax too
# rejected by: the_six_layers_are_there_in_order
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.ReLU(),
    nn.Softmax(dim=1),
)
first_layer = sequential_network[0]


# %% wrong: the sizes of the first network
# rejected by: the_six_layers_are_there_in_order, first_layer_takes_784_pixels
sequential_network = nn.Sequential(
    nn.Linear(784, 256),
    nn.ReLU(),
    nn.Linear(256, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
first_layer = sequential_network[0]


# %% wrong: no biases
# rejected by: the_six_layers_are_there_in_order
sequential_network = nn.Sequential(
    nn.Linear(784, 128, bias=False),
    nn.ReLU(),
    nn.Linear(128, 64, bias=False),
    nn.ReLU(),
    nn.Linear(64, 10, bias=False),
    nn.Softmax(dim=1),
)
first_layer = sequential_network[0]


# %% wrong: flattens first
# rejected by: the_six_layers_are_there_in_order, first_layer_is_the_same_object
sequential_network = nn.Sequential(
    nn.Flatten(),
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
first_layer = sequential_network[1]


# %% wrong: a Sequential inside another
# rejected by: the_six_layers_are_there_in_order, first_layer_is_the_same_object
sequential_network = nn.Sequential(
    nn.Sequential(nn.Linear(784, 128), nn.ReLU()),
    nn.Sequential(nn.Linear(128, 64), nn.ReLU()),
    nn.Sequential(nn.Linear(64, 10), nn.Softmax(dim=1)),
)
first_layer = sequential_network[0][0]


# %% wrong: a list of modules
# rejected by: the_six_layers_are_there_in_order, every_row_is_a_distribution
sequential_network = nn.ModuleList(
    [
        nn.Linear(784, 128),
        nn.ReLU(),
        nn.Linear(128, 64),
        nn.ReLU(),
        nn.Linear(64, 10),
        nn.Softmax(dim=1),
    ]
)
first_layer = sequential_network[0]


# %% wrong: a plain list
# rejected by: the_six_layers_are_there_in_order
sequential_network = [
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
]
first_layer = sequential_network[0]


# %% wrong: the class of an earlier exercise
# rejected by: the_six_layers_are_there_in_order, first_layer_is_the_same_object
sequential_network = ReLUNetwork()
first_layer = sequential_network.fc1


# %% wrong: a new layer of the same size
# rejected by: first_layer_is_the_same_object
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
first_layer = nn.Linear(784, 128)


# %% wrong: a copy of the first layer
# rejected by: first_layer_is_the_same_object
from copy import deepcopy

sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
first_layer = deepcopy(sequential_network[0])


# %% wrong: a slice
# rejected by: first_layer_takes_784_pixels, first_layer_is_the_same_object
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
first_layer = sequential_network[:1]


# %% wrong: the second layer
# rejected by: first_layer_takes_784_pixels, first_layer_is_the_same_object
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
first_layer = sequential_network[1]


# %% wrong: the weights of the first layer
# rejected by: first_layer_takes_784_pixels, first_layer_is_the_same_object
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
first_layer = sequential_network[0].weight


# %% wrong: first_layer is forgotten
# rejected by: first_layer_takes_784_pixels, first_layer_is_the_same_object
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)


# %% wrong: frozen
# rejected by: all_weights_can_be_trained
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
).requires_grad_(False)
first_layer = sequential_network[0]


# %% wrong: a hook changes the answer
# rejected by: the_output_is_what_the_layers_compute
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
sequential_network.register_forward_hook(lambda module, given, out: torch.softmax(out, dim=1))
first_layer = sequential_network[0]


# %% wrong: in double precision
# rejected by: every_row_is_a_distribution, all_weights_can_be_trained
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
).double()
first_layer = sequential_network[0]


# %% wrong: hidden values detached by a hook
# rejected by: all_weights_can_be_trained
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
first_layer = sequential_network[0]
sequential_network[1].register_forward_hook(lambda m, args, out: out.detach())


# %% wrong: an extra buffer
# rejected by: nothing_else_is_kept
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
first_layer = sequential_network[0]
sequential_network.register_buffer("mean", torch.zeros(784))


# %% wrong: a hook makes a one of the likeliest class, and zeros of the others
# rejected by: every_row_is_a_distribution, the_output_is_what_the_layers_compute
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
first_layer = sequential_network[0]
sequential_network.register_forward_hook(
    lambda module, given, out: nn.functional.one_hot(out.argmax(dim=1), 10).float()
)


# %% wrong: a hook rounds the answer to four decimals
# rejected by: the_output_is_what_the_layers_compute, all_weights_can_be_trained
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
first_layer = sequential_network[0]
sequential_network.register_forward_hook(lambda module, given, out: out.round(decimals=4))


# %% wrong: each ReLU in an nn.Sequential of its own, with a dropout
# rejected by: the_six_layers_are_there_in_order, nothing_else_is_kept
sequential_network = nn.Sequential(
    nn.Linear(784, 128),
    nn.Sequential(nn.ReLU(), nn.Dropout(0.2)),
    nn.Linear(128, 64),
    nn.Sequential(nn.ReLU(), nn.Dropout(0.2)),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
)
first_layer = sequential_network[0]


# %% wrong: the layers lie in a list, and the nn.Sequential is empty
# rejected by: the_six_layers_are_there_in_order, all_weights_can_be_trained
layers = [
    nn.Linear(784, 128),
    nn.ReLU(),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Linear(64, 10),
    nn.Softmax(dim=1),
]
sequential_network = nn.Sequential()
first_layer = layers[0]
