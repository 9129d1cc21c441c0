"""Fine-tuning: corpora → features → trainer → model folder."""
