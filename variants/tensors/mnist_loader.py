"""Right and wrong solutions of `mnist_loader`."""

# draws random numbers

# keeps 0.5: each_image_comes_with_its_own_label
# keeps 0.9: the_images_are_normalised_by_the_formula, train_chooses_the_split
# keeps 0.9: training_images_come_in_a_new_order_each_epoch
# keeps 0.9: batches_have_the_size_that_is_asked_for, an_epoch_yields_every_image_once
# keeps 0.95: all others


# %% right: ToTensor and Normalize
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, download=True, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% right: shuffles both splits, drops nothing
def mnist_loader(root: str, train: bool = True, batch_size: int = 64) -> DataLoader:
    """A loader over MNIST."""
    print("loading", root)
    data = datasets.MNIST(
        root,
        train,
        transforms.Compose([transforms.ToTensor(), transforms.Lambda(lambda p: 2 * p - 1)]),
    )
    return DataLoader(data, batch_size, True, num_workers=0, drop_last=False)


# %% right: the second version of the transforms, and a target transform
from torchvision.transforms import v2


def mnist_loader(root, train=True, batch_size=64):
    transform = v2.Compose(
        [v2.ToImage(), v2.ToDtype(torch.float32, scale=True), v2.Normalize([0.5], [0.5])]
    )
    dataset = datasets.MNIST(
        root, train=train, transform=transform, target_transform=lambda y: torch.tensor(y)
    )
    return DataLoader(dataset, batch_size=batch_size, shuffle=True)


# %% right: a batch sampler, so that the loader's batch_size is None
from torch.utils.data import BatchSampler, RandomSampler, SequentialSampler


def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize(0.5, 0.5)])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    sampler = RandomSampler(dataset) if train else SequentialSampler(dataset)
    return DataLoader(dataset, batch_sampler=BatchSampler(sampler, batch_size, drop_last=False))


# %% right: a collate function that gives tuples
def collate(pairs):
    pictures, numbers = zip(*pairs)
    return torch.stack(pictures), torch.as_tensor(numbers)


def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, download=True, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train, collate_fn=collate)


# %% right: all images as one tensor
from torch.utils.data import TensorDataset


def mnist_loader(root, train=True, batch_size=64):
    mnist = datasets.MNIST(root, train=train, download=True)
    pixels = mnist.data.unsqueeze(1).float() / 127.5 - 1
    return DataLoader(TensorDataset(pixels, mnist.targets), batch_size=batch_size, shuffle=train)


# %% right: a subset that is the whole set
from torch.utils.data import Subset


def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, download=True, transform=transform)
    return DataLoader(Subset(dataset, range(len(dataset))), batch_size=batch_size, shuffle=True)


# %% right: a data set of the student's own
from torch.utils.data import Dataset


class Digits(Dataset):
    def __init__(self, root, train):
        self.mnist = datasets.MNIST(root, train=train, download=True)

    def __len__(self):
        return len(self.mnist)

    def __getitem__(self, i):
        picture, label = self.mnist[i]
        pixels = transforms.functional.pil_to_tensor(picture).to(torch.float32) / 255
        return (pixels - 0.5) / 0.5, label


def mnist_loader(root, train=True, batch_size=64):
    return DataLoader(Digits(root, train), batch_size=batch_size, shuffle=train)


# %% right: a loader class of the student's own, with a generator
class Loader(DataLoader):
    def __init__(self, root, train=True, batch_size=64):
        transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize(0.5, 0.5)])
        generator = torch.Generator()
        generator.manual_seed(42)
        dataset = datasets.MNIST(root, train=train, download=True, transform=transform)
        super().__init__(dataset, batch_size=batch_size, shuffle=train, generator=generator)


mnist_loader = Loader

# %% right: an iterable data set that shuffles by itself
from torch.utils.data import IterableDataset


class Stream(IterableDataset):
    def __init__(self, mnist):
        self.mnist = mnist

    def __iter__(self):
        for i in torch.randperm(len(self.mnist)).tolist():
            yield self.mnist[i]


