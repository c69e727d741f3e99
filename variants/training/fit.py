"""Right and wrong solutions of `fit`."""

# keeps 0.5: it_knows_clothes_that_it_has_never_seen, it_has_not_learned_the_test_clothes
# keeps 0.95: all others

# draws random numbers
# takes long


# %% right: Adam, a dozen epochs
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% right: SGD with momentum, type hints, prints
def fit(model: nn.Module, loader: DataLoader, after_epoch=None) -> None:
    """Train."""
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    for epoch in range(1, 16):
        loss = train_epoch(model, loader, optimizer)
        print(epoch, loss)
        if after_epoch:
            after_epoch(epoch, loss)


trained = NeuralNetwork()
trained.to(device)
fit(trained, train_loader)


# %% right: a loop of its own, AdamW, a rate that falls
def fit(model, loader, after_epoch=lambda epoch, loss: None):
    place = next(model.parameters()).device
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 12)
    for epoch in range(12):
        model.train()
        losses = []
        for images, labels in loader:
            loss = nn.functional.cross_entropy(model(images.to(place)), labels.to(place))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        schedule.step()
        after_epoch(epoch + 1, sum(losses) / len(losses))


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% right: by gradient_step
def fit(model, loader, after_epoch=None):
    place = next(model.parameters()).device
    for epoch in range(1, 19):
        total, count = 0.0, 0
        for images, labels in loader:
            loss = cross_entropy(model(images.to(place)), labels.to(place))
            loss.backward()
            gradient_step(model.parameters(), 0.2 if epoch < 13 else 0.05)
            total, count = total + loss.item() * len(labels), count + len(labels)
        if after_epoch is not None:
            after_epoch(epoch, total / count)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% right: few epochs, small batches of one's own
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-4)
    for epoch in range(1, 11):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


torch.manual_seed(0)
trained = NeuralNetwork().to(device)
fit(trained, DataLoader(train_clothes, batch_size=32, shuffle=True))


# %% right: some noise on the pictures
def fit(model, loader, after_epoch=None):
    place = next(model.parameters()).device
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 15):
        total, count = 0.0, 0
        for images, labels in loader:
            images, labels = images.to(place), labels.to(place)
            noisy = images + 0.05 * torch.randn_like(images)
            loss = F.cross_entropy(model(noisy), labels, label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
            count += len(labels)
        if after_epoch is not None:
            after_epoch(epoch, total / count)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% right: stops by itself when the training loss is small
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    epoch, loss = 0, float("inf")
    while loss > 0.3 and epoch < 20:
        epoch += 1
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% right: a callable object, which trains a network in its own variable
class Fit:
    def __init__(self, epochs):
        self.epochs = epochs

    def __call__(self, model, loader, after_epoch=None):
        optimizer = torch.optim.NAdam(model.parameters(), lr=1e-3)
        for epoch in range(1, self.epochs + 1):
            loss = train_epoch(model, loader, optimizer)
            if after_epoch is not None:
                after_epoch(epoch=epoch, loss=loss)


fit = Fit(epochs=12)
network = NeuralNetwork().to(device)
fit(network, train_loader)
trained = network


# %% wrong: trained on the test split
# rejected by: it_has_not_learned_the_test_clothes
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, test_loader)


# %% wrong: trained on both splits
# rejected by: it_has_not_learned_the_test_clothes
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
both = torch.utils.data.ConcatDataset([train_clothes, test_clothes])
fit(trained, DataLoader(both, batch_size=100, shuffle=True))


# %% wrong: trained on both splits, one after the other
# rejected by: it_has_not_learned_the_test_clothes
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)
fit(trained, test_loader)


