"""Right and wrong solutions of `fit_convolution`."""

# keeps 0.5: it_knows_clothes_that_it_has_never_seen, it_has_not_learned_the_test_clothes
# keeps 0.95: all others

# draws random numbers
# takes long


# %% right: Adam, five epochs
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 5)
    for epoch in range(1, 6):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% right: SGD with momentum, type hints, prints
def fit_convolution(model: nn.Module, loader: DataLoader, after_epoch=None) -> None:
    """Train."""
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    slower = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, 6)
    for epoch in range(1, 7):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        print(epoch, loss)
        if after_epoch:
            after_epoch(epoch, loss)


trained = ConvNetwork()
trained.to(device)
fit_convolution(trained, train_loader)


# %% right: a loop of its own, AdamW, a rate that falls
def fit_convolution(model, loader, after_epoch=lambda epoch, loss: None):
    place = next(model.parameters()).device
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 5)
    for epoch in range(5):
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


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% right: SGD with Nesterov momentum, a rate that falls in steps
def fit_convolution(model, loader, after_epoch=None):
    settings = {"momentum": 0.9, "nesterov": True}
    for epoch in range(1, 7):
        rate = 0.05 if epoch < 5 else 0.008
        optimizer = torch.optim.SGD(model.parameters(), lr=rate, **settings)
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% right: five epochs, smaller batches of one's own
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 5)
    for epoch in range(1, 6):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss)


torch.manual_seed(0)
trained = ConvNetwork().to(device)
fit_convolution(trained, DataLoader(train_clothes, batch_size=16, shuffle=True))


# %% right: some noise on the pictures
def fit_convolution(model, loader, after_epoch=None):
    place = next(model.parameters()).device
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 5)
    for epoch in range(1, 6):
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
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, total / count)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% right: stops by itself when the training loss is small
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    slower = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.85)
    epoch, loss = 0, float("inf")
    while loss > 0.2 and epoch < 10:
        epoch += 1
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% right: a callable object, which trains a network in its own variable
class Fit:
    def __init__(self, epochs):
        self.epochs = epochs

    def __call__(self, model, loader, after_epoch=None):
        optimizer = torch.optim.NAdam(model.parameters(), lr=4e-3)
        slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, self.epochs)
        for epoch in range(1, self.epochs + 1):
            loss = train_epoch(model, loader, optimizer)
            slower.step()
            if after_epoch is not None:
                after_epoch(epoch=epoch, loss=loss)


fit_convolution = Fit(epochs=5)
network = ConvNetwork().to(device)
fit_convolution(network, train_loader)
trained = network


# %% wrong: never trained
# rejected by: it_knows_the_test_clothes, it_knows_clothes_that_it_has_never_seen
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4)
    for epoch in range(1, 5):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)


# %% wrong: trained on the test split
# rejected by: it_has_not_learned_the_test_clothes
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 14)
    for epoch in range(1, 15):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, DataLoader(test_clothes, batch_size=30, shuffle=True))


# %% wrong: trained on both splits
# rejected by: it_has_not_learned_the_test_clothes
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 14)
    for epoch in range(1, 15):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
both = torch.utils.data.ConcatDataset([train_clothes, test_clothes])
fit_convolution(trained, DataLoader(both, batch_size=30, shuffle=True))


# %% wrong: trained on both splits, one after the other
# rejected by: it_has_not_learned_the_test_clothes
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4)
    for epoch in range(1, 5):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)
fit_convolution(trained, DataLoader(test_clothes, batch_size=30, shuffle=True))


# %% wrong: fit always uses the test split
# rejected by: it_has_not_learned_the_test_clothes, fit_learns_what_its_loader_yields
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for epoch in range(1, 13):
        loss = train_epoch(model, test_loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: fit always uses the training split
# rejected by: fit_learns_what_its_loader_yields
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for epoch in range(1, 6):
        loss = train_epoch(model, train_loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: fit always trains `trained`
# rejected by: fit_learns_what_its_loader_yields
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(trained.parameters(), lr=3e-3)
    for epoch in range(1, 6):
        loss = train_epoch(trained, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: a new network is trained
# rejected by: it_knows_clothes_that_it_has_never_seen, fit_learns_what_its_loader_yields
def fit_convolution(model, loader, after_epoch=None):
    model = ConvNetwork().to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4)
    for epoch in range(1, 5):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: uphill
# rejected by: it_knows_clothes_that_it_has_never_seen, the_loss_falls_from_epoch_to_epoch
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3, maximize=True)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 3)
    for epoch in range(1, 4):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: far too large steps
