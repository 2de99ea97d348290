{# Hash of the values that identify a row; NULL counts as a value of its own. #}
{% macro key_of(columns) -%}
    md5(concat_ws('|'{% for column in columns %}, coalesce(cast({{ column }} as varchar), '∅'){% endfor %}))
{%- endmacro %}
