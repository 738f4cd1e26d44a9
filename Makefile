# EmoTunes. `make help` lists what there is.

PREFIX ?= /usr/local
DESTDIR ?=
# /etc is where the daemon looks for the machine's settings, so only a machine-wide installation writes there.
SYSCONFDIR ?= $(if $(filter /usr /usr/local,$(PREFIX)),/etc,$(PREFIX)/etc)
SYSTEMUNITDIR ?= $(PREFIX)/lib/systemd/system
USERUNITDIR ?= $(PREFIX)/lib/systemd/user
SYSUSERSDIR ?= $(PREFIX)/lib/sysusers.d
CATALOGDIR ?= $(PREFIX)/lib/systemd/catalog
LIBEXECDIR := $(PREFIX)/libexec/emotunes
MANDIR ?= $(PREFIX)/share/man
BASHCOMPLETIONDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHCOMPLETIONDIR ?= $(PREFIX)/share/zsh/$(if $(filter /usr,$(PREFIX)),vendor-completions,site-functions)
FISHCOMPLETIONDIR ?= $(PREFIX)/share/fish/vendor_completions.d
# What desktops look for, by the application's name.
DESKTOP := org.emotunes.EmoTunes

# Debian packages the build needs beside Swift's toolchain, and those that only checks need.
BUILD_PACKAGES := \
	libopencv-core-dev libopencv-imgproc-dev libopencv-objdetect-dev libopencv-dnn-dev \
	libopencv-imgcodecs-dev libopencv-videoio-dev opencv-data \
	libv4l-dev libjpeg-dev libsystemd-dev libsqlite3-dev libtomlplusplus-dev libcurl4-openssl-dev libssl-dev libtag1-dev \
	libmpdclient-dev libunistring-dev libicu-dev libxnnpack-dev libpthreadpool-dev libsndfile1-dev libmpg123-dev libebur128-dev libsoundtouch-dev libavformat-dev \
	libavcodec-dev libswresample-dev libpipewire-0.3-dev
CHECK_PACKAGES := systemd mandoc openssl dbus-daemon python3-dbusmock mpd mpc ffmpeg mpv mpv-mpris \
	desktop-file-utils appstream librsvg2-bin chromium chromium-driver pipewire wireplumber
# What plays a folder of music that `make run MUSIC=` is given.
MUSIC_PACKAGES := mpd mpc
# And those that make the Debian package.
DEB_PACKAGES := chrpath debhelper lintian pkgconf systemd

SWIFT ?= swift
PYTHON ?= python3
# Linked in, so that an installed program needs no Swift on the machine.
RELEASE_FLAGS := -c release --static-swift-stdlib
BINARIES := emotunesd emotunesctl emotunes-evaluate
# Started by another program, not by people.
HELPERS := emotunes-page
LIBRARIES := libEmotunesVideoFile.so
# Made by .ci/documents of what the programs say about themselves.
DOCUMENTS := .build/documents
MANUALS := emotunesd.8 emotunesctl.1 emotunes-evaluate.1
BUILT := $(addprefix .build/release/,$(BINARIES) $(HELPERS) $(LIBRARIES)) $(addprefix $(DOCUMENTS)/man/,$(MANUALS))

# Tests that run whole programs find them here; those that need ../shared must not be skipped where it lies.
export EMOTUNES_BINARIES := $(CURDIR)/.build/release
ifneq ($(wildcard ../shared/faces/validation.csv),)
export EMOTUNES_REQUIRE_SHARED ?= 1
endif

.NOTPARALLEL:
.PHONY: build run check check-faults check-headers check-kill graph check-next check-system fuzz lint test units documents desktop test-all soak bench config \
	list-packages check-on check-arm deb rpm install uninstall clean help

build: ## build the programs into .build/release, their manual pages and completions beside it
	@command -v $(SWIFT) >/dev/null || { echo "make: Swift 6.3 is not installed; see https://www.swift.org/install" >&2; exit 1; }
	@.ci/packages $(BUILD_PACKAGES)
	for product in $(BINARIES) $(HELPERS) EmotunesVideoFile emotunes-manual; do \
		$(SWIFT) build $(RELEASE_FLAGS) --product $$product || exit 1; \
	done
	@.ci/documents .build/release $(DOCUMENTS)

