-- 问：哪些部门可能改过名（机构改革）？
-- 注意：同一县区、项目名称有一半以上相同、前一个名称用完后一个名称才出现，就列出来；是不是改名要人看。

with 名称 as (

    select
        部门,
        地区,
        min(年度) as 首年,
        max(年度) as 末年,
        list(distinct 项目名称) as 各项目
    from 项目
    where 预决算 = '预算'
    group by 部门, 地区

)

select
    旧.地区,
    旧.部门 as 原名称,
    旧.末年 as 用到,
    新.部门 as 新名称,
    新.首年 as 始于,
    len(list_intersect(旧.各项目, 新.各项目)) as 同名项目数
from 名称 as 旧
inner join 名称 as 新
    on
        旧.地区 is not distinct from 新.地区
        and 旧.部门 != 新.部门
        and 新.首年 = 旧.末年 + 1
        and 2 * len(list_intersect(旧.各项目, 新.各项目)) >= least(len(旧.各项目), len(新.各项目))
order by 旧.地区, 旧.部门;
