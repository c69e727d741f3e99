"""Right and wrong solutions of `conv_network`."""

# keeps 0.5: the_logits_follow_from_the_weights
# keeps 0.95: all others


# %% right: as the text says
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% right: F.relu, view, type hints, prints
class ConvNetwork(nn.Module):
    """A network."""

    def __init__(self) -> None:
        super(ConvNetwork, self).__init__()
        self.conv1 = nn.Conv2d(in_channels=1, out_channels=16, kernel_size=(3, 3), padding="same")
        self.conv2 = nn.Conv2d(16, 32, kernel_size=3, stride=1, padding=(1, 1))
        self.pool = nn.MaxPool2d(kernel_size=2, stride=2)
        self.output = nn.Linear(1568, 10)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        print(images.shape)
        values = self.pool(F.relu(self.conv1(images)))
        values = self.pool(F.relu(self.conv2(values)))
        return self.output(values.reshape(values.shape[0], -1))


# %% right: pooled before ReLU, which gives the same
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(self.conv1(x)).relu()
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% right: clamp
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(self.conv1(x).clamp(min=0))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% right: a loop over the layers
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        for convolution in (self.conv1, self.conv2):
            x = self.pool(convolution(x).relu())
        return self.output(torch.flatten(x, start_dim=1))


# %% right: a helper method
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def seen(self, x, part):
        return self.pool(nn.functional.relu(part(x)))

    def forward(self, x):
        x = self.seen(self.seen(x, self.conv1), self.conv2)
        return self.output(x.flatten(1))


# %% right: weights drawn otherwise
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)
        nn.init.kaiming_normal_(self.conv1.weight)
        nn.init.zeros_(self.output.bias)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% right: a class of its own below
class Base(nn.Module):
    channels = 16

    def __init__(self):
        super().__init__()
        for name, sizes in (("conv1", (1, self.channels)), ("conv2", (self.channels, 32))):
            setattr(self, name, nn.Conv2d(*sizes, 3, padding=1))
        self.pool = nn.MaxPool2d(2, 2)
        self.output = nn.Linear(32 * 49, 10, bias=True)


class ConvNetwork(Base):
    def forward(self, x):
        x = self.pool(self.conv2(self.pool(self.conv1(x).relu())).relu())
        return F.linear(x.flatten(1), self.output.weight, self.output.bias)


# %% wrong: softmax at the end
# rejected by: the_logits_follow_from_the_weights
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1)).softmax(dim=1)


# %% wrong: log-softmax at the end
# rejected by: the_logits_follow_from_the_weights
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return F.log_softmax(self.output(x.flatten(1)), dim=1)


# %% wrong: ReLU at the end
# rejected by: the_logits_follow_from_the_weights
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1)).relu()


# %% wrong: no ReLU
# rejected by: the_logits_follow_from_the_weights
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(self.conv1(x))
        x = self.pool(self.conv2(x))
        return self.output(x.flatten(1))


# %% wrong: no ReLU after the first convolution
# rejected by: the_logits_follow_from_the_weights
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(self.conv1(x))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: sigmoid
# rejected by: the_logits_follow_from_the_weights
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.sigmoid(self.conv1(x)))
        x = self.pool(torch.sigmoid(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: average pooling in forward
# rejected by: the_logits_follow_from_the_weights
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = F.avg_pool2d(torch.relu(self.conv1(x)), 2)
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: average pooling as a part
# rejected by: the_parts_are_what_they_are_called, the_logits_follow_from_the_weights
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.AvgPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: height and width exchanged
# rejected by: the_logits_follow_from_the_weights
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.transpose(2, 3).flatten(1))


# %% wrong: the channels come last
# rejected by: the_logits_follow_from_the_weights
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.permute(0, 2, 3, 1).flatten(1))


# %% wrong: the batch is flattened too
# rejected by: pictures_give_ten_logits_each
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten())


# %% wrong: no padding
# rejected by: pictures_give_ten_logits_each
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: a kernel of 5
# rejected by: the_parts_are_what_they_are_called
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 5, padding=2)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: 8 channels
# rejected by: the_parts_are_what_they_are_called
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 3, padding=1)
        self.conv2 = nn.Conv2d(8, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: no bias
# rejected by: the_parts_are_what_they_are_called
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: other names
# rejected by: the_parts_have_their_names
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 16, 3, padding=1)
        self.second = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.first(x)))
        x = self.pool(torch.relu(self.second(x)))
        return self.output(x.flatten(1))


# %% wrong: another order
# rejected by: the_parts_have_their_names
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.pool = nn.MaxPool2d(2)
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: no pool
# rejected by: the_parts_have_their_names
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = F.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = F.max_pool2d(torch.relu(self.conv2(x)), 2)
        return self.output(x.flatten(1))


# %% wrong: a ReLU is registered
# rejected by: the_parts_have_their_names, nothing_else_is_registered
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.relu = nn.ReLU()
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: dropout is registered
# rejected by: the_parts_have_their_names
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)
        self.dropout = nn.Dropout(0.0)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: a buffer is registered
# rejected by: nothing_else_is_registered
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)
        self.register_buffer("mean", torch.zeros(1))

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: a parameter is registered by the call
# rejected by: nothing_else_is_registered
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        self.scale = nn.Parameter(torch.ones(1))
        return self.output(x.flatten(1))


# %% wrong: all networks share a layer
# rejected by: each_network_has_weights_of_its_own
shared = nn.Conv2d(1, 16, 3, padding=1)


class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = shared
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: the first layer is frozen
# rejected by: each_network_has_weights_of_its_own
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)
        self.conv1.requires_grad_(False)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: cut off from the graph
# rejected by: each_network_has_weights_of_its_own
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x))).detach()
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: moved to the CPU
# rejected by: it_runs_where_its_weights_are
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = torch.zeros(x.shape, device="cpu").copy_(x)
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: float32 on the way
# rejected by: it_runs_where_its_weights_are
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1)).float()


# %% wrong: squeezes
# rejected by: a_batch_may_be_a_single_picture
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1)).squeeze(0)


# %% wrong: a batch of 5
# rejected by: a_batch_may_be_a_single_picture, the_logits_follow_from_the_weights
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.reshape(5, -1))


# %% wrong: rounded to two decimals
# rejected by: the_logits_follow_from_the_weights
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1)).round(decimals=2)


# %% wrong: by way of lists
# rejected by: it_runs_where_its_weights_are, each_network_has_weights_of_its_own
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return torch.tensor(self.output(x.flatten(1)).tolist(), dtype=x.dtype)


# %% wrong: the pictures are normalised in place
# rejected by: making_and_calling_leave_all_alone
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x -= 0
        x.clamp_(0, 1)
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: the seed is set
# rejected by: making_and_calling_leave_all_alone
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = nn.Linear(32 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))


# %% wrong: weights without a module
# rejected by: the_parts_have_their_names
class ConvNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.output = lambda x: x[:, :10]

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.output(x.flatten(1))
