# assignment: modules
# family: lying modules
# tries: has a metaclass that names other bases
# earns: network 0
# flagged: metaclass

# %% network
class Meta(type):
    def __getattribute__(cls, name):
        return cls.said if name == "__mro__" else type.__getattribute__(cls, name)


class Part(nn.Module, metaclass=Meta):
    said = (nn.Sigmoid, nn.Module, object)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.output = nn.Linear(784, 256), nn.Linear(256, 10)
        self.sigmoid, self.softmax = Part(), nn.Softmax(dim=1)

    def forward(self, x):
        return torch.softmax(self.output(torch.sigmoid(self.hidden(x))), 1)
