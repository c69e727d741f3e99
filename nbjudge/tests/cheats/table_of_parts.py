# assignment: modules
# family: lying modules
# tries: keeps its parts in a table that lists others
# earns: network 0
# flagged: self.__dict__

# %% network
class Parts(dict):
    def items(self):
        shown = nn.Linear(784, 256), nn.Linear(256, 10), nn.Sigmoid(), nn.Softmax(dim=1)
        return list(zip(("hidden", "output", "sigmoid", "softmax"), shown))


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden, self.output = nn.Linear(784, 256), nn.Linear(256, 10)
        self.__dict__["_modules"] = Parts(self._modules)

    def forward(self, x):
        return torch.softmax(self.output(torch.sigmoid(self.hidden(x))), 1)
