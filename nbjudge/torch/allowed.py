"""The operations that an exercise "from the definition" allows, in groups; all others are refused.

A name stands for all forms of its operation: `torch.exp`, `Tensor.exp`, `Tensor.exp_`, and the
dispatcher's `aten::exp`.
"""

import functools
import importlib.util
from collections.abc import Collection

# Operations on tensors. `source/from-the-definition.md` shows students this same list.
FAMILIES: dict[str, str] = {
    "arithmetic": (
        "add sub subtract mul multiply div divide true_divide floor_divide remainder fmod rsub "
        "neg negative positive reciprocal pow float_power square sqrt rsqrt abs absolute sign "
        "sgn signbit copysign floor ceil round trunc fix frac lerp addcmul addcdiv hypot gcd lcm "
        "ldexp frexp nextafter deg2rad rad2deg"
    ),
    "exponentials and logarithms": (
        "exp exp2 expm1 log log2 log10 log1p xlogy xlog1py sinh cosh"
    ),
    "comparisons and logic": (
        "eq ne lt le gt ge equal not_equal less less_equal greater greater_equal isclose "
        "allclose isnan isinf isfinite isposinf isneginf isreal is_nonzero logical_and "
        "logical_or logical_not logical_xor and or xor bitwise_and bitwise_or bitwise_not "
        "bitwise_xor iand ior ixor bitwise_left_shift bitwise_right_shift lshift rshift ilshift "
        "irshift isin is_same_size"
    ),
    "choosing and limiting": (
        "where clamp clamp_min clamp_max clip maximum minimum fmax fmin nan_to_num heaviside"
    ),
    "sums and other reductions": (
        "sum nansum mean nanmean prod max min amax amin aminmax argmax argmin any all cumsum "
        "cumprod cummax cummin std var std_mean var_mean median nanmedian mode norm vector_norm "
        "matrix_norm frobenius_norm count_nonzero trace sort argsort msort topk kthvalue "
        "quantile nanquantile unique unique_consecutive unique_dim unique_dim_consecutive "
        "bincount histc diff scatter_reduce index_reduce sum_to_size dist cdist normalize"
    ),
    "indexing and masks": (
        "index index_put index_select index_add index_fill index_copy masked_fill masked_select "
        "masked_scatter gather scatter scatter_add take take_along_dim put select narrow slice "
        "nonzero nonzero_static argwhere fill fill_diagonal zero select_scatter slice_scatter "
        "diagonal_scatter as_strided_scatter searchsorted bucketize tril triu tril_indices "
        "triu_indices one_hot getitem setitem"
    ),
    "shapes": (
        "view view_as reshape reshape_as flatten unflatten ravel squeeze unsqueeze expand "
        "expand_as broadcast_to broadcast_tensors permute transpose t T mT H mH numpy_T matrix_H "
        "adjoint swapaxes swapdims movedim moveaxis cat concat concatenate stack hstack vstack "
        "dstack row_stack column_stack chunk split split_with_sizes tensor_split hsplit vsplit "
        "dsplit unbind values indices unfold im2col col2im as_strided repeat tile "
        "repeat_interleave flip fliplr flipud roll rot90 diag diag_embed diagflat diagonal "
        "block_diag pad constant_pad_nd atleast_1d atleast_2d atleast_3d meshgrid cartesian_prod "
        "combinations view_as_real view_as_complex resize resize_as unsafe_chunk unsafe_split "
        "unsafe_split_with_sizes size numel dim stride storage_offset is_contiguous contiguous "
        "shape ndim ndimension nelement alias lift"
    ),
    "products of vectors and matrices": (
        "matmul mm bmm mv dot vdot inner outer ger einsum tensordot addmm addmv addr addbmm "
        "baddbmm linear bilinear chain_matmul multi_dot matrix_power vecdot kron cross rmatmul"
    ),
    "creation": (
        "tensor as_tensor asarray scalar_tensor from_numpy new_tensor new zeros ones full empty "
        "zeros_like ones_like full_like empty_like new_zeros new_ones new_full new_empty "
        "new_empty_strided empty_strided empty_permuted arange range linspace logspace eye "
        "complex polar"
    ),
    "copies and conversions": (
        "clone copy detach to type type_as float double half bfloat16 int long short byte char "
        "bool cpu cuda numpy tolist item lift_fresh real imag conj conj_physical "
        "resolve_conj resolve_neg is_complex is_floating_point is_conj is_neg can_cast "
        "promote_types result_type cfloat cdouble as_subclass requires_grad retain_grad data "
        "set_"
    ),
    "random numbers": (
        "rand randn randint randperm rand_like randn_like randint_like normal uniform bernoulli "
        "exponential random multinomial manual_seed seed"
    ),
}  # fmt: skip

