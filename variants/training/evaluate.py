"""Right and wrong solutions of `evaluate`."""

# keeps 0.5: loss_and_accuracy_are_those_of_the_images, all_parts_are_in_evaluation_mode
# keeps 0.95: all others


# %% right: sums over the batches, modes noted and put back
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% right: a decorator, means times sizes, type hints, prints
@torch.no_grad()
def evaluate(model: nn.Module, loader: DataLoader) -> tuple[float, float]:
    """Loss and accuracy."""
    modes = {part: part.training for part in model.modules()}
    model.train(False)
    total, hits, seen = 0.0, 0.0, 0
    for x, y in loader:
        device = next(model.parameters()).device
        z, y = model(x.to(device)), y.to(device)
        total += float(nn.CrossEntropyLoss()(z, y)) * len(y)
        hits += float((z.argmax(1) == y).float().sum())
        seen += len(y)
    print("seen:", seen)
    for part in modes:
        part.training = modes[part]
    return (total / seen, hits / seen)


# %% right: all logits joined, one's own functions
def evaluate(model, loader):
    modes = [part.training for part in model.modules()]
    model.eval()
    with torch.no_grad():
        device = next(model.parameters()).device
        pairs = [(model(images.to(device)), labels.to(device)) for images, labels in loader]
    for part, mode in zip(model.modules(), modes):
        part.training = mode
    logits = torch.cat([pair[0] for pair in pairs])
    labels = torch.cat([pair[1] for pair in pairs])
    return cross_entropy(logits, labels).item(), accuracy(logits, labels)


# %% right: inference mode, put back whatever happens
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    try:
        model.eval()
        losses, hits = [], []
        with torch.inference_mode():
            for images, labels in loader:
                device = next(model.parameters()).device
                logits, labels = model(images.to(device)), labels.to(device)
                losses += F.cross_entropy(logits, labels, reduction="none").tolist()
                hits += (logits.argmax(dim=1) == labels).tolist()
        return sum(losses) / len(losses), sum(hits) / len(hits)
    finally:
        for part, mode in modes:
            part.training = mode


# %% right: a context for the modes
import contextlib


@contextlib.contextmanager
def evaluating(model):
    training = [part for part in model.modules() if part.training]
    model.eval()
    with torch.no_grad():
        yield next(model.parameters()).device
    for part in training:
        part.training = True


def evaluate(model, loader):
    loss = right = count = 0
    with evaluating(model) as device:
        for images, labels in loader:
            logits, labels = model(images.to(device)), labels.to(device)
            count += len(labels)
            loss += F.cross_entropy(logits, labels).item() * len(labels)
            right += int((logits.max(dim=1).indices == labels).sum())
    return loss / count, right / count


# %% right: a copy of the model in evaluation mode
import copy


def evaluate(model, loader):
    twin = copy.deepcopy(model).eval()
    if hasattr(model, "seen"):
        twin.seen = model.seen
    device = next(model.parameters()).device
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = twin(images.to(device)), labels.to(device)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    return loss / count, right / count


# %% right: a callable object, running means
class Evaluation:
    def __call__(self, model, loader):
        modes = [(part, part.training) for part in model.modules()]
        for part, _ in modes:
            part.training = False
        device = next(model.parameters()).device
        loss, share, count = 0.0, 0.0, 0
        with torch.set_grad_enabled(False):
            for images, labels in loader:
                logits, labels = model(images.to(device)), labels.to(device)
                count += len(labels)
                part = len(labels) / count
                loss += (F.cross_entropy(logits, labels).item() - loss) * part
                share += ((logits.argmax(1) == labels).double().mean().item() - share) * part
        for part, mode in modes:
            part.training = mode
        return loss, share


evaluate = Evaluation()


# %% right: log_softmax and gather, each batch in a helper
def of_batch(model, images, labels):
    logits = model(images)
    true = F.log_softmax(logits, dim=-1).gather(1, labels[:, None])
    return -true.sum().item(), int((logits.argmax(-1) == labels).sum()), labels.numel()


def evaluate(model, loader):
    device = next(model.parameters()).device
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    with torch.no_grad():
        found = [of_batch(model, x.to(device), y.to(device)) for x, y in loader]
    for part, mode in modes:
        part.training = mode
    loss, right, count = (sum(numbers) for numbers in zip(*found))
    return loss / count, right / count


# %% wrong: in training mode
# rejected by: all_parts_are_in_evaluation_mode, dropout_and_batch_norm_do_not_disturb
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.train()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: the mode is not set
# rejected by: all_parts_are_in_evaluation_mode, dropout_and_batch_norm_do_not_disturb
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: everything in training mode afterwards
# rejected by: the_mode_of_every_part_is_put_back
def evaluate(model, loader):
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    model.train()
    return loss / count, right / count