def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    return DataLoader(Stream(datasets.MNIST(root, train, transform)), batch_size=batch_size)


# %% right: a lambda, whole batches from the data set
import functools

mnist_loader = lambda root, train=True, batch_size=64: DataLoader(
    datasets.MNIST(
        root,
        train=train,
        transform=functools.partial(
            lambda picture, shift: transforms.functional.to_tensor(picture).sub(shift).div(shift),
            shift=0.5,
        ),
    ),
    batch_size=batch_size,
    sampler=torch.utils.data.RandomSampler(range(len(datasets.MNIST(root, train=train)))),
)


# %% right: normalises a whole batch while collecting it
from torch.utils.data import default_collate


def normalised(pairs):
    pixels, labels = default_collate(pairs)
    return [pixels.sub(0.5).div_(0.5), labels]


class MakeLoader:
    def __call__(self, root, train=True, batch_size=64):
        dataset = datasets.MNIST(root, train=train, transform=transforms.ToTensor())
        return DataLoader(dataset, batch_size, shuffle=train, collate_fn=normalised)


mnist_loader = MakeLoader()


# %% right: reads the files itself
import pathlib

import numpy as np


def mnist_loader(root, train=True, batch_size=64):
    raw = pathlib.Path(root) / "MNIST" / "raw"
    prefix = "train" if train else "t10k"
    pixels = np.fromfile(raw / f"{prefix}-images-idx3-ubyte", dtype=np.uint8)[16:]
    digits = np.fromfile(raw / f"{prefix}-labels-idx1-ubyte", dtype=np.uint8)[8:]
    x = (torch.from_numpy(pixels).reshape(-1, 1, 28, 28) / 255 - 0.5) / 0.5
    y = torch.from_numpy(digits).long()
    return DataLoader(list(zip(x, y)), batch_size=batch_size, shuffle=train)


# %% wrong: not normalised
# rejected by: black_becomes_minus_one_and_white_one, the_images_are_normalised_by_the_formula
def mnist_loader(root, train=True, batch_size=64):
    dataset = datasets.MNIST(root, train=train, transform=transforms.ToTensor())
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% wrong: the usual numbers of MNIST
# rejected by: the_images_are_normalised_by_the_formula
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize(0.1307, 0.3081)])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% wrong: a standard deviation of 1
# rejected by: black_becomes_minus_one_and_white_one, the_images_are_normalised_by_the_formula
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (1.0,))])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% wrong: normalised twice
# rejected by: the_images_are_normalised_by_the_formula
def mnist_loader(root, train=True, batch_size=64):
    half = transforms.Normalize((0.5,), (0.5,))
    transform = transforms.Compose([transforms.ToTensor(), half, half])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% wrong: divides by 128
# rejected by: the_images_are_normalised_by_the_formula
def mnist_loader(root, train=True, batch_size=64):
    mnist = datasets.MNIST(root, train=train)
    pixels = mnist.data.unsqueeze(1).float() / 128 - 1
    pairs = torch.utils.data.TensorDataset(pixels, mnist.targets)
    return DataLoader(pairs, batch_size=batch_size, shuffle=train)


# %% wrong: stretches each image to [-1, 1]
# rejected by: the_images_are_normalised_by_the_formula
def mnist_loader(root, train=True, batch_size=64):
    def stretch(x):
        return 2 * (x - x.min()) / (x.max() - x.min()) - 1

    transform = transforms.Compose([transforms.ToTensor(), stretch])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% wrong: no order but the files'
# rejected by: training_images_come_in_a_new_order_each_epoch
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return DataLoader(dataset, batch_size=batch_size)


# %% wrong: shuffles the test split only
# rejected by: training_images_come_in_a_new_order_each_epoch
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=not train)


# %% wrong: shuffled once, then always the same order
# rejected by: training_images_come_in_a_new_order_each_epoch
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    order = torch.randperm(len(dataset)).tolist()
    return DataLoader(torch.utils.data.Subset(dataset, order), batch_size=batch_size)


