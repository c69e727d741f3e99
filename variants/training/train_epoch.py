"""Right and wrong solutions of `train_epoch`."""

# keeps 0.5: the_weights_come_out_right
# keeps 0.95: all others


# %% right: the usual loop
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% right: cleared after the step and before the epoch, type hints, prints
def train_epoch(model: nn.Module, loader: DataLoader, optimizer) -> float:
    """The mean loss."""
    model.train(True)
    optimizer.zero_grad()
    losses, sizes = [], []
    for number, (x, y) in enumerate(loader):
        weights = next(iter(model.parameters()))
        loss = nn.CrossEntropyLoss()(model(x.to(weights.device)), y.to(weights.device))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        sizes.append(x.shape[0])
        print("batch", number)
    return sum(a * b for a, b in zip(losses, sizes)) / sum(sizes)


# %% right: one's own cross-entropy
def train_epoch(model, loader, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        device = next(model.parameters()).device
        loss = cross_entropy(model(images.to(device)), labels.to(device))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        count += images.size(0)
        total += float(loss) * images.size(0)
    return total / count


# %% right: the sum of losses, divided for the gradient
def train_epoch(model, loader, optimizer):
    for part in model.modules():
        part.training = True
    device = next(model.parameters()).device
    total = torch.zeros((), dtype=torch.float64)
    count = 0
    for images, labels in loader:
        for parameter in model.parameters():
            parameter.grad = None
        summed = F.cross_entropy(model(images.to(device)), labels.to(device), reduction="sum")
        (summed / len(labels)).backward()
        optimizer.step()
        total += summed.detach().cpu()
        count += len(labels)
    return (total / count).item()


# %% right: the modes are put back
def train_epoch(model, loader, optimizer):
    modes = [(part, part.training) for part in model.modules()]
    model.train()
    device = next(model.parameters()).device
    losses = []
    for images, labels in loader:
        optimizer.zero_grad()
        each = F.cross_entropy(model(images.to(device)), labels.to(device), reduction="none")
        each.mean().backward()
        optimizer.step()
        losses += each.tolist()
    for part, mode in modes:
        part.training = mode
    return sum(losses) / len(losses)


# %% right: by log_softmax and nll_loss, with a helper
def step_on(model, images, labels, optimizer):
    optimizer.zero_grad()
    loss = F.nll_loss(F.log_softmax(model(images), dim=1), labels)
    loss.backward()
    optimizer.step()
    return loss.item()


def train_epoch(model, loader, optimizer):
    model.train()
    device = next(model.parameters()).device
    pairs = [(step_on(model, x.to(device), y.to(device), optimizer), len(y)) for x, y in loader]
    return sum(loss * size for loss, size in pairs) / sum(size for _, size in pairs)


# %% right: a callable object
class Epoch:
    def __call__(self, model, loader, optimizer):
        model.train()
        device = next(model.parameters()).device
        mean, count = 0.0, 0
        for images, labels in iter(loader):
            optimizer.zero_grad()
            loss = F.cross_entropy(model(images.to(device)), labels.to(device))
            loss.backward()
            optimizer.step()
            count += len(labels)
            mean += (loss.item() - mean) * len(labels) / count
        return mean


train_epoch = Epoch()


# %% right: gradients by autograd.grad
def train_epoch(model, loader, optimizer):
    model.train()
    parameters = [part for part in model.parameters() if part.requires_grad]
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(parameters[0].device), labels.to(parameters[0].device)
        loss = F.cross_entropy(model(images), labels)
        for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters)):
            parameter.grad = gradient
        optimizer.step()
        total, count = total + loss.item() * len(labels), count + len(labels)
    return total / count


# %% wrong: gradients are never cleared
# rejected by: the_weights_come_out_right, the_next_epoch_goes_on_where_the_last_one_ended
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: gradients are cleared once
# rejected by: the_weights_come_out_right
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    optimizer.zero_grad()
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: gradients are cleared after the step only
# rejected by: the_next_epoch_goes_on_where_the_last_one_ended
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: gradients are cleared before the step
# rejected by: the_weights_come_out_right, the_loss_of_the_same_pictures_falls
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: the step comes before the gradients
# rejected by: the_weights_come_out_right
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        loss = F.cross_entropy(model(images), labels)
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: no step
# rejected by: the_loss_of_the_same_pictures_falls, the_weights_come_out_right
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: one step for the whole epoch
# rejected by: the_weights_come_out_right
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    optimizer.zero_grad()
    for images, labels in loader:
        loss = F.cross_entropy(model(images.to(place)), labels.to(place))
        loss.backward()
        total += loss.item() * len(labels)
        count += len(labels)
    optimizer.step()
    return total / count