# %% wrong: the mode of the outermost part for all
# rejected by: the_mode_of_every_part_is_put_back
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    model.train(modes[0][1])
    return loss / count, right / count


# %% wrong: everything in evaluation mode afterwards
# rejected by: the_mode_of_every_part_is_put_back
def evaluate(model, loader):
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    return loss / count, right / count


# %% wrong: the modes of the direct parts only
# rejected by: the_mode_of_every_part_is_put_back
def evaluate(model, loader):
    modes = [(part, part.training) for part in [model, *model.children()]]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: everything is recorded
# rejected by: nothing_is_recorded
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.enable_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: gradients are as they happen to be
# rejected by: nothing_is_recorded
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    if True:
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: gradients stay off
# rejected by: nothing_is_recorded, torch_keeps_its_settings
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    torch.set_grad_enabled(False)
    if True:
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: gradients are on afterwards
# rejected by: nothing_is_recorded
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    torch.set_grad_enabled(False)
    if True:
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    torch.set_grad_enabled(True)
    return loss / count, right / count


# %% wrong: the mean over the batches
# rejected by: loss_and_accuracy_are_those_of_the_images
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels).item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    loss = loss * count / len(list(loader))
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: the accuracies of the batches averaged
# rejected by: loss_and_accuracy_are_those_of_the_images
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).float().mean().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / len(loader)


# %% wrong: divided by the number of images in the data set
# rejected by: loss_and_accuracy_are_those_of_the_images
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    count = len(loader.dataset)
    return loss / count, right / count


# %% wrong: the last batch only
# rejected by: loss_and_accuracy_are_those_of_the_images
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss = F.cross_entropy(logits, labels, reduction="sum").item()
            right = (logits.argmax(dim=1) == labels).sum().item()
            count = len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: the other way round
# rejected by: a_model_that_only_guesses, loss_and_accuracy_are_those_of_the_images
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return right / count, loss / count


# %% wrong: a list
# rejected by: the_result_is_a_pair_of_floats
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return [loss / count, right / count]


# %% wrong: tensors
# rejected by: the_result_is_a_pair_of_floats
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum")
            right += (logits.argmax(dim=1) == labels).sum()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: the number of right answers
# rejected by: loss_and_accuracy_are_those_of_the_images
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, float(right)


# %% wrong: per cent
# rejected by: loss_and_accuracy_are_those_of_the_images
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, 100 * right / count


# %% wrong: argmax down the columns
# rejected by: loss_and_accuracy_are_those_of_the_images
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=0)[0] == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: softmax before the cross-entropy
# rejected by: loss_and_accuracy_are_those_of_the_images
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits.softmax(dim=1), labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: images and labels are not moved
# rejected by: images_and_labels_are_moved_to_the_model
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images), labels
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: they are moved to `device`
# rejected by: images_and_labels_are_moved_to_the_model
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: the model is moved to the images
# rejected by: images_and_labels_are_moved_to_the_model
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model.to(images.device)(images), labels
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: a card is used where there is one
# rejected by: a_graphics_card_that_is_not_asked_for_changes_nothing
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = "cuda" if torch.cuda.is_available() else next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: trains by the way
# rejected by: the_model_is_left_as_it_was
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= 1e-3 * torch.randn_like(parameter)
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: gradients are cleared
# rejected by: the_model_is_left_as_it_was
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    model.zero_grad()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: only a model in training mode is put into evaluation mode
# rejected by: all_parts_are_in_evaluation_mode
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    if model.training:
        model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: the last pictures are shown again once the modes are put back
# rejected by: dropout_and_batch_norm_do_not_disturb
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
        for part, mode in modes:
            part.training = mode
        print("the last answers:", model(images.to(place)).argmax(dim=1))
    return loss / count, right / count


# %% wrong: the loss is kept in the model
# rejected by: the_model_is_left_as_it_was
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    model.register_buffer("last_loss", torch.tensor(loss / count, device=place))
    return loss / count, right / count


# %% wrong: everything is frozen
# rejected by: the_model_is_left_as_it_was
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval().requires_grad_(False)
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: everything is frozen, and trainable afterwards
# rejected by: the_model_is_left_as_it_was
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval().requires_grad_(False)
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    model.requires_grad_(True)
    return loss / count, right / count


# %% wrong: the seed is set
# rejected by: torch_keeps_its_settings
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    torch.manual_seed(0)
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count


# %% wrong: images are turned into float32
# rejected by: a_float64_model_is_taken_too
def evaluate(model, loader):
    modes = [(part, part.training) for part in model.modules()]
    place = next(model.parameters()).device
    model.eval()
    loss, right, count = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            logits, labels = model(images.float().to(place)), labels.to(place)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    for part, mode in modes:
        part.training = mode
    return loss / count, right / count
