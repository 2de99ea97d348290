{# The rows of documents that speak for their department, year and stage; or, as history, of those superseded.
   Documents held back (incomplete) are in neither. #}
{% macro of_versions(relation, which) -%}
    select rows_.*
    from {{ relation }} as rows_
    inner join {{ ref('int_document_versions') }} as versions on rows_.document_key = versions.document_key
    where {% if which == 'current' -%} versions.is_current {%- else -%} versions.superseded_by is not null {%- endif %}
{%- endmacro %}