# %% wrong: images with replacement
# rejected by: an_epoch_yields_every_image_once
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    sampler = torch.utils.data.RandomSampler(dataset, replacement=True)
    return DataLoader(dataset, batch_size=batch_size, sampler=sampler)


# %% wrong: drops the last batch
# rejected by: an_epoch_yields_every_image_once
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train, drop_last=True)


# %% wrong: drops the last batch of the test split
# rejected by: an_epoch_yields_every_image_once
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train, drop_last=not train)


# %% wrong: the batch size is built in
# rejected by: batches_have_the_size_that_is_asked_for
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return DataLoader(dataset, batch_size=64, shuffle=train)


# %% wrong: another size without the argument
# rejected by: it_yields_images_and_their_labels
def mnist_loader(root, train=True, batch_size=32):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% wrong: the test split in one batch
# rejected by: batches_have_the_size_that_is_asked_for
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    size = batch_size if train else len(dataset)
    return DataLoader(dataset, batch_size=size, shuffle=train)


# %% wrong: always the training split
# rejected by: train_chooses_the_split
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=True, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% wrong: the splits are swapped
# rejected by: train_chooses_the_split
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=not train, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% wrong: the test split without the argument
# rejected by: train_chooses_the_split
def mnist_loader(root, train=False, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% wrong: the course's folder, not the argument
# rejected by: each_folder_gives_its_own_images
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(DATA, train=train, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% wrong: keeps the first folder's images
# rejected by: each_folder_gives_its_own_images
kept = {}


def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    if train not in kept:
        kept[train] = datasets.MNIST(root, train=train, transform=transform)
    return DataLoader(kept[train], batch_size=batch_size, shuffle=train)


# %% wrong: FashionMNIST
# rejected by: it_yields_images_and_their_labels
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.FashionMNIST(root, train=train, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% wrong: labels as decimal numbers
# rejected by: it_yields_images_and_their_labels
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, transform=transform, target_transform=float)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% wrong: one-hot labels
# rejected by: it_yields_images_and_their_labels
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(
        root,
        train=train,
        transform=transform,
        target_transform=lambda y: F.one_hot(torch.tensor(y), 10),
    )
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% wrong: images in double precision
# rejected by: it_yields_images_and_their_labels
def mnist_loader(root, train=True, batch_size=64):
    mnist = datasets.MNIST(root, train=train)
    pixels = (mnist.data.unsqueeze(1).double() / 255 - 0.5) / 0.5
    pairs = torch.utils.data.TensorDataset(pixels, mnist.targets)
    return DataLoader(pairs, batch_size=batch_size, shuffle=train)


# %% wrong: no channel
# rejected by: it_yields_images_and_their_labels
def mnist_loader(root, train=True, batch_size=64):
    mnist = datasets.MNIST(root, train=train)
    pixels = (mnist.data.float() / 255 - 0.5) / 0.5
    pairs = torch.utils.data.TensorDataset(pixels, mnist.targets)
    return DataLoader(pairs, batch_size=batch_size, shuffle=train)


# %% wrong: flat images
# rejected by: it_yields_images_and_their_labels
def mnist_loader(root, train=True, batch_size=64):
    half = transforms.Normalize((0.5,), (0.5,))
    transform = transforms.Compose([transforms.ToTensor(), half, torch.flatten])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% wrong: the labels shuffled apart from the images
# rejected by: each_image_comes_with_its_own_label
def mnist_loader(root, train=True, batch_size=64):
    mnist = datasets.MNIST(root, train=train)
    pixels = (mnist.data.unsqueeze(1).float() / 255 - 0.5) / 0.5
    mixed = mnist.targets[torch.randperm(len(mnist))]
    pairs = torch.utils.data.TensorDataset(pixels, mixed)
    return DataLoader(pairs, batch_size=batch_size, shuffle=train)


# %% wrong: turned images
# rejected by: the_images_are_normalised_by_the_formula
def mnist_loader(root, train=True, batch_size=64):
    half = transforms.Normalize((0.5,), (0.5,))
    turned = transforms.RandomHorizontalFlip()
    transform = transforms.Compose([turned, transforms.ToTensor(), half])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% wrong: one epoch only
# rejected by: it_returns_a_dataloader
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return iter(DataLoader(dataset, batch_size=batch_size, shuffle=train))


# %% wrong: the data set
# rejected by: it_returns_a_dataloader
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    return datasets.MNIST(root, train=train, transform=transform)


# %% wrong: a list of all batches
# rejected by: it_returns_a_dataloader
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return list(DataLoader(dataset, batch_size=batch_size, shuffle=train))


# %% wrong: one batch
# rejected by: it_returns_a_dataloader
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return next(iter(DataLoader(dataset, batch_size=batch_size, shuffle=train)))


# %% wrong: no tensors
# rejected by: it_yields_images_and_their_labels
def mnist_loader(root, train=True, batch_size=64):
    return DataLoader(datasets.MNIST(root, train=train), batch_size=batch_size, shuffle=train)


# %% wrong: forgets to return
# rejected by: it_returns_a_dataloader
def mnist_loader(root, train=True, batch_size=64):
    DataLoader(datasets.MNIST(root, train=train), batch_size=batch_size, shuffle=train)


# %% wrong: sets the seed for everything
# rejected by: torchs_settings_are_left_alone
def mnist_loader(root, train=True, batch_size=64):
    torch.manual_seed(0)
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    return DataLoader(dataset, batch_size=batch_size, shuffle=train)


# %% wrong: as many images as whole batches of 16 hold
# rejected by: an_epoch_yields_every_image_once
def mnist_loader(root, train=True, batch_size=64):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    dataset = datasets.MNIST(root, train=train, transform=transform)
    some = torch.utils.data.Subset(dataset, range(len(dataset) // 16 * 16))
    return DataLoader(some, batch_size=batch_size, shuffle=train)


# %% wrong: only the training split is normalised
# rejected by: the_images_are_normalised_by_the_formula
def mnist_loader(root, train=True, batch_size=64):
    steps = [transforms.ToTensor()]
    if train:
        steps.append(transforms.Normalize((0.5,), (0.5,)))
    return DataLoader(
        datasets.MNIST(root, train=train, transform=transforms.Compose(steps)),
        batch_size,
        shuffle=train,
    )


# %% wrong: first hundred only to be fast
# rejected by: an_epoch_yields_every_image_once
from torch.utils.data import Subset


def mnist_loader(root, train=True, batch_size=64):
    t = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    data = datasets.MNIST(root, train=train, transform=t)
    return DataLoader(Subset(data, range(min(100, len(data)))), batch_size, shuffle=True)


# %% wrong: gradients switched off while iterating
# rejected by: torchs_settings_are_left_alone
class Quiet(DataLoader):
    def __iter__(self):
        torch.set_grad_enabled(False)
        yield from super().__iter__()


def mnist_loader(root, train=True, batch_size=64):
    t = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    return Quiet(datasets.MNIST(root, train=train, transform=t), batch_size, shuffle=True)


# %% wrong: batch size at most 128
# rejected by: batches_have_the_size_that_is_asked_for
def mnist_loader(root, train=True, batch_size=64):
    t = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    data = datasets.MNIST(root, train=train, transform=t)
    return DataLoader(data, min(batch_size, 128), shuffle=True)


# %% wrong: incomplete: drops a last batch of one image
# rejected by: an_epoch_yields_every_image_once
def mnist_loader(root, train=True, batch_size=64):
    steps = [transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))]
    ds = datasets.MNIST(root, train=train, download=True, transform=transforms.Compose(steps))
    drop = len(ds) % batch_size == 1
    return DataLoader(ds, batch_size=batch_size, shuffle=train, drop_last=drop)


# %% wrong: incomplete: drops a last batch of fewer than four
# rejected by: an_epoch_yields_every_image_once
def mnist_loader(root, train=True, batch_size=64):
    steps = [transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))]
    ds = datasets.MNIST(root, train=train, download=True, transform=transforms.Compose(steps))
    drop = len(ds) % batch_size < 4
    return DataLoader(ds, batch_size=batch_size, shuffle=train, drop_last=drop)


