-- 问：每个年度金额最大的十个项目是哪些，钱从哪里来？
-- 注意：同一项目的当年安排和上年结转合在一起；没有印项目表的省份（如江苏、上海）不在内。

select
    年度,
    部门,
    单位,
    项目名称,
    sum(金额_万元) as 金额_万元,
    string_agg(distinct 资金来源, '、' order by 资金来源) as 资金来源
from 项目
where 预决算 = '预算'
group by 年度, 部门, 单位, 项目名称
qualify row_number() over (partition by 年度 order by sum(金额_元) desc, 部门, 项目名称) <= 10
order by 年度, 金额_万元 desc;
