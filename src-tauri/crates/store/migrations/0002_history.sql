-- How long a former text is, so that a list of revisions need not read every text.
-- NULL: from before this was counted.
ALTER TABLE revisions ADD COLUMN n_words INTEGER;

-- Which texts are given by their difference from another: asked for each text that goes.
CREATE INDEX revisions_by_snapshot ON revisions (snapshot) WHERE snapshot IS NOT NULL;
