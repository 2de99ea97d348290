"""A factory of budget PDFs made by code from committed figures of departments that do not exist, one defect each."""