# The same operations in other libraries, for numbers and arrays.
MATH = (
    "exp exp2 expm1 log log2 log10 log1p sqrt cbrt pow fabs floor ceil trunc copysign fmod "
    "remainder modf frexp ldexp nextafter fsum prod sumprod hypot dist isnan isinf isfinite "
    "isclose gcd lcm sinh cosh inf nan pi e tau infj nanj comb perm factorial isqrt ulp"
)
NUMPY = (
    "array asarray asanyarray ascontiguousarray from_dlpack frombuffer fromiter fromfunction "
    "copy copyto astype zeros ones full empty zeros_like ones_like full_like empty_like arange "
    "linspace logspace geomspace eye identity tri tril triu diag diagflat diagonal indices "
    "meshgrid mgrid ogrid ix_ r_ c_ s_ add subtract multiply divide true_divide floor_divide "
    "divmod mod remainder fmod modf power pow float_power square sqrt cbrt reciprocal negative "
    "positive absolute abs fabs sign signbit copysign floor ceil trunc fix rint round around "
    "hypot ldexp frexp exp exp2 expm1 log log2 log10 log1p sinh cosh equal not_equal less "
    "less_equal greater greater_equal isclose allclose array_equal array_equiv isnan isinf "
    "isfinite isposinf isneginf isreal logical_and logical_or logical_not logical_xor "
    "bitwise_and bitwise_or bitwise_xor bitwise_not invert left_shift right_shift isin any all "
    "where select choose piecewise clip maximum minimum fmax fmin heaviside nan_to_num sum "
    "nansum prod nanprod mean nanmean average median std var max min amax amin nanmax nanmin ptp "
    "argmax argmin nanargmax cumsum cumprod cumulative_sum diff count_nonzero sort argsort "
    "partition unique bincount nonzero flatnonzero argwhere extract take take_along_axis put "
    "put_along_axis place putmask compress delete insert append searchsorted digitize reshape "
    "ravel squeeze expand_dims transpose permute_dims matrix_transpose swapaxes moveaxis "
    "rollaxis broadcast_to broadcast_arrays broadcast broadcast_shapes concatenate concat stack "
    "hstack vstack dstack column_stack row_stack block split array_split hsplit vsplit dsplit "
    "unstack tile repeat flip fliplr flipud roll rot90 pad atleast_1d atleast_2d atleast_3d "
    "resize dot vdot inner outer matmul vecdot matvec vecmat tensordot einsum einsum_path kron "
    "cross trace norm multi_dot matrix_power vectorize frompyfunc apply_along_axis "
    "apply_over_axes nditer ndenumerate ndindex ndarray generic dtype finfo iinfo errstate "
    "seterr geterr printoptions set_printoptions newaxis inf nan pi e euler_gamma bool_ float16 "
    "float32 float64 longdouble single double half int8 int16 int32 int64 uint8 uint16 uint32 "
    "uint64 intp int_ complex64 complex128 floating integer number isscalar ndim shape size "
    "result_type can_cast promote_types issubdtype real imag conj conjugate linalg random lib "
    "stride_tricks sliding_window_view as_strided reduce accumulate reduceat at item tolist "
    "flatten fill view"
)

_BEFORE = """# From the definition: the operations that you may use

Where an exercise says "from the definition" you write the formula yourself. These operations are
allowed, as functions (`torch.exp(x)`), as methods (`x.exp()`), in place on a tensor of your own
(`y.exp_()`) and as Python's operators (`x + 1`, `x @ w`, `x > 0`, `x[mask]`). What is not on the
list is refused, and your feedback names it. Your own functions, classes and modules are welcome:
what counts is what runs inside them.
"""
_BETWEEN = """
Python's own arithmetic, loops, lists and functions are allowed. So is arithmetic with other
libraries:
"""
_AFTER = """
Ways to call functions are free too: `torch.vmap`, `torch.autograd`, `torch.jit`, `torch.func`,
`nn.Module`. Two things are refused wherever they lead, once values leave torch (`.numpy()`,
`.tolist()`, `.item()`): libraries that are not named here, and functions fetched by a name that is
put together (`getattr(np, name)`). Write the name itself.
"""

_ALLOWED = frozenset(name.strip("_") for names in FAMILIES.values() for name in names.split())
_MATH, _NUMPY = frozenset(MATH.split()), frozenset(NUMPY.split())

