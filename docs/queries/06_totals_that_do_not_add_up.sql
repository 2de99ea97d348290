-- 问：哪些部门的表自己加不上，错在哪里，差多少？
-- 注意：只列 error 级规则，四舍五入以内的差额不算；差额为空的是该印而没有印的。同一处错误常常违反几条规则。已被更正的文件不列。

select
    部门,
    年度,
    预决算,
    规则,
    行,
    左侧_万元,
    右侧_万元,
    cast(差额_元 / 10000 as decimal(20, 2)) as 差额_万元,
    文件名
from 勾稽检查
where
    结果 = 'broken'
    and 级别 = 'error'
    and 文件名 not in (
        select 文件.文件名
        from 文件
        where 文件.被取代为 is not null
    )
order by 部门, 年度, 预决算, 规则, 行;
