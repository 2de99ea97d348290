-- 问：公开了绩效目标的部门里，还有哪些项目没有绩效目标？
-- 注意：按项目名称对，表里和目标表里写法不同的会误列；完全没有公开目标表的部门不在内。只看当年安排的项目。

with 有目标 as (

    select distinct
        部门,
        年度,
        regexp_replace(项目名称, '\s', '', 'g') as 项目名称
    from 绩效指标
    where 项目名称 is not null

)

select
    项目.部门,
    项目.年度,
    项目.单位,
    项目.项目名称,
    sum(项目.金额_万元) as 金额_万元
from 项目
semi join 有目标 on 项目.部门 = 有目标.部门 and 项目.年度 = 有目标.年度
anti join 有目标
    on
        项目.部门 = 有目标.部门
        and 项目.年度 = 有目标.年度
        and regexp_replace(项目.项目名称, '\s', '', 'g') = 有目标.项目名称
where 项目.预决算 = '预算' and 项目.当年或结转 = '当年'
group by 项目.部门, 项目.年度, 项目.单位, 项目.项目名称
order by 金额_万元 desc, 项目.部门, 项目.年度, 项目.项目名称;
