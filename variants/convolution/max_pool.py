"""Right and wrong solutions of `max_pool`."""

# keeps 0.5: each_square_gives_its_largest, it_is_written_from_the_definition
# keeps 0.95: all others


# %% right: squares by reshape
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.amax(dim=(-3, -1))


# %% right: unfold, type hints, prints
def max_pool(images: torch.Tensor, size: int = 2) -> torch.Tensor:
    """The largest of each square."""
    squares = images.unfold(-2, size, size).unfold(-2, size, size)
    print(squares.shape)
    return squares.flatten(-2).max(dim=-1).values


# %% right: every size-th row and column, by maximum
def max_pool(images, size=2):
    height, width = images.shape[-2] // size * size, images.shape[-1] // size * size
    best = None
    for a in range(size):
        for b in range(size):
            part = images[..., a:height:size, b:width:size]
            best = part if best is None else torch.maximum(best, part)
    return best.clone()


# %% right: first the rows, then the columns
def along(images, size):
    whole = images[..., : images.shape[-1] // size * size]
    return whole.unflatten(-1, (-1, size)).max(dim=-1)[0]


def max_pool(images, size=2):
    return along(along(images, size).transpose(-1, -2), size).transpose(-1, -2).contiguous()


# %% right: a stack of parts
def max_pool(images, size=2):
    rows, columns = (n // size * size for n in images.shape[-2:])
    parts = [images[..., a:rows:size, b:columns:size] for a in range(size) for b in range(size)]
    return torch.stack(parts).amax(0)


# %% right: a lambda, narrow
max_pool = lambda images, size=2: (
    images.narrow(-2, 0, images.size(-2) // size * size)
    .narrow(-1, 0, images.size(-1) // size * size)
    .unfold(-2, size, size)
    .unfold(-2, size, size)
    .amax(dim=(-1, -2))
)


# %% right: a callable object, sorted
class MaxPool:
    def __call__(self, images, size=2):
        squares = images.unfold(-2, size, size).unfold(-2, size, size)
        return squares.reshape(*squares.shape[:-2], size * size).sort(dim=-1).values[..., -1]


max_pool = MaxPool()


# %% right: a module without weights
class Pool(nn.Module):
    def forward(self, images, size=2):
        h, w = images.shape[-2] // size, images.shape[-1] // size
        whole = images[..., : h * size, : w * size].reshape(*images.shape[:-2], h, size, w, size)
        return torch.max(torch.max(whole, dim=-1).values, dim=-2).values


max_pool = Pool()


# %% wrong: torch's own
# rejected by: it_is_written_from_the_definition
def max_pool(images, size=2):
    flat = images.reshape(-1, 1, *images.shape[-2:])
    found = F.max_pool2d(flat, size)
    return found.reshape(*images.shape[:-2], *found.shape[-2:])


# %% wrong: a layer of torch's
# rejected by: it_is_written_from_the_definition
def max_pool(images, size=2):
    flat = images.reshape(-1, 1, *images.shape[-2:])
    found = nn.MaxPool2d(size)(flat)
    return found.reshape(*images.shape[:-2], *found.shape[-2:])


# %% wrong: max_pool1d twice
# rejected by: it_is_written_from_the_definition
def max_pool(images, size=2):
    shape = images.shape
    rows = F.max_pool1d(images.reshape(-1, 1, shape[-1]), size)[:, 0]
    columns = rows.reshape(-1, shape[-2], rows.shape[-1]).transpose(1, 2)
    found = F.max_pool1d(columns, size).transpose(1, 2)
    return found.reshape(*shape[:-2], *found.shape[-2:])


# %% wrong: an adaptive pooling
# rejected by: it_is_written_from_the_definition
def max_pool(images, size=2):
    h, w = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : h * size, : w * size].reshape(-1, 1, h * size, w * size)
    return F.adaptive_max_pool2d(whole, (h, w)).reshape(*images.shape[:-2], h, w)


# %% wrong: the mean
# rejected by: each_square_gives_its_largest, the_example_comes_out_right
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.mean(dim=(-3, -1))


# %% wrong: the smallest
# rejected by: each_square_gives_its_largest, the_example_comes_out_right
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.amin(dim=(-3, -1))


# %% wrong: the sum
# rejected by: each_square_gives_its_largest
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.sum(dim=(-3, -1))


# %% wrong: the first of each square
# rejected by: each_square_gives_its_largest
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares[..., 0, :, 0]


# %% wrong: the largest in size
# rejected by: each_square_gives_its_largest
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.abs().amax(dim=(-3, -1))


# %% wrong: the larger dimensions exchanged
# rejected by: each_square_gives_its_largest
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], size, height, size, width)
    return squares.amax(dim=(-4, -2))


# %% wrong: over the wrong pair
# rejected by: each_square_gives_its_largest
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.amax(dim=(-2, -1))


# %% wrong: always 2
# rejected by: each_square_gives_its_largest, the_size_may_be_three
def max_pool(images, size=2):
    size = 2
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.amax(dim=(-3, -1))


# %% wrong: the size has to be given
# rejected by: the_example_comes_out_right
def max_pool(images, size):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.amax(dim=(-3, -1))


# %% wrong: 3 where it is left out
# rejected by: a_batch_becomes_half_as_high_and_wide
def max_pool(images, size=3):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.amax(dim=(-3, -1))


# %% wrong: windows that overlap
# rejected by: a_batch_becomes_half_as_high_and_wide
def max_pool(images, size=2):
    return images.unfold(-2, size, 1).unfold(-2, size, 1).amax(dim=(-2, -1))


# %% wrong: only whole squares
# rejected by: what_fills_no_square_is_left_out
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.amax(dim=(-3, -1))


# %% wrong: filled up with zeros
# rejected by: what_fills_no_square_is_left_out
def max_pool(images, size=2):
    images = F.pad(images, (0, -images.shape[-1] % size, 0, -images.shape[-2] % size))
    return images.unfold(-2, size, size).unfold(-2, size, size).amax(dim=(-2, -1))


# %% wrong: the first rows and columns are left out
# rejected by: what_fills_no_square_is_left_out
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., images.shape[-2] - height * size :, images.shape[-1] - width * size :]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.amax(dim=(-3, -1))


