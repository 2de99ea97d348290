-- 问：基本支出里，养人的钱和办公的钱各多少？
-- 注意：工资福利（301）和对个人和家庭的补助（303）是人员经费，其余是公用经费；表里分列的以所印为准。

with 分类 as (

    select
        *,
        coalesce(
            经费类别,
            case when 部门经济科目编码[:3] in ('301', '303') then '人员经费' else '公用经费' end
        ) as 类别
    from 经济科目
    where 预决算 = '预算'

)

select
    部门,
    年度,
    sum(金额_万元) filter (where 类别 = '人员经费') as 人员经费_万元,
    sum(金额_万元) filter (where 类别 = '公用经费') as 公用经费_万元,
    cast(100 * sum(金额_元) filter (where 类别 = '人员经费') / sum(金额_元) as decimal(5, 2)) as 人员占比_百分比
from 分类
group by 部门, 年度
order by 人员占比_百分比 desc, 部门, 年度;
