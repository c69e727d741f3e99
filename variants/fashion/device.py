"""Right and wrong solutions of `device`."""

# keeps 0.5: a_graphics_card_is_used_where_there_is_one
# keeps 0.5: the_cpu_is_used_where_there_is_no_graphics_card
# keeps 0.85: device_is_taken_from_get_device
# keeps 0.9: there_is_no_third_answer, every_call_asks_again
# keeps 0.95: all others


# %% right: one line
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


device = get_device()


# %% right: if and else, type hints, prints
def get_device() -> str:
    """The name of the device to compute on."""
    if torch.cuda.is_available():
        print("using", torch.cuda.get_device_name(0))
        return "cuda"
    print("no graphics card")
    return "cpu"


device: str = get_device()
print(f"Using {device} device")


# %% right: a lambda
get_device = lambda: "cuda" if torch.cuda.is_available() else "cpu"
device = get_device()


# %% right: the function imported by name
from torch.cuda import is_available


def get_device():
    return ("cpu", "cuda")[int(is_available())]


device = get_device()


# %% right: the module under another name, a helper function
import torch.cuda as graphics


def has_card():
    return graphics.is_available()


def get_device():
    name = "cpu"
    if has_card():
        name = "cuda"
    return name


device = get_device()


# %% right: a callable object
class Chooser:
    names = {True: "cuda", False: "cpu"}

    def __call__(self):
        return self.names[torch.cuda.is_available()]


get_device = Chooser()
device = get_device()


# %% right: the name of a torch.device
def get_device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu").type


device = get_device()


# %% right: asks how many cards there are as well
def get_device():
    if torch.cuda.is_available() and torch.cuda.device_count() > 0:
        return "cuda"
    return "cpu"


chosen = get_device()
device = chosen


# %% right: device is bound before, and by a branch
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


device = "cpu"
if get_device() == "cuda":
    device = "cuda"


# %% right: keyword with a default that is asked anew
def get_device(prefer="cuda"):
    available = torch.cuda.is_available()
    return prefer if available else "cpu"


(device) = get_device()


# %% wrong: always the CPU
# rejected by: a_graphics_card_is_used_where_there_is_one, every_call_asks_again
def get_device():
    return "cpu"


device = get_device()


# %% wrong: always the graphics card
# rejected by: the_cpu_is_used_where_there_is_no_graphics_card, tensors_can_be_made_on_device
def get_device():
    return "cuda"


device = get_device()


# %% wrong: is_available is not called
# rejected by: the_cpu_is_used_where_there_is_no_graphics_card
def get_device():
    return "cuda" if torch.cuda.is_available else "cpu"


device = get_device()


# %% wrong: the other way round
# rejected by: a_graphics_card_is_used_where_there_is_one
def get_device():
    return "cpu" if torch.cuda.is_available() else "cuda"


device = get_device()


# %% wrong: a torch.device instead of a string
# rejected by: get_device_answers_with_a_string, device_is_what_get_device_answers
def get_device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


device = get_device()


# %% wrong: asked once, when the cell runs
# rejected by: a_graphics_card_is_used_where_there_is_one
available = torch.cuda.is_available()


def get_device():
    return "cuda" if available else "cpu"


device = get_device()


# %% wrong: asked once, in a default argument
# rejected by: a_graphics_card_is_used_where_there_is_one
def get_device(available=torch.cuda.is_available()):
    return "cuda" if available else "cpu"


device = get_device()


# %% wrong: the first answer is kept
# rejected by: every_call_asks_again
from functools import lru_cache


@lru_cache
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


device = get_device()


# %% wrong: an Apple chip as a third answer
# rejected by: there_is_no_third_answer
def get_device():
    if torch.cuda.is_available():
        return "cuda"
    if torch.backends.mps.is_available():
        return "mps"
    return "cpu"


device = get_device()


# %% wrong: an Apple chip comes first
# rejected by: there_is_no_third_answer
def get_device():
    if torch.backends.mps.is_available():
        return "mps"
    return "cuda" if torch.cuda.is_available() else "cpu"


device = get_device()


# %% wrong: counts cards that torch cannot use
# rejected by: the_cpu_is_used_where_there_is_no_graphics_card
def get_device():
    return "cuda" if torch.cuda.device_count() > 0 else "cpu"


