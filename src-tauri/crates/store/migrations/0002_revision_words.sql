-- How long a former text is, so that a list of revisions need not read every text.
-- NULL: from before this was counted.
ALTER TABLE revisions ADD COLUMN n_words INTEGER;
