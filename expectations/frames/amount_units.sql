-- Per document and table: how many amounts break a rule of units, printed text or place.
-- The unit is read back from the amount and its printed text, so that a wrong factor shows whatever model set it.
with amounts as (
    select
        -- numbered, so that a row that stands twice is not taken for one
        row_number() over () as row_no,
        amounts.reported_amount_key,
        amounts.document_key,
        amounts.file_name,
        amounts.table_no,
        amounts.amount_yuan,
        amounts.amount_wan,
        amounts.printed_text,
        amounts.printed_unit,
        amounts.page_no,
        amounts.x0,
        amounts.top,
        amounts.x1,
        amounts.bottom,
        documents.page_count,
        pages.width as page_width,
        pages.height as page_height,
        -- the digits alone: a negative is printed with one of several signs, or in brackets
        try_cast(
            regexp_replace(translate(amounts.printed_text, '０１２３４５６７８９．', '0123456789.'), '[^0-9.]', '', 'g')
            as decimal(24, 6)
        ) as printed_number
    from marts.fct_reported_amount as amounts
    left join marts.dim_document as documents
        on amounts.document_key = documents.document_key
    left join raw.page as pages
        on
            documents.sha256 = pages.sha256
            and documents.extractor_version = pages.extractor_version
            and amounts.page_no = pages.page_no
),

with_unit as (
    select
        amounts.*,
        -- nothing can be read back from a zero
        coalesce(amounts.printed_number, 0) <> 0 as shows_unit,
        units.unit_name
    from amounts
    left join seeds.units as units
        on
            amounts.printed_number <> 0
            -- more decimals may be printed than an amount keeps
            and (amounts.printed_number * units.yuan_multiplier)::decimal(38, 2) = abs(amounts.amount_yuan)
    -- an amount below the last place that is kept fits several units
    qualify
        row_number() over (
            partition by amounts.row_no
            order by coalesce(units.unit_name = amounts.printed_unit, false) desc, units.unit_name
        ) = 1
),

checked as (
    select
        *,
        (amount_wan * 10000 = amount_yuan) is not true as has_unit_mismatch,
        shows_unit and (unit_name = printed_unit) is not true as has_unknown_unit,
        coalesce(trim(printed_text), '') = '' as has_no_text,
        -- a border may be drawn on the page's very edge, hence the point of slack
        (
            x0 < x1 and top < bottom
            and x0 >= -1 and top >= -1 and x1 <= page_width + 1 and bottom <= page_height + 1
        ) is not true as has_bad_box,
        (page_no between 1 and page_count) is not true as has_bad_page
    from with_unit
)

select
    document_key,
    file_name,
    table_no,
    count(*) as amount_count,
    count(*) filter (where has_unit_mismatch) as unit_mismatch_count,
    array_to_string(min(reported_amount_key, 5) filter (where has_unit_mismatch), ', ') as unit_mismatch_rows,
    count(*) filter (where has_unknown_unit) as unknown_unit_count,
    array_to_string(min(reported_amount_key, 5) filter (where has_unknown_unit), ', ') as unknown_unit_rows,
    count(distinct unit_name) as unit_count,
    string_agg(distinct unit_name, ', ' order by unit_name) as units,
    count(*) filter (where has_no_text) as no_text_count,
    array_to_string(min(reported_amount_key, 5) filter (where has_no_text), ', ') as no_text_rows,
    count(*) filter (where has_bad_box) as bad_box_count,
    array_to_string(min(reported_amount_key, 5) filter (where has_bad_box), ', ') as bad_box_rows,
    count(*) filter (where has_bad_page) as bad_page_count,
    array_to_string(min(reported_amount_key, 5) filter (where has_bad_page), ', ') as bad_page_rows
from checked
group by document_key, file_name, table_no
order by document_key, table_no
