# The two commands of the README. Everything finer is `cargo xtask` (CONTRIBUTING.md).

TARGET      := $(or $(CARGO_TARGET_DIR),target)
APP         := $(TARGET)/release/galley-desktop
GALLEY      := $(TARGET)/release/galley
SAMPLE_BLOG := target/sample-blog
SAMPLE_DATA := target/sample-data
UI_SOURCES  := $(wildcard ui/*.json ui/*.ts ui/*.js ui/*.html) $(shell find ui/src ui/public -type f 2>/dev/null)

.PHONY: help run test setup-run setup-test app
.DEFAULT_GOAL := help

help: ## Shows this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14

run: app $(SAMPLE_BLOG) ## Builds Galley and opens its window on the sample blog
ifneq ($(DISPLAY)$(WAYLAND_DISPLAY),)
	$(APP) $(SAMPLE_BLOG) --data-dir $(SAMPLE_DATA)
else
	@echo 'There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set): the window opens on an invisible one, for a picture.'
	cargo build --quiet --package galley-e2e --bin first-look
	$(TARGET)/debug/first-look $(APP) $(SAMPLE_BLOG) $(SAMPLE_DATA) target/galley.png
	$(GALLEY) export $(SAMPLE_BLOG) --out target/site --data-dir $(SAMPLE_DATA)
	@echo 'The window:        $(CURDIR)/target/galley.png'
	@echo 'The exported site: $(CURDIR)/target/site/index.html'
endif

test: setup-test ## Runs every check and every test, those of the whole window included
	cargo xtask ci

setup-run setup-test:
	@scripts/setup.sh $(@:setup-%=%)

app: setup-run ui/dist/index.html
	cargo build --release --features packaged --package galley-desktop --package galley-cli

ui/dist/index.html: $(UI_SOURCES) | setup-run
	npm run --prefix ui build

# A copy, made once: what is written in the window stays, and the posts of the
# repository are never edited by running the app.
$(SAMPLE_BLOG): | app
	rm -rf $@.half
	$(GALLEY) new $@.half --title 'Field Notes'
	cp -R posts/. $@.half/posts/
	mv $@.half $@
