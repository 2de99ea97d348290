-- 问：每办一百元的项目，要花多少元的公用经费？
-- 注意：粗略的比较，只宜在同类部门之间看；公用经费只含一般公共预算，项目支出含各项资金和上年结转。

with 公用 as (

    select
        部门,
        年度,
        sum(金额_万元) as 金额
    from 经济科目
    where 预决算 = '预算' and coalesce(经费类别 = '公用经费', 部门经济科目编码[:3] not in ('301', '303'))
    group by 部门, 年度

),

项目支出 as (

    select
        部门,
        年度,
        sum(项目支出_万元) as 金额
    from 收支
    where 收支方向 = '支出' and 预决算 = '预算'
    group by 部门, 年度
    having sum(项目支出_元) > 0

)

select
    部门,
    年度,
    公用.金额 as 公用经费_万元,
    项目支出.金额 as 项目支出_万元,
    cast(100 * 公用.金额 / 项目支出.金额 as decimal(12, 2)) as 每百元项目的公用经费_元
from 公用
inner join 项目支出 using (部门, 年度)
order by 每百元项目的公用经费_元, 部门, 年度;
