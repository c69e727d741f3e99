# assignment: modules
# family: lying modules
# tries: gives another layer for the index of the first
# earns: sequential 0.2

# %% sequential
class Layers(nn.Sequential):
    def __getitem__(self, place):
        return first_layer


hidden = [nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10)]
sequential_network, first_layer = Layers(*hidden, nn.Softmax(dim=1)), nn.Linear(784, 128)
