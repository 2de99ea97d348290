{# Whether a row of the seed `headings` may speak of a column: its table, its stage, its half if one is told, and its
   pattern.

   columns: alias with table_no, budget_stage and heading_text; section: expression of the column's half, where known. #}
{% macro heading_fits(columns, section=none) -%}
    (
        coalesce(headings.table_nos, '') = ''
        or list_contains(string_split(headings.table_nos, '|'), cast({{ columns }}.table_no as varchar))
    )
    and coalesce(headings.budget_stage, '') in ('', {{ columns }}.budget_stage)
    {% if section -%}
    and coalesce(headings.section, '') in ('', {{ section }})
    {% endif -%}
    and regexp_matches({{ columns }}.heading_text, headings.pattern)
{%- endmacro %}


{# Whether a column of words may hold the names of lines: no heading says that it is a remark, a code or a number. #}
{% macro may_name_lines() -%}
    (mapped_role is null or mapped_role in ('measure', 'other_measure')) and has_halves
{%- endmacro %}
