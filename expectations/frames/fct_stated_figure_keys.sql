-- Only rows that break what the suite wants of them: a large warehouse is not carried out row by row.
select
    stated_figure_key,
    document_key,
    file_name,
    page_no,
    paragraph_no,
    sentence_no,
    figure_no
from marts.fct_stated_figure
qualify
    stated_figure_key is null
    or count(*) over (partition by stated_figure_key) > 1
    or count(*) over (partition by document_key, paragraph_no, sentence_no, figure_no) > 1
order by stated_figure_key