run: build ## build, start the daemon apart from any other, and show a playlist (SOURCE=… MUSIC=FOLDER ARGS=…)
	@$(if $(MUSIC),.ci/packages $(MUSIC_PACKAGES))
	@EMOTUNES_RUN_MUSIC="$$MUSIC" .ci/try $(if $(SOURCE),'$(SOURCE)') $(ARGS)

check: ## everything that must hold: lint, release build, tests, units
	@.ci/packages $(BUILD_PACKAGES) $(CHECK_PACKAGES)
	$(MAKE) lint build units documents desktop test-all

lint: ## the style of the Swift code, that renamed identifiers stay away, that what the documents point to is there
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests
	@.ci/names-check
	@.ci/links-check
	@.ci/recipes-check

# One after the other: tests of sockets and time-outs starve beside computing ones on two cores.
test: ## the quick tests: under a minute of tests, without those that start built programs or take long
	@.ci/packages $(BUILD_PACKAGES)
	EMOTUNES_QUICK=1 $(SWIFT) test --disable-xctest --no-parallel --skip IntegrationTests

test-all: ## all tests (make check builds the programs they start first)
	@.ci/packages $(BUILD_PACKAGES)
	$(SWIFT) test --disable-xctest --no-parallel

check-kill: build ## kill imports at fifty random moments, and the daemon at 100 around a refresh and a publication
	EMOTUNES_KILLS=50 $(SWIFT) test --disable-xctest --no-parallel --filter ImportKillTests
	EMOTUNES_KILLS=100 $(SWIFT) test --disable-xctest --no-parallel --filter SpotifyKillTests

check-headers: ## build the modules that must do without SQLite, V4L2, libjpeg or OpenCV where their headers are hidden (root)
	@Tests/Headers/check

graph: ## draw which module imports which into docs/modules.svg
	@.ci/packages graphviz
	.ci/graph | tred | dot -Tsvg > docs/modules.svg

units: ## what systemd says about the units
	@.ci/units

documents: ## whether manual pages and completions are good
	@.ci/documents-check $(DOCUMENTS)

desktop: ## whether desktops accept the desktop file, the metainfo and the icon
	@.ci/desktop-check

fuzz: ## think up inputs for whatever reads what others wrote (FUZZ_SECONDS=30 each, FUZZ_TARGETS=, SELFTEST=1)
	@.ci/packages $(BUILD_PACKAGES)
	@FUZZ_SECONDS='$(FUZZ_SECONDS)' FUZZ_RUNS='$(FUZZ_RUNS)' FUZZ_SEED='$(FUZZ_SEED)' FUZZ_TARGETS='$(FUZZ_TARGETS)' \
		SELFTEST='$(SELFTEST)' Tests/Fuzz/run

check-faults: build ## break things around the built daemon, and write docs/faults.md (root; EMOTUNES_KILLS=200)
	@Tests/Faults/run --table docs/faults.md

check-arm: ## build the C and C++ parts for a 64-bit ARM, run them under qemu, and compare (root)
	@Tests/Platforms/check-arm64

check-next: ## compile the C++ parts in the next Debian, and run the models with its OpenCV and XNNPACK (root)
	@Tests/NextDebian/check

check-on: ## build, test and package in another distribution's tree (root; DIST=bookworm, trixie or noble; STEPS=)
	@Tests/Platforms/check-on '$(or $(DIST),trixie)' $(STEPS)

# What the trees of other distributions are filled with.
list-packages:
	@echo $(sort $(BUILD_PACKAGES) $(CHECK_PACKAGES) $(DEB_PACKAGES))

check-system: build ## boot a machine with cameras and systemd, install there, drive it (once as root: it is built)
	for product in DemoCamera CameraFormats; do $(SWIFT) build $(RELEASE_FLAGS) --product $$product || exit 1; done
	@Tests/System/check

