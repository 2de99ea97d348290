with documents as (

    select * from {{ ref('int_documents_identified') }}
    where refusal_reason is not null

),

final as (

    select
        document_key,
        sha256,
        file_name,
        refusal_reason as reason,
        case refusal_reason
            when 'no_budget_table'
                then
                    '共' || page_count || '页，找到' || table_count || '张表，都不是预算表或决算表'
                    || case when scanned_page_count > 0 then '；其中' || scanned_page_count || '页是扫描图片' else '' end
                    || case
                        when unread_page_count > 0 then '，未读（运行 make install 装上文字识别后再载入）' else ''
                    end
            when 'unknown_year' then '各表标题、封面和页脚都没有印年度'
            when 'unknown_department' then '表头的部门行和封面都没有印部门名称'
            when 'unknown_stage' then '各表标题和封面都没有写明是预算还是决算'
        end as detail,
        page_count,
        table_count,
        scanned_page_count,
        unread_page_count,
    from documents

)

select * from final
