select department_key
from marts.dim_department
order by department_key
