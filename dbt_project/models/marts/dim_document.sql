with versions as (

    select * from {{ ref('int_document_versions') }}

),

amounts as (

    select
        document_key,
        count(*) as reported_amount_count,
    from {{ ref('int_reported_amounts') }}
    group by all

),

units as (

    select
        document_key,
        string_agg(distinct printed_unit, '、' order by printed_unit) as printed_unit,
    from {{ ref('int_reported_amounts') }}
    group by all

),

final as (

    select
        versions.document_key,
        versions.sha256,
        versions.file_name,
        versions.page_count,
        cast(versions.scanned_page_count as integer) as scanned_page_count,
        versions.fiscal_year,
        versions.budget_stage,
        versions.department_key,
        versions.disclosure_key,
        versions.document_part,
        versions.department_text as department_name,
        units.printed_unit,
        versions.content_kind,
        versions.published_on,
        versions.corrected_on,
        versions.extractor_version,
        versions.landed_at,
        versions.is_current,
        versions.superseded_by,
        versions.quality_status,
        cast(coalesce(amounts.reported_amount_count, 0) as integer) as reported_amount_count,
    from versions
    left join amounts on versions.document_key = amounts.document_key
    left join units on versions.document_key = units.document_key

)

select * from final
