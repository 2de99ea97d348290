-- The sentences of each document, as printed and as compared; persons' names and numbers are left out of both.

with paragraphs as (

    select paragraphs.*
    from {{ ref('stg_raw__paragraph') }} as paragraphs
    inner join {{ ref('int_documents_identified') }} as documents
        on paragraphs.document_key = documents.document_key
    where documents.refusal_reason is null and regexp_matches(paragraphs.text, '[\d０-９]')

),

split as (

    select
        paragraphs.document_key,
        paragraphs.page_no,
        paragraphs.paragraph_no,
        -- A heading that is itself a sentence with a figure opens no section of its own.
        list_filter(
            coalesce(paragraphs.heading_path, []),
            lambda heading: not regexp_matches(heading, '\d\s*{{ money_unit() }}|[：:]\s*$')
        ) as heading_path,
        unnest(
            string_split(
                regexp_replace({{ without_persons('paragraphs.text') }}, '([。；;！？!?])', '\1' || chr(30), 'g'), chr(30)
            )
        ) as sentence_text,
        unnest(
            range(
                1,
                2 + len(
                    regexp_extract_all({{ without_persons('paragraphs.text') }}, '[。；;！？!?]')
                )
            )
        ) as sentence_no,
    from paragraphs

),

final as (

    select
        document_key,
        page_no,
        paragraph_no,
        cast(sentence_no as integer) as sentence_no,
        array_to_string(heading_path, ' / ') as section_path,
        trim(sentence_text) as sentence_text,
        -- Of one length with the text below: where a figure stands in one, it stands in the other.
        regexp_replace(sentence_text, '[\s\x{3000}\x{00a0}\x{2000}-\x{200b}\x{202f}\x{feff}]+', '', 'g')
            as unspaced_text,
        {{ normalised('sentence_text') }} as text,
    from split

)

select * from final
where text != ''