# %% wrong: the mean over the batches
# rejected by: the_loss_is_the_mean_over_the_images
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    losses = []
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


# %% wrong: divided by the number of images in the data set
# rejected by: the_loss_is_the_mean_over_the_images
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total = 0.0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
    return total / len(loader.dataset)


# %% wrong: the loss of the last batch
# rejected by: the_loss_is_the_mean_over_the_images
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
    return loss.item()


# %% wrong: each loss is taken after its step
# rejected by: the_loss_is_the_mean_over_the_images
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        F.cross_entropy(model(images), labels).backward()
        optimizer.step()
        with torch.no_grad():
            total += F.cross_entropy(model(images), labels).item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: a tensor
# rejected by: the_result_is_a_float
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: nothing is returned
# rejected by: the_result_is_a_float
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()


# %% wrong: in evaluation mode
# rejected by: all_parts_are_in_training_mode
def train_epoch(model, loader, optimizer):
    model.eval()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: the mode is not set
# rejected by: all_parts_are_in_training_mode
def train_epoch(model, loader, optimizer):
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: the first batch only
# rejected by: each_batch_is_seen_once, the_weights_come_out_right
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
        return total / count


# %% wrong: two epochs
# rejected by: each_batch_is_seen_once
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in [*loader, *loader]:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: images and labels are not moved
# rejected by: images_and_labels_are_moved_to_the_model
def train_epoch(model, loader, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: they are moved to `device`
# rejected by: images_and_labels_are_moved_to_the_model
def train_epoch(model, loader, optimizer):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: a card is used where there is one
# rejected by: a_graphics_card_that_is_not_asked_for_changes_nothing
def train_epoch(model, loader, optimizer):
    place = "cuda" if torch.cuda.is_available() else next(model.parameters()).device
    model.to(place).train()
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: softmax before the cross-entropy
# rejected by: the_weights_come_out_right
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images).softmax(dim=1), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: labels as one-hot rows, squared
# rejected by: the_weights_come_out_right
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        logits = model(images.to(place))
        rows = F.one_hot(labels.to(place), logits.shape[1]).to(logits.dtype)
        optimizer.zero_grad()
        loss = F.mse_loss(logits, rows)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: the summed loss
# rejected by: the_weights_come_out_right
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels, reduction="sum")
        loss.backward()
        optimizer.step()
        total += loss.item()
        count += len(labels)
    return total / count


# %% wrong: an optimizer of its own
# rejected by: the_weights_come_out_right
def train_epoch(model, loader, optimizer):
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: the weights are rounded at the end
# rejected by: the_weights_come_out_right
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.round(decimals=3))
    return total / count


# %% wrong: a small number against dividing by zero
# rejected by: the_loss_is_the_mean_over_the_images
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / (count + 0.002)


# %% wrong: a hundredth of an image for each batch too much
# rejected by: the_loss_is_the_mean_over_the_images, images_and_labels_are_moved_to_the_model
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels) + 0.01
    return total / count


# %% wrong: only a model in evaluation mode is put into training mode
# rejected by: all_parts_are_in_training_mode
def train_epoch(model, loader, optimizer):
    if not model.training:
        model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: the model is brought to the CPU at the end
# rejected by: images_and_labels_are_moved_to_the_model
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    model.to("cpu")
    return total / count


# %% wrong: steps with gradient_step beside the optimizer's
# rejected by: the_weights_come_out_right
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        gradient_step(model.parameters(), 0.01)
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: gradients stay off
# rejected by: torch_keeps_its_settings
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        torch.set_grad_enabled(True)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        torch.set_grad_enabled(False)
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: the seed is set
# rejected by: torch_keeps_its_settings
def train_epoch(model, loader, optimizer):
    torch.manual_seed(0)
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: images are turned into float32
# rejected by: a_float64_model_is_trained_too
def train_epoch(model, loader, optimizer):
    model.train()
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.float().to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: everything is unfrozen
# rejected by: frozen_weights_stay_frozen
def train_epoch(model, loader, optimizer):
    model.train().requires_grad_(True)
    place = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(place), labels.to(place)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count


# %% wrong: thaws everything at the end
# rejected by: frozen_weights_stay_frozen
def train_epoch(model, loader, optimizer):
    model.train()
    device = next(model.parameters()).device
    total, count = 0.0, 0
    for images, labels in loader:
        loss = F.cross_entropy(model(images.to(device)), labels.to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    model.requires_grad_(True)
    return total / count