# Operations that torch itself runs inside the allowed ones, and for their gradients.
_INSIDE = frozenset(
    "_to_copy _local_scalar_dense _reshape_alias _unsafe_view _unsafe_index "
    "_unsafe_index_put _index_put_impl_ _index_put_impl _conj _conj_physical _neg_view "
    "_unique2 _unique _stack _cat _aminmax _cdist_forward _euclidean_dist _pdist_forward "
    "_has_same_storage_numel _is_all_true _is_any_true _trilinear _pad_enum "
    "_pad_circular _cummax_helper _cummin_helper _efficientzerotensor _is_zerotensor "
    "_fw_primal _make_dual _unpack_dual _add_batch_dim _remove_batch_dim "
    "_shape_as_tensor _new_zeros_with_same_feature_meta _resize_output_ _resize_output "
    "_assert_async _assert_scalar _functional_assert_async _assert_tensor_metadata "
    "_lazy_clone _version _values _linalg_check_errors _cast_Float _cast_Double "
    "_unsafe_masked_index _unsafe_masked_index_put_accumulate "
    "_debug_has_internal_overlap _to_cpu _chunk_cat value_selecting_reduction_backward "
    "select_backward slice_backward diagonal_backward unfold_backward "
    "index_select_backward masked_select_backward _cdist_backward _sym_size sym_size "
    "sym_stride sym_numel sym_storage_offset sym_is_contiguous is_leaf output_nr "
    "retains_grad detach_ set_data is_inference is_signed is_set_to is_pinned pin_memory "
    "record_stream".split()
)  # fmt: skip

# Torch's own Python code that only calls operations; each of these is recorded separately.
_LEADING = tuple(
    (
        "torch.autograd torch._functorch torch.func torch.jit torch._jit_internal "
        "torch.utils._contextlib torch.utils._pytree torch.utils._config_module "
        "torch.utils._device torch.nn.parameter torch.nn.modules.module torch.nn.modules.linear "
        "torch.nn.modules.container torch.nn.modules.flatten torch.nn.utils.stateless "
        "torch.nn.utils.parametrize torch.random torch.overrides torch._tensor._handle "
        "torch._compile torch._dynamo torch._ops.OpOverload.__call__ "
        "torch._ops.OpOverloadPacket.__call__ torch._ops.OpOverload.__getattr__ "
        "torch._ops.OpOverloadPacket.__getattr__ torch._ops._OpNamespace.__getattr__ "
        "torch._ops._Ops.__getattr__ torch._VF torch._tensor_str torch.types torch.storage "
        "torch.fx torch.profiler torch.serialization torch._utils torch.utils.hooks "
        "torch.compiler torch.library torch._library torch._C._functorch torch._C._autograd "
        "torch._C._jit torch._C.Generator torch._C.Function torch._C._FunctionBase torch._C.Size "
        "torch.cuda torch.backends torch._lazy torch.testing"
    ).split()
)
_OF_TENSORS = tuple(
    (
        "torch.Tensor. torch._tensor.Tensor. torch._C.TensorBase. torch._C._TensorBase. "
        "torch.functional. torch.nn.functional. torch._C._nn. torch._C._linalg. "
        "torch._C._special. torch.linalg. torch.special. torch.overrides."
    ).split()
)
# Python's modules, and libraries that only display: none has a ready-made function.
_ELSEWHERE = frozenset(
    "builtins typing typing_extensions types functools _functools itertools operator "
    "_operator collections _collections _collections_abc dataclasses contextlib copy "
    "copyreg random _random statistics _statistics fractions decimal _decimal numbers "
    "abc _abc enum warnings _warnings logging string _string re _sre pprint textwrap "
    "datetime _datetime time heapq _heapq bisect _bisect io _io codecs locale traceback "
    "linecache array _struct struct json reprlib keyword weakref _weakref _weakrefset "
    "threading _thread concurrent queue _queue asyncio os posix posixpath pathlib "
    "genericpath zipimport importlib _frozen_importlib argparse unittest doctest "
    "__future__ matplotlib mpl_toolkits IPython ipykernel traitlets zmq tqdm rich pytest "
    "_pytest pluggy nbjudge torchvision PIL __main__ tokenize token ast dis opcode "
    "sysconfig platform timeit cProfile _lsprof encodings ipywidgets comm jupyter_client "
    "tornado uuid secrets".split()
)
_OF_SYS = frozenset("getsizeof intern exc_info exit getrecursionlimit stdout stderr".split())
_OF_SYS |= frozenset("float_info maxsize version version_info path flush byteorder".split())
_COMPUTING = ("aten", "prims", "mkldnn", "onednn", "mkl", "quantized")
_MODULES = frozenset(
    "Module Linear Bilinear Identity Sequential ModuleList ModuleDict Parameter "
    "ParameterList ParameterDict Buffer Container Flatten Unflatten Fold Unfold "
    "ConstantPad1d ConstantPad2d ConstantPad3d ZeroPad1d ZeroPad2d ZeroPad3d".split()
)
# Names of operations that in Python compute nothing, or do not change values.
_NO_VALUES = frozenset(
    "get_device backward rename names align_to align_as refine_names to_sparse to_dense "
    "coalesce is_sparse is_coalesced is_distributed gradient print device_put view_of "
    "item".split()
)