# %% wrong: a last row that is cut off only if odd in height
# rejected by: what_fills_no_square_is_left_out
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, :]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.amax(dim=(-3, -1))


# %% wrong: four dimensions only
# rejected by: there_may_be_any_number_of_dimensions
def max_pool(images, size=2):
    height, width = images.shape[2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.amax(dim=(-3, -1))


# %% wrong: two dimensions only
# rejected by: there_may_be_any_number_of_dimensions
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(height, size, width, size)
    return squares.amax(dim=(-3, -1))


# %% wrong: the batches are joined
# rejected by: there_may_be_any_number_of_dimensions
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(-1, height, size, width, size)
    return squares.amax(dim=(-3, -1))


# %% wrong: squeezes
# rejected by: there_may_be_any_number_of_dimensions
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.amax(dim=(-3, -1)).squeeze()


# %% wrong: nothing below zero
# rejected by: negative_numbers_stay_negative
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    best = torch.zeros(*images.shape[:-2], height, width, dtype=images.dtype, device=images.device)
    for a in range(size):
        for b in range(size):
            part = images[..., a : height * size : size, b : width * size : size]
            best = torch.maximum(best, part)
    return best


# %% wrong: always float32
# rejected by: the_result_has_the_dtype_of_the_images
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.amax(dim=(-3, -1)).float()


# %% wrong: lifted above zero and back, which rounds
# rejected by: each_square_gives_its_largest, the_result_lies_on_the_device_of_the_images
def max_pool(images, size=2):
    images = images + 300
    height, width = images.shape[-2] // size, images.shape[-1] // size
    best = torch.zeros(*images.shape[:-2], height, width, dtype=images.dtype, device=images.device)
    for a in range(size):
        for b in range(size):
            part = images[..., a : height * size : size, b : width * size : size]
            best = torch.maximum(best, part)
    return best - 300


# %% wrong: always float64
# rejected by: the_result_has_the_dtype_of_the_images
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.double().amax(dim=(-3, -1))


# %% wrong: made on the default device
# rejected by: the_result_lies_on_the_device_of_the_images
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    best = torch.full((*images.shape[:-2], height, width), float("-inf"), dtype=images.dtype)
    for a in range(size):
        for b in range(size):
            part = images[..., a : height * size : size, b : width * size : size]
            best = torch.maximum(best, part)
    return best


# %% wrong: writes the largest into the images
# rejected by: nothing_else_is_changed
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    images[..., : height * size : size, : width * size : size] = squares.amax(dim=(-3, -1))
    return squares.amax(dim=(-3, -1))


# %% wrong: the seed is set
# rejected by: nothing_else_is_changed
def max_pool(images, size=2):
    torch.manual_seed(0)
    height, width = images.shape[-2] // size, images.shape[-1] // size
    whole = images[..., : height * size, : width * size]
    squares = whole.reshape(*images.shape[:-2], height, size, width, size)
    return squares.amax(dim=(-3, -1))


# %% wrong: begins with a number that is thought to be small
# rejected by: negative_numbers_stay_negative
def max_pool(images, size=2):
    height, width = images.shape[-2] // size, images.shape[-1] // size
    largest = images.new_full((*images.shape[:-2], height, width), -1e9)
    for a in range(size):
        for b in range(size):
            part = images[..., a : height * size : size, b : width * size : size]
            largest = torch.maximum(largest, part)
    return largest
