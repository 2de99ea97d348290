{# The rows of documents that speak for their department, year and stage; or, as history, of those superseded.
   Documents held back (incomplete) are in neither.

   relation: a model with a document_key; which: current or superseded; columns: what to select of it. #}
{% macro of_versions(relation, which, columns='*') -%}
    select rows_.{{ columns }}
    from {{ relation }} as rows_
    inner join {{ ref('int_document_versions') }} as versions on rows_.document_key = versions.document_key
    where {% if which == 'current' -%} versions.is_current {%- else -%} versions.superseded_by is not null {%- endif %}
{%- endmacro %}


{# A fact without the columns that only its checks need. #}
{% macro fact_of_versions(relation, which) -%}
    {{ of_versions(relation, which, '* exclude (last_place_yuan, total_reported_amount_key)') }}
{%- endmacro %}


{# The forms that stand, of current documents; or, as history, those of superseded documents and those that a later
   form of the same project supersedes. Documents held back are in neither.

   relation: a model with a document_key and superseded_by, the key of the form that stands; which: current or
   superseded; columns: what to select of it. #}
{% macro forms_of_versions(relation, which, columns='*') -%}
    select rows_.{{ columns }}
    from {{ relation }} as rows_
    inner join {{ ref('int_document_versions') }} as versions on rows_.document_key = versions.document_key
    where
        {{ 'versions.is_current and rows_.superseded_by is null' if which == 'current' else
           'versions.superseded_by is not null or (versions.is_current and rows_.superseded_by is not null)' }}
{%- endmacro %}