# %% wrong: fit always uses the test split
# rejected by: it_has_not_learned_the_test_clothes, fit_learns_what_its_loader_yields
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, test_loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: fit always uses the training split
# rejected by: fit_learns_what_its_loader_yields
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, train_loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: fit always trains `trained`
# rejected by: fit_learns_what_its_loader_yields
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(trained.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(trained, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: a new network is trained
# rejected by: it_knows_clothes_that_it_has_never_seen, fit_learns_what_its_loader_yields
def fit(model, loader, after_epoch=None):
    model = NeuralNetwork().to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: never trained
# rejected by: it_knows_the_test_clothes, it_knows_clothes_that_it_has_never_seen
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)


# %% wrong: uphill
# rejected by: it_knows_clothes_that_it_has_never_seen, the_loss_falls_from_epoch_to_epoch
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, maximize=True)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: far too large steps
# rejected by: it_knows_the_test_clothes, it_knows_clothes_that_it_has_never_seen
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.SGD(model.parameters(), lr=20.0)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: far too small steps
# rejected by: it_knows_the_test_clothes, it_knows_clothes_that_it_has_never_seen
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-7)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: one epoch of plain descent
# rejected by: it_knows_the_test_clothes, it_knows_clothes_that_it_has_never_seen
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(1, 2):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: 40 pictures only
# rejected by: it_knows_clothes_that_it_has_never_seen
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
few = TensorDataset(*train_clothes[:40])
fit(trained, DataLoader(few, batch_size=10, shuffle=True))


# %% wrong: gradients never cleared
# rejected by: it_knows_the_test_clothes, it_knows_clothes_that_it_has_never_seen
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    for epoch in range(1, 13):
        place = next(model.parameters()).device
        for images, labels in loader:
            loss = F.cross_entropy(model(images.to(place)), labels.to(place))
            loss.backward()
            optimizer.step()
        loss = loss.item()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: shuffled labels
# rejected by: it_knows_clothes_that_it_has_never_seen, fit_learns_what_its_loader_yields
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        place = next(model.parameters()).device
        for images, labels in loader:
            labels = labels[torch.randperm(len(labels))].to(place)
            optimizer.zero_grad()
            loss = F.cross_entropy(model(images.to(place)), labels)
            loss.backward()
            optimizer.step()
        loss = loss.item()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: the optimizer holds another network's weights
# rejected by: it_knows_the_test_clothes, it_knows_clothes_that_it_has_never_seen
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(NeuralNetwork().parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: another network
# rejected by: trained_is_a_neural_network
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10)).to(device)
fit(trained, train_loader)


# %% wrong: the weights only
# rejected by: trained_is_a_neural_network
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)
trained = trained.state_dict()


# %% wrong: after_epoch is never called
# rejected by: after_epoch_is_told_each_epoch
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if False:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: epochs counted from 0
# rejected by: after_epoch_is_told_each_epoch
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch - 1, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: after_epoch called once, at the end
# rejected by: after_epoch_is_told_each_epoch
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
    if after_epoch is not None:
        after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: after_epoch given a tensor
# rejected by: after_epoch_is_told_each_epoch
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, torch.tensor(loss))


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: after_epoch has to be given
# rejected by: fit_learns_what_its_loader_yields
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader, print)


# %% wrong: the model is moved to the CPU
# rejected by: fit_follows_the_device_of_the_model
def fit(model, loader, after_epoch=None):
    model.to("cpu")
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: pictures on `device`
# rejected by: fit_follows_the_device_of_the_model
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        for images, labels in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(images.to(device)), labels.to(device))
            loss.backward()
            optimizer.step()
        loss = loss.item()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: a card is used where there is one
# rejected by: a_graphics_card_that_is_not_asked_for_changes_nothing
def fit(model, loader, after_epoch=None):
    model.to("cuda" if torch.cuda.is_available() else next(model.parameters()).device)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: NaN in a weight that is never used
# rejected by: trained_has_no_wild_weights
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = NeuralNetwork().to(device)
fit(trained, train_loader)
trained.linear_relu_stack[0].bias.data[0] = float("-inf")


# %% wrong: after_epoch is told the loss of the last batch
# rejected by: the_loss_that_is_told_is_the_mean_of_the_epoch
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    place = next(model.parameters()).device
    for epoch in range(1, 13):
        model.train()
        for images, labels in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(images.to(place)), labels.to(place))
            loss.backward()
            optimizer.step()
        if after_epoch is not None:
            after_epoch(epoch, loss.item())


trained = NeuralNetwork().to(device)
fit(trained, train_loader)


# %% wrong: the model is left on the CPU
# rejected by: fit_follows_the_device_of_the_model
def fit(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)
    model.cpu()


trained = NeuralNetwork().to(device)
fit(trained, train_loader)