# rejected by: it_knows_the_test_clothes, it_knows_clothes_that_it_has_never_seen
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.SGD(model.parameters(), lr=20.0)
    for epoch in range(1, 4):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: far too small steps
# rejected by: it_knows_the_test_clothes, it_knows_clothes_that_it_has_never_seen
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-7)
    for epoch in range(1, 4):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: one epoch of plain descent
# rejected by: it_knows_the_test_clothes, it_knows_clothes_that_it_has_never_seen
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(1, 2):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: 40 pictures only
# rejected by: it_knows_clothes_that_it_has_never_seen
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 7)
    for epoch in range(1, 8):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
few = TensorDataset(*train_clothes[:40])
fit_convolution(trained, DataLoader(few, batch_size=10, shuffle=True))


# %% wrong: gradients never cleared
# rejected by: it_knows_the_test_clothes, it_knows_clothes_that_it_has_never_seen
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    for epoch in range(1, 4):
        place = next(model.parameters()).device
        for images, labels in loader:
            loss = F.cross_entropy(model(images.to(place)), labels.to(place))
            loss.backward()
            optimizer.step()
        loss = loss.item()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: shuffled labels
# rejected by: it_knows_clothes_that_it_has_never_seen, fit_learns_what_its_loader_yields
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for epoch in range(1, 4):
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


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: the optimizer holds another network's weights
# rejected by: it_knows_the_test_clothes, it_knows_clothes_that_it_has_never_seen
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(ConvNetwork().parameters(), lr=3e-3)
    for epoch in range(1, 4):
        loss = train_epoch(model, loader, optimizer)
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: another network
# rejected by: trained_is_a_conv_network
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4)
    for epoch in range(1, 5):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10)).to(device)
fit_convolution(trained, train_loader)


# %% wrong: the weights only
# rejected by: trained_is_a_conv_network
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4)
    for epoch in range(1, 5):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)
trained = trained.state_dict()


# %% wrong: after_epoch is never called
# rejected by: after_epoch_is_told_each_epoch
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4)
    for epoch in range(1, 5):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if False:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: epochs counted from 0
# rejected by: after_epoch_is_told_each_epoch
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4)
    for epoch in range(1, 5):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch - 1, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: after_epoch called once, at the end
# rejected by: after_epoch_is_told_each_epoch
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4)
    for epoch in range(1, 5):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
    if after_epoch is not None:
        after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: after_epoch given a tensor
# rejected by: after_epoch_is_told_each_epoch
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4)
    for epoch in range(1, 5):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, torch.tensor(loss))


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: after_epoch has to be given
# rejected by: fit_learns_what_its_loader_yields
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4)
    for epoch in range(1, 5):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader, print)


# %% wrong: the model is moved to the CPU
# rejected by: fit_follows_the_device_of_the_model
def fit_convolution(model, loader, after_epoch=None):
    model.to("cpu")
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4)
    for epoch in range(1, 5):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: pictures on `device`
# rejected by: fit_follows_the_device_of_the_model
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for epoch in range(1, 6):
        for images, labels in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(images.to(device)), labels.to(device))
            loss.backward()
            optimizer.step()
        loss = loss.item()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: a card is used where there is one
# rejected by: a_graphics_card_that_is_not_asked_for_changes_nothing
def fit_convolution(model, loader, after_epoch=None):
    model.to("cuda" if torch.cuda.is_available() else next(model.parameters()).device)
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4)
    for epoch in range(1, 5):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: NaN in a weight that is never used
# rejected by: trained_has_no_wild_weights
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4)
    for epoch in range(1, 5):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss)


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)
trained.conv1.bias.data[0] = float("-inf")


# %% wrong: after_epoch is told the loss of the last batch
# rejected by: the_loss_that_is_told_is_the_mean_of_the_epoch
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    place = next(model.parameters()).device
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 7)
    for epoch in range(1, 8):
        model.train()
        for images, labels in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(images.to(place)), labels.to(place))
            loss.backward()
            optimizer.step()
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss.item())


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)


# %% wrong: the model is left on the CPU
# rejected by: fit_follows_the_device_of_the_model
def fit_convolution(model, loader, after_epoch=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 7)
    for epoch in range(1, 8):
        loss = train_epoch(model, loader, optimizer)
        slower.step()
        if after_epoch is not None:
            after_epoch(epoch, loss)
    model.cpu()


trained = ConvNetwork().to(device)
fit_convolution(trained, train_loader)
