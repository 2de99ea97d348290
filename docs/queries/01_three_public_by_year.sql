-- 问：各部门的“三公”经费历年是多少，比上年增减多少？
-- 注意：表里印成空白的项目不是 0 元的行，没有任何一项的年度不出现（见 02）。改名的部门新旧名称各成一行（见 18）。

with 各年 as (

    select
        部门,
        年度,
        sum(金额_万元) as 三公经费,
        coalesce(sum(金额_万元) filter (where 项目名称 like '因公出国%'), 0) as 因公出国,
        coalesce(sum(金额_万元) filter (where 项目名称 like '公务用车%'), 0) as 公务用车,
        coalesce(sum(金额_万元) filter (where 项目名称 = '公务接待费'), 0) as 公务接待
    from 三公经费
    where 预决算 = '预算'
    group by 部门, 年度

)

select
    本年.部门,
    本年.年度,
    本年.三公经费 as 三公经费_万元,
    本年.因公出国 as 因公出国_万元,
    本年.公务用车 as 公务用车_万元,
    本年.公务接待 as 公务接待_万元,
    本年.三公经费 - 上年.三公经费 as 比上年_万元
from 各年 as 本年
left join 各年 as 上年 on 本年.部门 = 上年.部门 and 本年.年度 = 上年.年度 + 1
order by 本年.部门, 本年.年度;
