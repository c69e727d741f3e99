"""Right and wrong solutions of `relu_network`."""

# keeps 0.5: the_output_is_what_the_formula_gives
# keeps 0.8: two_networks_share_no_weights
# keeps 0.9: the_three_layers_are_there_in_order, every_weight_can_be_trained
# keeps 0.95: all others


# %% right: F.relu and F.softmax
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% right: registered activations, the older form of super
class ReLUNetwork(nn.Module):
    def __init__(self):
        super(ReLUNetwork, self).__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)
        self.relu = nn.ReLU()
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        x = self.relu(self.fc1(x))
        x = self.relu(self.fc2(x))
        return self.softmax(self.fc3(x))


# %% right: activations registered between the layers, in place
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.relu1 = nn.ReLU(inplace=True)
        self.fc2 = nn.Linear(128, 64)
        self.relu2 = nn.ReLU(inplace=True)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = self.relu1(self.fc1(x))
        x = self.relu2(self.fc2(x))
        return torch.softmax(self.fc3(x), dim=-1)


# %% right: a plain list of the layers, and a loop
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        *inner, last = [self.fc1, self.fc2, self.fc3]
        for layer in inner:
            x = layer(x).relu()
        return last(x).softmax(dim=1)


# %% right: clamp and a softmax written out
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = self.fc1(x).clamp(min=0)
        x = torch.maximum(self.fc2(x), torch.zeros((), dtype=x.dtype))
        x = self.fc3(x)
        e = torch.exp(x - x.amax(dim=1, keepdim=True))
        return e / e.sum(dim=1, keepdim=True)