soak: build ## run the daemon for an hour on a stream, and see whether anything grows (MINUTES=60)
	.build/release/emotunes-evaluate soak --daemon .build/release/emotunesd --minutes $(or $(MINUTES),60)

bench: build ## what looking costs, and importing (PYTHON= one with pandas and scikit-learn, to compare)
	.build/release/emotunes-evaluate bench --daemon .build/release/emotunesd
	.build/release/emotunes-evaluate bench-catalogue --ctl .build/release/emotunesctl --python '$(PYTHON)'

deb: build ## Debian packages in .build/deb, examined by lintian
	@.ci/packages $(DEB_PACKAGES)
	@.ci/deb

rpm: build ## RPM packages in .build/rpm (on the distribution that they are for; NODEPS=1 on another)
	@NODEPS='$(NODEPS)' .ci/rpm/build

config: ## write config/emotunesd.toml anew from the settings' schema
	EMOTUNES_RECORD=1 $(SWIFT) test --disable-xctest --filter SettingSchemaTests.shippedFileIsWhatTheSchemaSays

install: ## copy what was built below PREFIX (/usr/local), itself below DESTDIR
	@case '$(PREFIX)' in /*) ;; *) echo "make: PREFIX must be an absolute path" >&2; exit 1 ;; esac
	@test -z "$(filter-out $(wildcard $(BUILT)),$(BUILT))" || $(MAKE) build
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/lib/emotunes' '$(DESTDIR)$(LIBEXECDIR)'
	install -m 755 $(addprefix .build/release/,$(BINARIES)) '$(DESTDIR)$(PREFIX)/bin/'
	install -m 755 $(addprefix .build/release/,$(HELPERS)) '$(DESTDIR)$(LIBEXECDIR)/'
	install -m 644 $(addprefix .build/release/,$(LIBRARIES)) '$(DESTDIR)$(PREFIX)/lib/emotunes/'
	install -d '$(DESTDIR)$(PREFIX)/share/doc/emotunes'
	for model in emotion face-detector song-mood sound-mood; do \
		install -d '$(DESTDIR)$(PREFIX)/share/emotunes/models/'"$$model" && \
		install -m 644 models/$$model/* '$(DESTDIR)$(PREFIX)/share/emotunes/models/'"$$model/" || exit 1; \
	done
	install -m 644 config/starter-catalogue.csv Sources/ControlProtocol/org.emotunes.Control.varlink \
		'$(DESTDIR)$(PREFIX)/share/emotunes/'
	install -m 644 README.md LICENSE '$(DESTDIR)$(PREFIX)/share/doc/emotunes/'
	install -d '$(DESTDIR)$(MANDIR)/man1' '$(DESTDIR)$(MANDIR)/man8' '$(DESTDIR)$(BASHCOMPLETIONDIR)' \
		'$(DESTDIR)$(ZSHCOMPLETIONDIR)' '$(DESTDIR)$(FISHCOMPLETIONDIR)'
	install -m 644 $(DOCUMENTS)/man/*.1 '$(DESTDIR)$(MANDIR)/man1/'
	install -m 644 $(DOCUMENTS)/man/*.8 '$(DESTDIR)$(MANDIR)/man8/'
	for name in $(BINARIES); do \
		install -m 644 "$(DOCUMENTS)/completions/$$name.bash" '$(DESTDIR)$(BASHCOMPLETIONDIR)'"/$$name" && \
		install -m 644 "$(DOCUMENTS)/completions/$$name.zsh" '$(DESTDIR)$(ZSHCOMPLETIONDIR)'"/_$$name" && \
		install -m 644 "$(DOCUMENTS)/completions/$$name.fish" '$(DESTDIR)$(FISHCOMPLETIONDIR)/' || exit 1; \
	done
	install -d '$(DESTDIR)$(SYSCONFDIR)/emotunes'
	@test -e '$(DESTDIR)$(SYSCONFDIR)/emotunes/emotunesd.toml' || { \
		.ci/packaged-settings > .build/emotunesd.toml && \
		install -m 644 .build/emotunesd.toml '$(DESTDIR)$(SYSCONFDIR)/emotunes/'; }
	install -d '$(DESTDIR)$(SYSTEMUNITDIR)' '$(DESTDIR)$(USERUNITDIR)' '$(DESTDIR)$(SYSUSERSDIR)' \
		'$(DESTDIR)$(CATALOGDIR)'
	for unit in system/emotunesd.service user/emotunesd.service; do \
		case $$unit in system/*) folder='$(SYSTEMUNITDIR)' ;; *) folder='$(USERUNITDIR)' ;; esac; \
		sed 's|@bindir@|$(PREFIX)/bin|g' systemd/$$unit > '$(DESTDIR)'"$$folder/emotunesd.service" && \
		chmod 644 '$(DESTDIR)'"$$folder/emotunesd.service" || exit 1; \
	done
	install -m 644 systemd/system/emotunesd.socket '$(DESTDIR)$(SYSTEMUNITDIR)/'
	install -m 644 systemd/user/emotunesd.socket '$(DESTDIR)$(USERUNITDIR)/'
	install -m 644 systemd/sysusers.d/emotunes.conf '$(DESTDIR)$(SYSUSERSDIR)/'
	install -m 644 systemd/emotunes.catalog '$(DESTDIR)$(CATALOGDIR)/'
	install -d '$(DESTDIR)$(PREFIX)/share/applications' '$(DESTDIR)$(PREFIX)/share/metainfo' \
		'$(DESTDIR)$(PREFIX)/share/icons/hicolor/scalable/apps'
	install -m 644 desktop/$(DESKTOP).desktop '$(DESTDIR)$(PREFIX)/share/applications/'
	install -m 644 desktop/$(DESKTOP).metainfo.xml '$(DESTDIR)$(PREFIX)/share/metainfo/'
	install -m 644 desktop/$(DESKTOP).svg '$(DESTDIR)$(PREFIX)/share/icons/hicolor/scalable/apps/'
	@if [ -z '$(DESTDIR)' ] && [ "$$(id -u)" = 0 ] && command -v systemd-sysusers >/dev/null; then \
		systemd-sysusers '$(SYSUSERSDIR)/emotunes.conf'; \
		journalctl --update-catalog; \
	fi

uninstall: ## remove what install put there; settings in etc stay
	rm -f $(foreach name,$(BINARIES),'$(DESTDIR)$(PREFIX)/bin/$(name)')
	rm -f $(foreach name,service socket,'$(DESTDIR)$(SYSTEMUNITDIR)/emotunesd.$(name)' '$(DESTDIR)$(USERUNITDIR)/emotunesd.$(name)')
	rm -f '$(DESTDIR)$(SYSUSERSDIR)/emotunes.conf' '$(DESTDIR)$(CATALOGDIR)/emotunes.catalog'
	rm -f $(foreach name,$(MANUALS),'$(DESTDIR)$(MANDIR)/man$(subst .,,$(suffix $(name)))/$(name)')
	rm -f $(foreach name,$(BINARIES),'$(DESTDIR)$(BASHCOMPLETIONDIR)/$(name)' '$(DESTDIR)$(ZSHCOMPLETIONDIR)/_$(name)' \
		'$(DESTDIR)$(FISHCOMPLETIONDIR)/$(name).fish')
	rm -f '$(DESTDIR)$(PREFIX)/share/applications/$(DESKTOP).desktop' \
		'$(DESTDIR)$(PREFIX)/share/metainfo/$(DESKTOP).metainfo.xml' \
		'$(DESTDIR)$(PREFIX)/share/icons/hicolor/scalable/apps/$(DESKTOP).svg'
	rm -rf '$(DESTDIR)$(PREFIX)/lib/emotunes' '$(DESTDIR)$(LIBEXECDIR)' '$(DESTDIR)$(PREFIX)/share/emotunes' '$(DESTDIR)$(PREFIX)/share/doc/emotunes'

clean: ## remove everything that was built
	rm -rf .build

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20