device = get_device()


# %% wrong: torch's own choice of accelerator
# rejected by: there_is_no_third_answer
def get_device():
    if torch.accelerator.is_available():
        return torch.accelerator.current_accelerator().type
    return "cpu"


device = get_device()


# %% wrong: the number of a card
# rejected by: a_graphics_card_is_used_where_there_is_one
def get_device():
    return "cuda:0" if torch.cuda.is_available() else "cpu"


device = get_device()


# %% wrong: upper case
# rejected by: get_device_answers_with_a_string
def get_device():
    return "CUDA" if torch.cuda.is_available() else "CPU"


device = get_device()


# %% wrong: prints the name instead of returning it
# rejected by: get_device_answers_with_a_string, device_is_what_get_device_answers
def get_device():
    print("cuda" if torch.cuda.is_available() else "cpu")


device = get_device()


# %% wrong: device is written down
# rejected by: device_is_taken_from_get_device
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


device = "cpu"


# %% wrong: device is the function, not its result
# rejected by: device_is_what_get_device_answers
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


device = get_device


# %% wrong: device is a torch.device
# rejected by: device_is_what_get_device_answers
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


device = torch.device(get_device())


# %% wrong: device under another name
# rejected by: device_is_what_get_device_answers
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


DEVICE = get_device()


# %% wrong: sets the seed
# rejected by: torch_keeps_its_settings
def get_device():
    torch.manual_seed(42)
    return "cuda" if torch.cuda.is_available() else "cpu"


device = get_device()


# %% wrong: turns gradients off
# rejected by: torch_keeps_its_settings
def get_device():
    torch.set_grad_enabled(False)
    return "cuda" if torch.cuda.is_available() else "cpu"


device = get_device()


# %% wrong: mps through torch.mps
# rejected by: there_is_no_third_answer
def get_device():
    return "cuda" if torch.cuda.is_available() else "mps" if torch.mps.is_available() else "cpu"


device = get_device()


# %% wrong: xpu as third answer
# rejected by: there_is_no_third_answer
def get_device():
    if torch.cuda.is_available():
        return "cuda"
    if torch.xpu.is_available():
        return "xpu"
    return "cpu"


device = get_device()


# %% wrong: second card when there are two
# rejected by: a_graphics_card_is_used_where_there_is_one, every_call_asks_again
def get_device():
    if torch.cuda.is_available():
        return "cuda:1" if torch.cuda.device_count() > 1 else "cuda"
    return "cpu"


device = get_device()


# %% right: device set by a function, after a placeholder
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


def choose():
    global device
    device = get_device()


device = "cpu"  # until it is chosen
choose()


# %% right: device through globals, after a placeholder
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


device = "cpu"
globals().update(device=get_device())


# %% right: computed by a helper, kept in a class
class Machine:
    def has_card(self):
        return torch.cuda.is_available()


def get_device():
    return "cuda" if Machine().has_card() else "cpu"


device = str(get_device())


# %% right: the answer in a dictionary first
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


settings = dict(device=get_device())
device = settings["device"]


# %% right: unpacked with other values
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


device, dtype = get_device(), torch.float32


# %% wrong: device from a helper that returns a constant
# rejected by: device_is_taken_from_get_device
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


def default():
    return "cpu"


device = default()


# %% wrong: device is a constant in a dictionary
# rejected by: device_is_taken_from_get_device
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


device = {"device": "cpu"}["device"]


# %% wrong: device is where a new tensor lies
# rejected by: device_is_taken_from_get_device
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


device = torch.zeros(1).device.type


# %% wrong: get_device is called, and its answer left
# rejected by: device_is_taken_from_get_device
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


answer = get_device()
device = "cpu" if answer else "cuda"


# %% wrong: device through globals is a constant
# rejected by: device_is_taken_from_get_device
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


globals().update(device="".join(["c", "p", "u"]))


# %% wrong: device is taken from get_device, then set back
# rejected by: device_is_taken_from_get_device
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


device = get_device()
if not isinstance(device, torch.device):
    device = str(torch.device("cpu"))


# %% wrong: device is turned round
# rejected by: device_is_what_get_device_answers, device_is_taken_from_get_device
def get_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


device = "cuda" if get_device() == "cpu" else "cpu"
