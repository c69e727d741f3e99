"""Right and wrong solutions of `save_and_load`."""

# keeps 0.5: weights_buffers_and_dtypes_are_kept
# keeps 0.95: all others


# %% right: the state dict
def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state)


# %% right: weights_only is torch's own choice today, type hints, prints
def save_state(model: nn.Module, path) -> None:
    """Save."""
    print("saving to", path)
    torch.save(model.state_dict(), str(path))


def load_state(model: nn.Module, path) -> None:
    """Load."""
    found = model.load_state_dict(torch.load(path, map_location=torch.device("cpu")))
    print(found)


# %% right: through an open file
from pathlib import Path


def save_state(model, path):
    with Path(path).open("wb") as file:
        torch.save(model.state_dict(), file)


def load_state(model, path):
    with open(path, "rb") as file:
        model.load_state_dict(torch.load(file, map_location="cpu", weights_only=True))


# %% right: copied to the CPU before it is saved
def save_state(model, path):
    state = {name: value.detach().cpu().clone() for name, value in model.state_dict().items()}
    torch.save(state, path)


def load_state(model, path):
    model.load_state_dict(torch.load(path, "cpu", weights_only=True), strict=True)


# %% right: filled one by one
def save_state(model, path):
    torch.save(OrderedDict(model.state_dict()), path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    own = model.state_dict()
    if list(own) != list(state):
        raise ValueError(f"the file holds {list(state)}, not {list(own)}")
    with torch.no_grad():
        for name, value in own.items():
            value.copy_(state[name])


# %% right: to the device of the model, with an answer
def save_state(model, path):
    torch.save(model.state_dict(), path)
    return path


def load_state(model, path):
    place = next(model.parameters()).device
    state = torch.load(path, map_location=lambda storage, place: storage, weights_only=True)
    state = {name: value.to(place) for name, value in state.items()}
    model.load_state_dict(state)
    return model


# %% right: lambdas
save_state = lambda model, path: torch.save(model.state_dict(), path)
load_state = lambda model, path: model.load_state_dict(
    torch.load(path, map_location="cpu", weights_only=True)
)


# %% right: callable objects
class Save:
    def __call__(self, model, path):
        torch.save(dict(model.state_dict()), path)


class Load:
    def __call__(self, model, path):
        model.load_state_dict(
            torch.load(
                path,
                weights_only=True,
                map_location={"cuda:0": "cpu", "cuda:7": "cpu", "mps": "cpu"},
            )
        )


save_state, load_state = Save(), Load()


# %% right: read to where the model is
def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    place = next(model.parameters()).device
    model.load_state_dict(torch.load(path, map_location=place, weights_only=True))


# %% wrong: the model is pickled with its class
# rejected by: the_file_holds_the_state_and_nothing_else
def save_state(model, path):
    torch.save(model, path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=False).state_dict()
    model.load_state_dict(state)


# %% wrong: anything in a file is run
# rejected by: a_file_with_code_is_refused
def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=False)
    model.load_state_dict(state)


# %% wrong: pickle
# rejected by: the_file_holds_the_state_and_nothing_else
import pickle


def save_state(model, path):
    with open(path, "wb") as file:
        pickle.dump(model.state_dict(), file)


def load_state(model, path):
    with open(path, "rb") as file:
        model.load_state_dict(pickle.load(file))


# %% wrong: a file with code is passed over in silence
# rejected by: a_file_with_code_is_refused, names_that_do_not_fit_raise_an_error
def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    try:
        model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    except Exception as error:
        print(error)


# %% wrong: the device of the file
# rejected by: what_comes_from_another_device_is_loaded
def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state)


# %% wrong: names that do not fit are passed over
# rejected by: names_that_do_not_fit_raise_an_error
def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state, strict=False)


# %% wrong: parameters without buffers
# rejected by: weights_buffers_and_dtypes_are_kept, the_file_holds_the_state_and_nothing_else
def save_state(model, path):
    torch.save(dict(model.named_parameters()), path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state, strict=False)


# %% wrong: everything becomes float32
# rejected by: weights_buffers_and_dtypes_are_kept
def save_state(model, path):
    torch.save({name: value.float() for name, value in model.state_dict().items()}, path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state)


# %% wrong: half precision
# rejected by: a_loaded_model_predicts_the_same, weights_buffers_and_dtypes_are_kept
def save_state(model, path):
    torch.save({name: value.half() for name, value in model.state_dict().items()}, path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state)