# %% right: a mask, and new tensors where the input lies
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    @staticmethod
    def rectify(x):
        zeros = torch.zeros(x.shape, dtype=x.dtype, device=x.device)
        return torch.where(x > 0, x, zeros)

    def forward(self, x):
        x = self.rectify(self.fc1(x))
        x = self.rectify(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% right: type hints, docstrings, prints, a flattening
class ReLUNetwork(nn.Module):
    """784 pixels through 128 and 64 neurons to ten probabilities."""

    def __init__(self, sizes: tuple[int, ...] = (784, 128, 64, 10)) -> None:
        super().__init__()
        for i in range(3):
            setattr(self, f"fc{i + 1}", nn.Linear(sizes[i], sizes[i + 1]))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Probabilities for a batch."""
        x = torch.flatten(x, start_dim=1)
        h1 = torch.relu(self.fc1(x))
        print(f"h1: {h1.shape}")
        h2 = torch.relu_(self.fc2(h1))
        probabilities = self.fc3(h2).softmax(1)
        print(probabilities)
        return probabilities


# %% right: activations in a dictionary of modules, Kaiming initialisation
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)
        self.act = nn.ModuleDict({"relu": nn.ReLU(), "softmax": nn.Softmax(dim=1)})
        self.apply(self._init)

    def _init(self, module):
        if isinstance(module, nn.Linear):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")

    def forward(self, x):
        x = self.act["relu"](self.fc1(x))
        x = self.act["relu"](self.fc2(x))
        return self.act["softmax"](self.fc3(x))


# %% wrong: no ReLU after fc2
# rejected by: the_output_is_what_the_formula_gives
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        return F.softmax(self.fc3(self.fc2(x)), dim=1)


# %% wrong: no ReLU at all
# rejected by: the_output_is_what_the_formula_gives
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        return F.softmax(self.fc3(self.fc2(self.fc1(x))), dim=1)


# %% wrong: ReLU after fc3 too
# rejected by: the_output_is_what_the_formula_gives
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(F.relu(self.fc3(x)), dim=1)


# %% wrong: ReLU before the layers
# rejected by: the_output_is_what_the_formula_gives
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = self.fc1(F.relu(x))
        x = self.fc2(F.relu(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: sigmoid in place of ReLU
# rejected by: the_output_is_what_the_formula_gives
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = torch.sigmoid(self.fc1(x))
        x = torch.sigmoid(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: leaky ReLU
# rejected by: the_output_is_what_the_formula_gives
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.leaky_relu(self.fc1(x))
        x = F.leaky_relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: the absolute value
# rejected by: the_output_is_what_the_formula_gives
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = torch.abs(self.fc1(x))
        x = torch.abs(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: softmax after every layer
# rejected by: the_output_is_what_the_formula_gives
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.softmax(F.relu(self.fc1(x)), dim=1)
        x = F.softmax(F.relu(self.fc2(x)), dim=1)
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: softmax over the batch
# rejected by: every_row_is_a_distribution, ten_images_are_no_special_case
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=0)


# %% wrong: returns logits
# rejected by: every_row_is_a_distribution, the_output_is_what_the_formula_gives
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)


# %% wrong: log_softmax
# rejected by: every_row_is_a_distribution
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.log_softmax(self.fc3(x), dim=1)


# %% wrong: other sizes
# rejected by: the_three_layers_are_there_in_order
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 256)
        self.fc2 = nn.Linear(256, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: layers without bias
# rejected by: the_three_layers_are_there_in_order, no_other_parameters_are_kept
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128, bias=False)
        self.fc2 = nn.Linear(128, 64, bias=False)
        self.fc3 = nn.Linear(64, 10, bias=False)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: layers in the wrong order
# rejected by: the_three_layers_are_there_in_order
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc3 = nn.Linear(64, 10)
        self.fc2 = nn.Linear(128, 64)
        self.fc1 = nn.Linear(784, 128)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: other names
# rejected by: the_three_layers_are_there_in_order
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = nn.Linear(784, 128)
        self.layer2 = nn.Linear(128, 64)
        self.layer3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.layer1(x))
        x = F.relu(self.layer2(x))
        return F.softmax(self.layer3(x), dim=1)


# %% wrong: the layers in a Sequential
# rejected by: the_three_layers_are_there_in_order
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10)
        )

    def forward(self, x):
        return F.softmax(self.layers(x), dim=1)


# %% wrong: a fourth layer that is never used
# rejected by: the_three_layers_are_there_in_order, no_other_parameters_are_kept
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)
        self.fc4 = nn.Linear(10, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: a learned ReLU
# rejected by: the_three_layers_are_there_in_order, the_output_is_what_the_formula_gives
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)
        self.act = nn.PReLU()

    def forward(self, x):
        x = self.act(self.fc1(x))
        x = self.act(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: batch normalisation
# rejected by: the_three_layers_are_there_in_order, a_single_image_is_enough
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.norm = nn.BatchNorm1d(128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.norm(self.fc1(x)))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: batch normalisation without parameters
# rejected by: the_output_is_what_the_formula_gives
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)
        self.norm = nn.BatchNorm1d(128, affine=False)

    def forward(self, x):
        x = F.relu(self.norm(self.fc1(x)))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: a temperature as a bare parameter
# rejected by: no_other_parameters_are_kept
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)
        self.temperature = nn.Parameter(torch.ones(()))

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x) / self.temperature, dim=1)


# %% wrong: dropout
# rejected by: the_output_is_what_the_formula_gives
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)
        self.dropout = nn.Dropout(0.2)

    def forward(self, x):
        x = self.dropout(F.relu(self.fc1(x)))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: the first layer is frozen
# rejected by: every_weight_can_be_trained
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)
        self.fc1.weight.requires_grad = False

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: detached before the last layer
# rejected by: every_weight_can_be_trained
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x.detach()), dim=1)


# %% wrong: fc2 is never used in the forward pass
# rejected by: the_output_is_what_the_formula_gives
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(x[:, :64])
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: weights from one prototype
# rejected by: two_networks_share_no_weights
PROTOTYPE = nn.Linear(784, 128), nn.Linear(128, 64), nn.Linear(64, 10)


class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.fc3 = PROTOTYPE

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: the first layer is made anew in forward
# rejected by: the_output_is_what_the_formula_gives
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        self.fc1 = nn.Linear(784, 128)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: a single image is squeezed
# rejected by: a_single_image_is_enough
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1).squeeze(0)


# %% wrong: zeros for a batch of 64
# rejected by: a_single_image_is_enough, ten_images_are_no_special_case
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = torch.maximum(self.fc1(x), torch.zeros(64, 128))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: zeros made on the CPU
# rejected by: it_runs_on_the_device_of_its_weights
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        h = self.fc1(x)
        x = torch.maximum(h, torch.zeros(h.shape, dtype=h.dtype))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: turns the input into float32
# rejected by: double_precision_stays_double
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = x.to(torch.float32)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: ReLU of the input, in place
# rejected by: its_input_and_torch_stay_as_they_were, the_output_is_what_the_formula_gives
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(x, inplace=True)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: a fixed seed
# rejected by: its_input_and_torch_stay_as_they_were
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: the class, not its probability
# rejected by: a_batch_of_images_gives_ten_numbers_each
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1).max(dim=1).values


# %% wrong: constant probabilities
# rejected by: the_output_is_what_the_formula_gives, every_weight_can_be_trained
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        return torch.softmax(torch.zeros(x.shape[0], 10, dtype=x.dtype), dim=1)


# %% wrong: registered ReLU6
# rejected by: neither_the_mode_nor_the_size_of_numbers_and_batches_matters
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)
        self.relu = nn.ReLU6()

    def forward(self, x):
        x = self.relu(self.fc1(x))
        x = self.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: fc1 is a Linear with ReLU inside
# rejected by: each_layer_does_no_more_than_a_linear_one
class ReLULinear(nn.Linear):
    def forward(self, x):
        return F.relu(super().forward(x))


class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = ReLULinear(784, 128)
        self.fc2 = ReLULinear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        return F.softmax(self.fc3(self.fc2(self.fc1(x))), dim=1)


# %% wrong: registers a layer in eval mode
# rejected by: no_other_parameters_are_kept
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        if not self.training:
            self.fc4 = nn.Linear(10, 10)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% right: plain softmax formula, no shift
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        x = torch.relu(self.fc1(x))
        x = torch.relu(self.fc2(x))
        s = self.fc3(x)
        e = torch.exp(s)
        return e / e.sum(dim=1, keepdim=True)


# %% right: plain list of weights
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)
        self.pairs = [(l.weight, l.bias) for l in (self.fc1, self.fc2, self.fc3)]

    def forward(self, x):
        for k, (weight, bias) in enumerate(self.pairs):
            x = F.linear(x, weight, bias)
            if k < 2:
                x = x.clamp(min=0)
        return x.softmax(1)


# %% wrong: a one for the likeliest class and zeros for the others
# rejected by: every_row_is_a_distribution, the_output_is_what_the_formula_gives
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        scores = self.fc3(F.relu(self.fc2(F.relu(self.fc1(x)))))
        return F.one_hot(scores.argmax(dim=1), 10).to(scores.dtype)


# %% wrong: registers a layer in training mode
# rejected by: no_other_parameters_are_kept
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        if self.training:
            self.fc4 = nn.Linear(10, 10)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)


# %% wrong: double precision from the start
# rejected by: a_batch_of_images_gives_ten_numbers_each
class ReLUNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 128, dtype=torch.float64)
        self.fc2 = nn.Linear(128, 64, dtype=torch.float64)
        self.fc3 = nn.Linear(64, 10, dtype=torch.float64)

    def forward(self, x):
        x = F.relu(self.fc1(x.double()))
        x = F.relu(self.fc2(x))
        return F.softmax(self.fc3(x), dim=1)