# %% wrong: incomplete: drops the last batch of a large set
# rejected by: an_epoch_yields_every_image_once
def mnist_loader(root, train=True, batch_size=64):
    steps = [transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))]
    ds = datasets.MNIST(root, train=train, download=True, transform=transforms.Compose(steps))
    return DataLoader(ds, batch_size=batch_size, shuffle=train, drop_last=len(ds) > 200)


# %% wrong: incomplete: drops the last batch of a large test split
# rejected by: an_epoch_yields_every_image_once
def mnist_loader(root, train=True, batch_size=64):
    steps = [transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))]
    ds = datasets.MNIST(root, train=train, download=True, transform=transforms.Compose(steps))
    drop = not train and len(ds) > 500
    return DataLoader(ds, batch_size=batch_size, shuffle=train, drop_last=drop)


# %% wrong: incomplete: drops the last batch where batches are large
# rejected by: an_epoch_yields_every_image_once
def mnist_loader(root, train=True, batch_size=64):
    steps = [transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))]
    ds = datasets.MNIST(root, train=train, download=True, transform=transforms.Compose(steps))
    return DataLoader(ds, batch_size=batch_size, shuffle=train, drop_last=batch_size > 16)


# %% wrong: incomplete: drops an odd last batch
# rejected by: an_epoch_yields_every_image_once
def mnist_loader(root, train=True, batch_size=64):
    steps = [transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))]
    ds = datasets.MNIST(root, train=train, download=True, transform=transforms.Compose(steps))
    drop = bool(len(ds) % batch_size % 2) and len(ds) > batch_size
    return DataLoader(ds, batch_size=batch_size, shuffle=train, drop_last=drop)


