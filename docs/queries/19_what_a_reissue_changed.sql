-- 问：更正后重新公开的文件，改了哪些数？
-- 注意：按表、行、列对；行名或列名也改了的，旧数和新数各成一行。只比被取代的那一份和取代它的那一份。

with 更正 as (

    select
        文件名 as 原文件,
        被取代为 as 新文件
    from 文件
    where 被取代为 is not null

),

旧 as (

    select
        更正.*,
        金额.* exclude (文件名)
    from 更正
    inner join 表中金额历史 as 金额 on 更正.原文件 = 金额.文件名

),

新 as (

    select
        更正.*,
        金额.* exclude (文件名)
    from 更正
    inner join 表中金额 as 金额 on 更正.新文件 = 金额.文件名

)

select
    coalesce(新.部门, 旧.部门) as 部门,
    coalesce(新.年度, 旧.年度) as 年度,
    表号,
    coalesce(新.行名, 旧.行名) as 行名,
    列,
    旧.金额_万元 as 原来_万元,
    新.金额_万元 as 更正后_万元,
    coalesce(新.金额_万元, 0) - coalesce(旧.金额_万元, 0) as 差额_万元,
    原文件,
    新文件
from 旧
full join 新 using (原文件, 新文件, 表号, 收支, 行号, 列)
where 旧.金额_元 is distinct from 新.金额_元
order by 新文件, 表号, coalesce(新.行号, 旧.行号), 列;
