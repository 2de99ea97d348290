{# The rows of a fact from the CTE `cells`, at its grain: two printed lines of one meaning are one row, which names both
   cells.

   key: name of the primary key; dimensions: columns of the grain beyond the document; described: further expressions
   over the cells; hidden: columns of the grain that only keep rows apart and are no part of the fact. #}
{% macro fact_at_grain(key, dimensions, described=[], hidden=[]) -%}
    {%- set document = ['document_key', 'fiscal_year', 'budget_stage', 'department_key'] -%}
    select
        {{ key_of(['document_key'] + dimensions + hidden) }} as {{ key }},
        {{ (document + dimensions + described) | join(', ') }},
        cast(sum(amount_yuan) as decimal(20, 2)) as amount_yuan,
        cast(sum(amount_yuan) * cast(0.0001 as decimal(5, 4)) as decimal(20, 6)) as amount_wan,
        cast(count(*) as integer) as cell_count,
        list(reported_amount_key order by reported_amount_key) as reported_amount_keys,
        min(page_no) as page_no,
        max(last_place_yuan) as last_place_yuan,
        any_value(total_reported_amount_key) as total_reported_amount_key,
    from cells
    group by {{ (document + dimensions + hidden) | join(', ') }}
{%- endmacro %}