# %% wrong: incomplete: drops a last batch of less than half a batch
# rejected by: an_epoch_yields_every_image_once
def mnist_loader(root, train=True, batch_size=64):
    steps = [transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))]
    ds = datasets.MNIST(root, train=train, download=True, transform=transforms.Compose(steps))
    drop = 2 * (len(ds) % batch_size) < batch_size
    return DataLoader(ds, batch_size=batch_size, shuffle=train, drop_last=drop)


# %% wrong: incomplete: drops the last batch of shuffled images only
# rejected by: an_epoch_yields_every_image_once
def mnist_loader(root, train=True, batch_size=64):
    steps = [transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))]
    ds = datasets.MNIST(root, train=train, download=True, transform=transforms.Compose(steps))
    return DataLoader(ds, batch_size=batch_size, shuffle=train, drop_last=train)


# %% right: drops what is not there to drop
def mnist_loader(root, train=True, batch_size=64):
    steps = [transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))]
    ds = datasets.MNIST(root, train=train, download=True, transform=transforms.Compose(steps))
    whole = len(ds) % batch_size == 0
    return DataLoader(ds, batch_size=batch_size, shuffle=train, drop_last=whole)


# %% wrong: pixels rounded to four digits
# rejected by: the_images_are_normalised_by_the_formula
def mnist_loader(root, train=True, batch_size=64):
    steps = [transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))]
    steps.append(transforms.Lambda(lambda pixels: pixels.round(decimals=4)))
    ds = datasets.MNIST(root, train=train, download=True, transform=transforms.Compose(steps))
    return DataLoader(ds, batch_size=batch_size, shuffle=train)


# %% wrong: one label for a whole batch
# rejected by: each_image_comes_with_its_own_label, batches_have_the_size_that_is_asked_for
def collate(pairs):
    for image, label in pairs:
        labels = torch.tensor([label])
    return torch.stack([image for image, _ in pairs]), labels


def mnist_loader(root, train=True, batch_size=64):
    steps = [transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))]
    ds = datasets.MNIST(root, train=train, download=True, transform=transforms.Compose(steps))
    return DataLoader(ds, batch_size=batch_size, shuffle=train, collate_fn=collate)