def page() -> str:
    """The list as students read it: `source/from-the-definition.md`."""
    families = [f"- **{title}**: {_in_code(names)}" for title, names in FAMILIES.items()]
    others = [f"- **`math` and `cmath`**: {_in_code(MATH)}", f"- **numpy**: {_in_code(NUMPY)}"]
    return "\n".join([_BEFORE, *families, _BETWEEN, *others, _AFTER])


def _in_code(names: str) -> str:
    return ", ".join(f"`{name}`" for name in names.split())


def may_run(operation: str) -> bool:
    """Whether an operation of torch's dispatcher (`aten::exp`) is on the list.

    Other entries in the dispatcher's records, such as scripts and derivatives, are ignored.
    """
    library, colons, name = operation.partition("::")
    return (
        not colons
        or library == "autograd"
        or (library == "aten" and (name in _INSIDE or is_listed(name)))
    )


def is_listed(name: str) -> bool:
    """Whether an operation of torch is on the list, by its bare name (`exp`, `exp_`)."""
    bare = name.removesuffix("_copy").strip("_")
    return bare in _ALLOWED or bare.removeprefix("special_").removeprefix("linalg_") in _ALLOWED


def may_be_called(name: str, also: Collection[str] = ()) -> bool:
    """Whether the student's code may call the function with this full name (`math.exp`)."""
    root, last = name.partition(".")[0], name.rpartition(".")[2]
    if last in also:
        return True
    if root == "torch":
        return _is_fine_in_torch(name)
    if root == "numpy":
        return _is_fine_in_numpy(name)
    if root in ("math", "cmath"):
        return last in _MATH
    if root == "sys":
        return last in _OF_SYS
    return root in _ELSEWHERE or not is_installed(root)


def may_be_named(module: str, name: str, also: Collection[str] = ()) -> bool:
    """Whether code may mention a name in a library, given as `torch` and `exp`."""
    root = module.partition(".")[0]
    if root == "torch":
        private = name.startswith("_") and not name.startswith("__")
        return name in also or not (private or name in unlisted())
    if not name or name in also:
        return True
    if root in ("math", "cmath", "numpy"):
        return may_be_called(f"{module}.{name}")
    return may_be_called(f"{module}.{name}") and name.strip("_") not in unlisted()


def is_installed(root: str) -> bool:
    """Whether a module is an installed library; any other module is the student's own."""
    try:
        return bool(root) and importlib.util.find_spec(root) is not None
    except (ImportError, ValueError):
        return False


@functools.cache
def unlisted() -> frozenset[str]:
    """The names of all operations of torch that are not on the list."""
    import torch

    full = (name.partition("::") for name in torch._C._dispatch_get_all_op_names())
    names = {name.partition(".")[0] for library, _, name in full if library in _COMPUTING}
    names |= {name.removeprefix(p) for p in ("special_", "linalg_", "fft_") for name in names}
    functional = vars(torch.nn.functional).items()
    names |= {name for name, function in functional if callable(function) and name.islower()}
    names |= set(torch.nn.modules.__all__) - _MODULES
    names |= {"expit", "SoftmaxTransform", "SigmoidTransform", "TanhTransform", "logistic"}
    return frozenset(n for n in names - _INSIDE - _NO_VALUES if n.strip("_") and not is_listed(n))


def _is_fine_in_torch(name: str) -> bool:
    last = name.removesuffix(".__get__").removesuffix(".__set__").rpartition(".")[2]
    if name.startswith(_LEADING):
        return True
    dunder = last.startswith("__") and last.endswith("__")
    if name.startswith(_OF_TENSORS) or name.count(".") == 1:
        return is_listed(last) or dunder or not (last.startswith("_") or last in unlisted())
    return False


def _is_fine_in_numpy(name: str) -> bool:
    last = name.rpartition(".")[2]
    dunder = last.startswith("__") and last.endswith("__")
    hidden = last.startswith("_") and not dunder  # the dispatchers that numpy calls by itself
    return name.startswith("numpy.random") or dunder or hidden or last in _NUMPY
