"""The official path of small functions that programs import from there."""

from __future__ import annotations

from .._lazy import by_name, lazy

_MODULE_OF = by_name(
    """
    _datetime_parse: parse_date parse_datetime
    _logs: SensitiveHeadersFilter
    _path: path_template
    _proxy: LazyProxy
    _reflection: assert_signatures_in_sync function_has_argument
    _streams: consume_async_iterator consume_sync_iterator
    _sync: asyncify
    _transform: PropertyInfo async_maybe_transform async_transform maybe_transform transform
    _typing: extract_type_arg extract_type_var_from_base get_args get_origin is_annotated_type
        is_iterable_type is_list_type is_literal_type is_not_required_type is_required_type
        is_sequence_type is_type_alias_type is_typeddict is_typevar is_union is_union_type
        strip_annotated_type
    _utils: coerce_boolean coerce_float coerce_integer deepcopy_minimal extract_files file_from_path
        flatten get_async_library get_required_header human_join is_dict is_given is_iterable
        is_list is_mapping is_mapping_t is_sequence is_sequence_t is_tuple is_tuple_t json_safe
        lru_cache maybe_coerce_boolean maybe_coerce_float maybe_coerce_integer quote removeprefix
        removesuffix required_args strip_not_given
    """
)

__all__ = list(_MODULE_OF)

__getattr__, __dir__ = lazy(__name__, _MODULE_OF)
