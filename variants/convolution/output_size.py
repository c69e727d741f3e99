"""Right and wrong solutions of `output_size`."""

# keeps 0.5: any_size_kernel_stride_and_padding_will_do
# keeps 0.95: all others


# %% right: by the formula
def output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) // stride + 1


# %% right: type hints, prints, a helper
def room(size: int, kernel: int, padding: int) -> int:
    return size + padding + padding - kernel


def output_size(size: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    """How many places."""
    print(size, kernel, stride, padding)
    return room(size, kernel, padding) // stride + 1


# %% right: divmod
def output_size(size, kernel, stride=1, padding=0):
    steps, _ = divmod(size + 2 * padding - kernel, stride)
    return steps + 1


# %% right: a range, counted
def output_size(size, kernel, stride=1, padding=0):
    return len(range(-padding, size + padding - kernel + 1, stride))


# %% right: a lambda
output_size = lambda size, kernel, stride=1, padding=0: 1 + (size - kernel + padding * 2) // stride


# %% right: the stride added first
def output_size(size, kernel, stride=1, padding=0):
    padded = size + 2 * padding
    return (padded - kernel + stride) // stride


# %% right: a callable object
class OutputSize:
    def __call__(self, size, kernel, stride=1, padding=0):
        return int((size + 2 * padding - kernel) // stride) + 1


output_size = OutputSize()


# %% right: the rest taken off first
def output_size(size, kernel, *, stride=1, padding=0):
    return 1


def output_size(size, kernel, stride=1, padding=0):
    room = size + 2 * padding - kernel
    room -= room % stride
    return room // stride + 1


# %% right: by way of a float, rounded down
def output_size(size, kernel, stride=1, padding=0):
    return int((size + 2 * padding - kernel) / stride) + 1


# %% right: tried on a row of pixels
def output_size(size, kernel, stride=1, padding=0):
    return len(torch.zeros(size + 2 * padding).unfold(0, kernel, stride))


# %% right: step by step
def output_size(size, kernel, stride=1, padding=0):
    places, start = 0, -padding
    while start + kernel <= size + padding:
        places, start = places + 1, start + stride
    return places


# %% wrong: one too few
# rejected by: any_size_kernel_stride_and_padding_will_do, a_kernel_of_three_takes_two_pixels_off
def output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) // stride


# %% wrong: the padding on one side
# rejected by: any_size_kernel_stride_and_padding_will_do, padding_keeps_the_size
def output_size(size, kernel, stride=1, padding=0):
    return (size + padding - kernel) // stride + 1


# %% wrong: the padding is left out
# rejected by: any_size_kernel_stride_and_padding_will_do, padding_keeps_the_size
def output_size(size, kernel, stride=1, padding=0):
    return (size - kernel) // stride + 1


# %% wrong: the stride is left out
# rejected by: any_size_kernel_stride_and_padding_will_do, a_stride_of_two_halves_it
def output_size(size, kernel, stride=1, padding=0):
    return size + 2 * padding - kernel + 1


# %% wrong: a float
# rejected by: a_kernel_of_three_takes_two_pixels_off
def output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) / stride + 1


# %% wrong: rounded up
# rejected by: what_is_left_over_is_no_place
def output_size(size, kernel, stride=1, padding=0):
    return -(-(size + 2 * padding - kernel) // stride) + 1


# %% wrong: rounded to the nearest
# rejected by: what_is_left_over_is_no_place
def output_size(size, kernel, stride=1, padding=0):
    return round((size + 2 * padding - kernel) / stride) + 1


# %% wrong: one added before the division
# rejected by: any_size_kernel_stride_and_padding_will_do
def output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel + 1) // stride


# %% wrong: the kernel is added
# rejected by: any_size_kernel_stride_and_padding_will_do
def output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding + kernel) // stride + 1


# %% wrong: a kernel of 3
# rejected by: any_size_kernel_stride_and_padding_will_do
def output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - 3) // stride + 1


# %% wrong: 28 pixels
# rejected by: any_size_kernel_stride_and_padding_will_do
def output_size(size, kernel, stride=1, padding=0):
    return (28 + 2 * padding - kernel) // stride + 1


# %% wrong: only the size is divided
# rejected by: any_size_kernel_stride_and_padding_will_do
def output_size(size, kernel, stride=1, padding=0):
    return (size // stride) + 2 * padding - kernel + 1


# %% wrong: the padding after the division
# rejected by: any_size_kernel_stride_and_padding_will_do
def output_size(size, kernel, stride=1, padding=0):
    return (size - kernel) // stride + 1 + 2 * padding


# %% wrong: the padding divided by two
# rejected by: any_size_kernel_stride_and_padding_will_do
def output_size(size, kernel, stride=1, padding=0):
    return (size + padding // 2 - kernel) // stride + 1


# %% wrong: the padding three times
# rejected by: any_size_kernel_stride_and_padding_will_do
def output_size(size, kernel, stride=1, padding=0):
    return (size + 3 * padding - kernel) // stride + 1


# %% wrong: multiplied by the stride
# rejected by: any_size_kernel_stride_and_padding_will_do
def output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) * stride + 1


# %% wrong: two added
# rejected by: any_size_kernel_stride_and_padding_will_do
def output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) // stride + 2


# %% wrong: no less than two
# rejected by: any_size_kernel_stride_and_padding_will_do
def output_size(size, kernel, stride=1, padding=0):
    return max(2, (size + 2 * padding - kernel) // stride + 1)


# %% wrong: a tensor
# rejected by: a_kernel_of_three_takes_two_pixels_off
def output_size(size, kernel, stride=1, padding=0):
    return torch.tensor((size + 2 * padding - kernel) // stride + 1)


# %% wrong: a text
# rejected by: a_kernel_of_three_takes_two_pixels_off
def output_size(size, kernel, stride=1, padding=0):
    return str((size + 2 * padding - kernel) // stride + 1)


# %% wrong: stride and padding exchanged
# rejected by: any_size_kernel_stride_and_padding_will_do
def output_size(size, kernel, padding=0, stride=1):
    return (size + 2 * padding - kernel) // stride + 1


# %% wrong: a stride of 2 where none is given
# rejected by: stride_and_padding_are_known_by_name, a_kernel_of_three_takes_two_pixels_off
def output_size(size, kernel, stride=2, padding=0):
    return (size + 2 * padding - kernel) // stride + 1


# %% wrong: windows have a pixel in the middle
# rejected by: any_size_kernel_stride_and_padding_will_do, a_stride_of_two_halves_it
def output_size(size, kernel, stride=1, padding=0):
    reach = kernel // 2
    return (size + 2 * padding - (2 * reach + 1)) // stride + 1


# %% wrong: another name for the size
# rejected by: stride_and_padding_are_known_by_name
def output_size(pixels, kernel, stride=1, padding=0):
    return (pixels + 2 * padding - kernel) // stride + 1


# %% wrong: a padding of 1 where none is given
# rejected by: stride_and_padding_are_known_by_name, a_kernel_of_three_takes_two_pixels_off
def output_size(size, kernel, stride=1, padding=1):
    return (size + 2 * padding - kernel) // stride + 1


# %% wrong: other names
# rejected by: stride_and_padding_are_known_by_name
def output_size(size, kernel, s=1, p=0):
    return (size + 2 * p - kernel) // s + 1


# %% wrong: half of it, but for a stride of one
# rejected by: any_size_kernel_stride_and_padding_will_do
def output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) // (2 if stride > 1 else 1) + 1
