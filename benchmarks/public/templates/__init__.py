"""MUC-4 templates: keys, scores, and a mapping from our records to templates that is fitted on DEV."""