# %% wrong: a list of values without names
# rejected by: the_file_holds_the_state_and_nothing_else
def save_state(model, path):
    torch.save(list(model.state_dict().values()), path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(dict(zip(model.state_dict(), state)))


# %% wrong: inside another dict
# rejected by: the_file_holds_the_state_and_nothing_else
def save_state(model, path):
    torch.save({"model": model.state_dict()}, path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state["model"])


# %% wrong: with something beside it
# rejected by: the_file_holds_the_state_and_nothing_else
def save_state(model, path):
    torch.save({**model.state_dict(), "epoch": 3}, path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    state.pop("epoch", None)
    model.load_state_dict(state)


# %% wrong: always the same file
# rejected by: what_comes_from_another_device_is_loaded
def save_state(model, path):
    path = __import__("os").environ.get("TMPDIR", "/tmp") + "/model.pt"
    torch.save(model.state_dict(), path)


def load_state(model, path):
    path = __import__("os").environ.get("TMPDIR", "/tmp") + "/model.pt"
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state)


# %% wrong: kept in memory
# rejected by: what_comes_from_another_device_is_loaded, the_file_holds_the_state_and_nothing_else
kept = {}


def save_state(model, path):
    kept[str(path)] = {name: value.clone() for name, value in model.state_dict().items()}


def load_state(model, path):
    model.load_state_dict(kept[str(path)])


# %% wrong: new parameters
# rejected by: the_model_is_filled_in_place
def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state, assign=True)


# %% wrong: everything is trainable afterwards
# rejected by: the_model_is_filled_in_place
def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state)
    model.requires_grad_(True)


# %% wrong: in evaluation mode afterwards
# rejected by: the_model_is_filled_in_place
def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state)
    model.eval()


# %% wrong: saving changes the mode
# rejected by: saving_leaves_the_model_alone
def save_state(model, path):
    model.eval()
    torch.save(model.state_dict(), path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state)


# %% wrong: saving freezes the model
# rejected by: saving_leaves_the_model_alone
def save_state(model, path):
    model.requires_grad_(False)
    torch.save(model.state_dict(), path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state)


# %% wrong: an existing file is kept
# rejected by: a_file_that_is_there_is_replaced
def save_state(model, path):
    if __import__("os").path.exists(path):
        return
    torch.save(model.state_dict(), path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state)


# %% wrong: a str only
# rejected by: a_path_object_is_taken
def save_state(model, path):
    torch.save(model.state_dict(), path + "")


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state)


# %% wrong: the ending is added
# rejected by: a_path_object_is_taken
def save_state(model, path):
    torch.save(model.state_dict(), str(path).replace(" ", "_"))


def load_state(model, path):
    path = path if hasattr(path, "name") else path.replace(" ", "_")
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state)


# %% wrong: the model is moved to the CPU
# rejected by: a_model_on_another_device_stays_there
def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    model.to("cpu")
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state)


# %% wrong: the weights are cleared once they are saved
# rejected by: saving_leaves_the_model_alone
def save_state(model, path):
    torch.save(model.state_dict(), path)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()


def load_state(model, path):
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))


# %% wrong: of several cards the first only
# rejected by: what_comes_from_another_device_is_loaded
def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    places = {"cuda:0": "cpu", "mps": "cpu"}
    model.load_state_dict(torch.load(path, map_location=places, weights_only=True))


# %% wrong: cards of one maker only
# rejected by: what_comes_from_another_device_is_loaded
def to_cpu(storage, place):
    return storage if place.startswith("cuda") else None


def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    model.load_state_dict(torch.load(path, map_location=to_cpu, weights_only=True))


# %% wrong: what is no str is not loaded
# rejected by: a_path_object_is_taken
def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    if isinstance(path, str):
        model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))


# %% wrong: nothing is loaded
# rejected by: a_loaded_model_predicts_the_same
def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.state_dict().update(state)


# %% wrong: a new model is filled
# rejected by: a_loaded_model_predicts_the_same
def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    import copy

    model = copy.deepcopy(model)
    model.load_state_dict(state)


# %% wrong: weights and biases of equal shape by order, whatever their names
# rejected by: names_that_do_not_fit_raise_an_error
def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    for value, own in zip(state.values(), model.state_dict().values()):
        own.copy_(value)


# %% wrong: saving takes the model to the CPU
# rejected by: a_model_on_another_device_stays_there
def save_state(model, path):
    torch.save(model.cpu().state_dict(), path)


def load_state(model, path):
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))


# %% wrong: an ending is added to the name
# rejected by: the_file_has_the_name_that_it_was_given
def with_ending(path):
    return str(path) if str(path).endswith(".pt") else f"{path}.pt"


def save_state(model, path):
    torch.save(model.state_dict(), with_ending(path))


def load_state(model, path):
    state = torch.load(with_ending(path), map_location="cpu", weights_only=True)
    model.load_state_dict(state)


# %% wrong: filled by the order of the names
# rejected by: names_that_do_not_fit_raise_an_error
def save_state(model, path):
    torch.save(model.state_dict(), path)


def load_state(model, path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    for own, saved in zip(model.state_dict().values(), state.values(), strict=True):
        own.copy_(saved)
