# Builds Seam out of tree into build/<variant>/, which is laid out like an installed tree, so that `make install`
# is a copy and the compiler finds its runtime and headers the same way in both.
# Sources are found by wildcard: adding a file edits nothing here. `make help` lists what can be done.

VERSION := 0.1.0
VARIANT ?= release
PREFIX ?= /usr/local
AR ?= ar
OBJCOPY ?= objcopy
HOSTCC ?= cc
PYTHON ?= python3

B := build/$(VARIANT)

# ---- flags ---------------------------------------------------------------------------------------------------
# CC CFLAGS CPPFLAGS LDFLAGS are the user's and come last; SEAM_CFLAGS is ours.
CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wwrite-strings -Wpointer-arith -Wcast-qual -Wundef -Wvla -Wformat=2 -Wimplicit-fallthrough \
	-Wdouble-promotion
ASAN := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
TSAN := -fsanitize=thread -fno-omit-frame-pointer

# What a variant adds to every compilation; `check` is `release` with warnings as errors. (With UBSan gcc sees
# conversions in code that it has made itself.)
FLAGS_release :=
FLAGS_check := -Werror
FLAGS_asan := -Werror -Wno-conversion -O1 $(ASAN)
FLAGS_tsan := -O1 $(TSAN)
FLAGS_owncheck := -DSEAM_OWNCHECK
FLAGS_stress := -DSEAM_STRESS
FLAGS_fuzz := -O1 $(ASAN) -fsanitize=fuzzer-no-link -w # warnings are the business of check
ifeq ($(origin FLAGS_$(VARIANT)),undefined)
$(error unknown VARIANT '$(VARIANT)': one of release check asan tsan owncheck stress fuzz)
endif
ifeq ($(VARIANT),fuzz)
override CC := clang-19
endif

# The flags that programs need when they link this variant's runtime; the driver passes them to the C compiler.
PROGRAM_FLAGS := $(filter -fsanitize=%,$(filter-out -fsanitize=fuzzer-no-link,$(FLAGS_$(VARIANT))))

SEAM_CFLAGS := -std=c11 -fvisibility=hidden $(WARNINGS)
SEAM_CPPFLAGS := -D_GNU_SOURCE= -Iinclude -iquote compiler -iquote runtime -iquote call -DSEAM_VERSION='"$(VERSION)"' \
	-DSEAM_PROGRAM_CFLAGS='"$(PROGRAM_FLAGS)"'
COMPILE = $(CC) $(SEAM_CPPFLAGS) $(SEAM_CFLAGS) $(CPPFLAGS) $(CFLAGS) $(FLAGS_$(VARIANT)) -MMD -MP
LINK = $(CC) $(CFLAGS) $(FLAGS_$(VARIANT)) $(LDFLAGS)

LLVM_DIR ?= $(or $(wildcard /usr/lib/llvm-19),$(shell llvm-config-19 --prefix 2>/dev/null))

# ---- sources and objects -------------------------------------------------------------------------------------
rfind = $(sort $(shell find $(wildcard $(1)) /dev/null -name '$(2)' -type f))
objects = $(patsubst %.S,$B/obj/%.o,$(patsubst %.c,$B/obj/%.o,$(1)))
call_objects = $(call objects,$(1)) $(if $(STATIC_MACHINE),$B/obj/static_stubs.o)

COMPILER_SRC := $(call rfind,compiler,*.c)
LIBRARY_SRC := $(wildcard library/*.seam) $(wildcard library/std/*.seam)
HELPER_SRC := $(filter compiler/import/c/helper/%,$(COMPILER_SRC))
MAIN_SRC := $(filter compiler/cli/main.c,$(COMPILER_SRC))
PARTS_SRC := $(filter-out $(HELPER_SRC) $(MAIN_SRC),$(COMPILER_SRC))
RUNTIME_SRC := $(call rfind,runtime,*.c)
CALL_SRC := $(call rfind,call,*.c) $(call rfind,call,*.S)
FACE_SRC := $(filter call/ffi/%,$(CALL_SRC))
CC_MACHINE := $(shell $(CC) -dumpmachine 2>/dev/null)
STATIC_MACHINE := $(if $(findstring linux,$(CC_MACHINE)),$(filter x86_64 aarch64,$(firstword $(subst -, ,$(CC_MACHINE)))))
UNIT_SRC := $(wildcard tests/unit/*/*.c)
FUZZ_SRC := $(wildcard fuzz/*.c)

PARTS := $(if $(PARTS_SRC),$B/obj/libcompiler.a)
RUNTIME := $(if $(RUNTIME_SRC),$B/lib/seam/libseamrt.a)
CALL := $(if $(CALL_SRC),$B/lib/libseamcall.a $B/lib/libseamcall.so.0 $B/lib/libffi/libffi.so.8)
SEAM := $(if $(MAIN_SRC),$B/bin/seam)
HELPER := $(if $(HELPER_SRC),$B/libexec/seam/seam-cimport)
HEADERS := $(addprefix $B/,$(wildcard include/seam/*.h))
PAGES := $(patsubst docs/errors/%,$B/share/seam/errors/%,$(wildcard docs/errors/*.md))
UNITS := $(addprefix $B/unit/,$(patsubst tests/unit/%/,%,$(sort $(dir $(UNIT_SRC)))))
FUZZERS := $(patsubst fuzz/%.c,$B/bin/fuzz-%,$(FUZZ_SRC))

# ---- targets -------------------------------------------------------------------------------------------------
# A silent make (-s) says nothing; V=1 shows whole commands.
Q := $(if $(V),,@)
say = $(if $(or $(V),$(findstring s,$(firstword -$(MAKEFLAGS)))),,@echo "  $(1)  $(2)")
# Ours is parallel unless the caller has decided.
sub = $(MAKE) --no-print-directory -s $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))

.DEFAULT_GOAL := build
.PHONY: build units demo check bless unit asan tsan owncheck stress plain fuzz fuzz-programs fuzz-abi call-stress call-units libffi-suite drop-in fuzz-mutate bench c-lines coverage layers format \
	format-check install install-call install-libffi clean help
.DELETE_ON_ERROR:
.SUFFIXES:

build: $(PARTS) $(SEAM) $(HELPER) $(RUNTIME) $(CALL) $(HEADERS) $(PAGES)

$B/bin/seam: $(call objects,$(MAIN_SRC)) $(PARTS) $B/lib/libseamcall.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(LINK) -o $@ $^ -lm -pthread -ldl

$B/libexec/seam/seam-cimport: $(call objects,$(HELPER_SRC)) $(PARTS)
	$(call say,LINK,$@)
	$(if $(LLVM_DIR),,@echo "libclang 19 is missing: run tools/setup.sh" >&2; exit 1)
	$(Q)mkdir -p $(@D) && $(LINK) -o $@ $^ -L$(LLVM_DIR)/lib -lclang-19

$(call objects,$(HELPER_SRC)): SEAM_CPPFLAGS += -isystem $(LLVM_DIR)/include -DSEAM_LLVM_DIR='"$(LLVM_DIR)"'

# The library in Seam is part of the compiler, as data.
$B/gen/library.c: tools/embed.py $(LIBRARY_SRC)
	$(call say,GEN ,$@)
	$(Q)mkdir -p $(@D) && $(PYTHON) tools/embed.py $(LIBRARY_SRC) > $@

$B/obj/library.o: $B/gen/library.c $B/flags
	$(call say,CC  ,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) -c -o $@ $<

$B/obj/libcompiler.a: $(call objects,$(PARTS_SRC)) $B/obj/library.o
	$(call say,AR  ,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# Traces of panics are read with gcc's libbacktrace, which goes into the one object that uses it, so that its names
# cannot clash with those of a program; and it is to read that program alone (symbols.c says why). Without it panics
# name their place only.
BACKTRACE := $(wildcard $(shell $(CC) -print-file-name=libbacktrace.a 2>/dev/null))
SYMBOLS := $B/obj/runtime/core/trace/symbols.o

$B/obj/symbols.o: $(SYMBOLS)
	$(call say,LINK,$@)
	$(Q)$(CC) -r -nostdlib -o $@ $< $(BACKTRACE) && $(OBJCOPY) --wildcard --localize-symbol='backtrace_*' \
		--redefine-sym dl_iterate_phdr=symbols_iterate $@

ifeq ($(BACKTRACE),)
$(SYMBOLS): SEAM_CPPFLAGS += -DSEAM_NO_BACKTRACE
endif

$B/lib/seam/libseamrt.a: $(filter-out $(SYMBOLS),$(call objects,$(RUNTIME_SRC))) $B/obj/symbols.o
	$(call say,AR  ,$@)
	$(Q)mkdir -p $(@D) && rm -f $@ && $(AR) rcs $@ $^

$B/obj/libcall.a: $(call call_objects,$(filter-out $(FACE_SRC),$(CALL_SRC)))
	$(call say,AR  ,$@)
	$(Q)mkdir -p $(@D) && rm -f $@ && $(AR) rcs $@ $^

# Stubs that are part of the engine, written by a program that runs here, if CC's machine has some (call/stub/static.h).
STATIC_SRC := tools/static_stubs.c $(addprefix call/,stub/emit.c stub/frame.c stub/static.c type/type.c memory/pages_posix.c) \
	$(wildcard call/code/*.c call/target/*.c)

$B/gen/static_stubs: $(STATIC_SRC) include/seam/call.h $(wildcard call/*/*.h)
	$(call say,HOST,$@)
	$(Q)mkdir -p $(@D) && $(HOSTCC) -std=c11 -D_GNU_SOURCE= -Iinclude -iquote call -o $@ $(STATIC_SRC) -pthread

$B/gen/static_stubs.S: $B/gen/static_stubs
	$(Q)$< $(STATIC_MACHINE) >$@

$B/obj/static_stubs.o: $B/gen/static_stubs.S $B/flags
	$(call say,AS  ,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(SEAM_CPPFLAGS) $(CPPFLAGS) -c -o $@ $<

# One object whose own names nobody else sees, so that they cannot clash with those of a program that links it.
$B/lib/libseamcall.a: $(call call_objects,$(filter-out $(FACE_SRC),$(CALL_SRC)))
	$(call say,AR  ,$@)
	$(Q)mkdir -p $(@D) && rm -f $@ && $(CC) -r -nostdlib -o $B/obj/seamcall.o $^ && \
		$(OBJCOPY) --localize-hidden $B/obj/seamcall.o && $(AR) rcs $@ $B/obj/seamcall.o

$B/lib/libseamcall.so.0: $(call call_objects,$(filter-out $(FACE_SRC),$(CALL_SRC)))
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(LINK) -shared -Wl,-soname,$(@F) -o $@ $^ -pthread -ldl
	$(Q)ln -sf $(@F) $(@D)/libseamcall.so

# The drop-in: the whole engine behind libffi's names. In a folder of its own, so that LD_LIBRARY_PATH can name it.
$B/lib/libffi/libffi.so.8: $(call call_objects,$(filter-out call/load/%,$(CALL_SRC))) call/ffi/libffi.map
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(LINK) -shared -Wl,-soname,$(@F) -Wl,--version-script=call/ffi/libffi.map -o $@ \
		$(filter %.o,$^) -pthread

# C++ exceptions pass through the engine; not everywhere does the compiler make tables for that without being told.
$(call objects,$(CALL_SRC)): SEAM_CFLAGS += -fexceptions

$(call objects,$(UNIT_SRC)): SEAM_CFLAGS += -Wno-psabi # notes about what old compilers did

# Runtime objects go into programs and shared libraries alike, and unused functions go at link time.
$(call objects,$(RUNTIME_SRC) $(CALL_SRC)): SEAM_CFLAGS += -fPIC -ffunction-sections -fdata-sections
# The engine's frames hold what a caller passes, however large: they touch each page on their way down.
$(call objects,$(CALL_SRC)): SEAM_CFLAGS += -fstack-clash-protection

$B/obj/%.o: %.c $B/flags
	$(call say,CC  ,$<)
	$(Q)mkdir -p $(@D) && $(COMPILE) -c -o $@ $<

$B/obj/%.o: %.S $B/flags
	$(call say,AS  ,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(SEAM_CPPFLAGS) $(CPPFLAGS) -g -MMD -MP -c -o $@ $<

# A folder of unit tests is one program: of the compiler without its main, of the calling engine, or of the runtime.
units: $(UNITS)
define UNIT_RULE
$B/unit/$(1): $(call objects,tests/unit/test.c $(wildcard tests/unit/$(1)/*.c)) \
		$(if $(filter compiler_%,$(1)),$(PARTS),$(if $(filter call_%,$(1)),$(call call_objects) $B/obj/libcall.a,$(RUNTIME)))
	$$(call say,LINK,$$@)
	$$(Q)mkdir -p $$(@D) && $$(LINK) -o $$@ $$^ -lm -pthread -ldl
endef
$(foreach unit,$(notdir $(UNITS)),$(eval $(call UNIT_RULE,$(unit))))

fuzzers: $(FUZZERS)
# The checker's has no files but its input.
COMMA := ,
$B/bin/fuzz-check: LDFLAGS += $(addprefix -Wl$(COMMA)--wrap=,io_read io_write io_make_dirs io_exists io_is_file io_run)
$B/bin/fuzz-%: $B/obj/fuzz/%.o $(PARTS)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D) && $(LINK) -fsanitize=fuzzer -o $@ $^

$B/include/seam/%.h: include/seam/%.h
	@mkdir -p $(@D) && cp $< $@

$B/share/seam/errors/%.md: docs/errors/%.md
	@mkdir -p $(@D) && cp $< $@

# Holds the flags of the last build: other flags build everything anew.
FLAGS_NOW := $(strip $(COMPILE) $(LDFLAGS))
ifneq ($(filter build units fuzzers install install-call install-libffi $B/%,$(or $(MAKECMDGOALS),build)),)
ifneq ($(strip $(file <$B/flags)),$(FLAGS_NOW))
$(shell mkdir -p $B)
$(file >$B/flags,$(FLAGS_NOW))
endif
endif

-include $(patsubst %.o,%.d,$(call objects,$(COMPILER_SRC) $(RUNTIME_SRC) $(CALL_SRC) $(UNIT_SRC) $(FUZZ_SRC) tests/unit/test.c))

# ---- tests and checks ----------------------------------------------------------------------------------------
# T=own/ takes only the tests whose names begin so; see tests/run.py for what is called how.
RUN = $(PYTHON) tests/run.py
named = $(RUN) --named "$(T)" # before anything is built for a test that is not there
SANITIZED = ASAN_OPTIONS=detect_leaks=0:exitcode=99 UBSAN_OPTIONS=print_stacktrace=1:exitcode=99 SEAM_ALLOC=malloc

check:
	@$(named)
	@tools/setup.sh check
	@$(sub) VARIANT=check build units
	@$(RUN) --build build/check --cc="$(CC)" "$(T)"

bless:
	@$(named) --cases-only
	@$(sub) VARIANT=check build
	@$(RUN) --build build/check --cc="$(CC)" --bless "$(T)"

unit:
	@$(sub) VARIANT=check build units
	@$(RUN) --build build/check --no-checks "unit/$(T)"

# The compiler, the runtime, the programs and their C libraries, all under the sanitizers.
asan tsan:
	@$(named) --no-checks
	@tools/setup.sh check
	@$(sub) VARIANT=$@ build units
	@$(SANITIZED) $(RUN) --build build/$@ --no-checks --patience 4 --cc="$(CC)" \
		--cflags="$(filter -fsanitize=%,$(FLAGS_$@))" "$(T)"

owncheck stress:
	@$(named) --no-checks
	@$(sub) VARIANT=$@ build units
	@$(RUN) --build build/$@ --no-checks --patience 2 --cc="$(CC)" "$(T)"

# Each fuzzer for FUZZ_SECONDS; new inputs stay in build/fuzz/corpus, a crash is left in build/fuzz.
FUZZ_SECONDS ?= 30
fuzz:
	@tools/setup.sh check
	@$(sub) VARIANT=fuzz fuzzers build
	@tools/fuzz.sh $(FUZZ_SECONDS) $(T)

# N random programs that count, N that borrow, N that compute, the latter by two C compilers, N random matches, and N of the whole
# language that a model predicts; clang looks at these with its sanitizers where `make fuzz` has built the compiler.
N ?= 100
fuzz-programs:
	@$(sub) VARIANT=release build
	@tools/random_programs.sh $(N)
	@tools/random_programs.sh $(N) 1 random_loans
	@tools/compare_programs.sh $(N)
	@tools/random_match.py build/release/bin/seam $(N)
	@tools/random_throws.py build/release/bin/seam $(N)
	@tools/random_proofs.py build/release/bin/seam $(N)
	@tools/compare_whole.py $(N)

# All cases with every count and check left in, and one copy of each deferred block: they do what they do without.
plain:
	@$(named) --cases-only
	@$(sub) VARIANT=check build
	@SEAM_COUNT=plain SEAM_PROVE=off SEAM_DEFER=share $(RUN) --build build/check --no-checks --cases-only --cc="$(CC)" "$(T)"

# N random functions called through the calling engine: 60 of 100 by System V, 15 by ms_abi, 10 by AArch64's convention,
# 2 by Apple's, 6 and 3 by ARM's two, 4 on Windows by wine. A seed stands for 400 functions: SEED=S goes on with that one.
SEED ?= 1
fuzz-abi:
	@tools/setup.sh cross
	@for share in sysv64:60 win64:15 aapcs64:10 apple64:2 aapcs32:6 aapcs32_soft:3 windows:4; do \
		tools/abi_fuzz.py --abi $${share%:*} --count $$((($(N) * $${share#*:} + 99) / 100)) --seed $(SEED) --stats || exit 1; \
	done

# The calling engine with many threads and forks for STRESS_SECONDS, under ThreadSanitizer and under valgrind.
STRESS_SECONDS ?= 60
CALL_UNITS = $(patsubst tests/unit/%/,unit/%,$(sort $(dir $(wildcard tests/unit/call_*/*.c))))
call-stress:
	@tools/setup.sh check stress
	@$(sub) VARIANT=tsan $(addprefix build/tsan/,$(CALL_UNITS))
	@$(sub) VARIANT=check $(addprefix build/check/,$(CALL_UNITS) lib/libseamcall.a lib/libseamcall.so.0)
	@tools/call_stress.sh $(STRESS_SECONDS)

# The calling engine's unit tests on other machines: AArch64 and ARM under qemu, Windows under wine.
call-units:
	@tools/setup.sh cross
	@tools/call_units.py $(MACHINE)

# libffi's own tests against our libffi.so.8; they come from Debian's source package, or SUITE names the folder that has
# them. MACHINE=aarch64 or arm: under qemu; windows: under wine.
SUITE ?= build/libffi/testsuite
libffi-suite: $(SUITE)
	@tools/setup.sh check $(if $(MACHINE),cross)
	@$(sub) VARIANT=release build
	@tools/libffi_suite.py $(SUITE) build/release/lib/libffi \
		--machine $(or $(MACHINE),host)

build/libffi/testsuite:
	@tools/libffi_source.sh build/libffi

# Real users of libffi on ours: CPython's ctypes, cffi, GLib, Ruby; those that are installed.
drop-in:
	@tools/setup.sh drop-in
	@$(sub) VARIANT=release build
	@tools/drop_in.sh build/release/lib/libffi

# Broken and twisted versions of all cases for FUZZ_SECONDS: the compiler says yes or no, and never crashes.
fuzz-mutate:
	@tools/setup.sh check
	@$(sub) VARIANT=check build
	@$(PYTHON) tools/mutate.py --seam build/check/bin/seam --seconds $(FUZZ_SECONDS) $(T)

bench:
	@tools/setup.sh bench
	@$(sub) VARIANT=release build
	@$(PYTHON) bench/run.py $(T)

c-lines:
	@$(sub) VARIANT=release build
	@$(PYTHON) tools/c_lines.py

coverage:
	@$(PYTHON) tools/coverage.py
	@$(PYTHON) tools/rules.py

layers:
	@tools/layers.py

format:
	@tools/format.sh

format-check:
	@tools/format.sh --check

# ---- demo, install, clean ------------------------------------------------------------------------------------
# What a user does first: everything that is needed, and the main job on real input.
demo:
	@tools/setup.sh run
	@$(sub) VARIANT=release build
	@build/release/bin/seam run examples/packages/main.seam
	@echo "demo: done; the program is examples/packages/main.seam"

# Paths may have spaces, and what a shell would read: this makes a word of it.
quoted = '$(subst ','\'',$(1))'
INSTALLED = bin lib/seam libexec/seam include/seam share/seam
install: build install-call
	@for d in $(INSTALLED); do \
		[ -d $B/$$d ] || continue; \
		mkdir -p $(call quoted,$(DESTDIR)$(PREFIX))/$$d && cp -R $B/$$d/. $(call quoted,$(DESTDIR)$(PREFIX))/$$d/ || exit 1; \
	done

# Each installs what it names and builds no more than that. In a .pc file # would begin a comment; $, \, " and parentheses
# arrive there, but pkg-config does not quote them for the shell that reads its answer.
HEADER_DIR = $(DESTDIR)$(PREFIX)/include
LIBRARY_DIR = $(DESTDIR)$(PREFIX)/lib
pc_file = prefix=$$(printf %s $(call quoted,$(PREFIX)) | sed 's/\#/\\&/g; s/[\\&|]/\\&/g') && sed "s|@VERSION@|$(VERSION)|; s|@PREFIX@|$$prefix|" $(1)

# The calling engine for C programs: the library in both forms, its header, seamcall.pc.
install-call: $B/lib/libseamcall.a $B/lib/libseamcall.so.0
	@mkdir -p $(call quoted,$(LIBRARY_DIR)/pkgconfig) $(call quoted,$(HEADER_DIR)/seam)
	@cp $^ $(call quoted,$(LIBRARY_DIR)/) && ln -sf libseamcall.so.0 $(call quoted,$(LIBRARY_DIR)/libseamcall.so)
	@cp include/seam/call.h $(call quoted,$(HEADER_DIR)/seam/)
	@$(call pc_file,call/seamcall.pc.in) >$(call quoted,$(LIBRARY_DIR)/pkgconfig/seamcall.pc)

# Our libffi.so.8 where programs look for libffi's; the system's own package manager knows nothing of it.
install-libffi: $B/lib/libffi/libffi.so.8
	@mkdir -p $(call quoted,$(LIBRARY_DIR)/pkgconfig) $(call quoted,$(HEADER_DIR))
	@cp $^ $(call quoted,$(LIBRARY_DIR)/) && ln -sf libffi.so.8 $(call quoted,$(LIBRARY_DIR)/libffi.so)
	@cp call/ffi/ffi.h call/ffi/ffitarget.h $(call quoted,$(HEADER_DIR)/)
	@$(call pc_file,call/ffi/libffi.pc.in) >$(call quoted,$(LIBRARY_DIR)/pkgconfig/libffi.pc)

clean:
	rm -rf build

help:
	@echo 'make [build]    the compiler and the runtime, in build/release/'
	@echo 'make demo       installs what is missing, builds, runs examples/packages'
	@echo 'make check      all checks and tests; T=own/ takes only tests whose names begin so'
	@echo 'make bless      rewrites the expectations of cases (T=own/), for you to read the diff'
	@echo 'make unit       unit tests only (T=compiler_syntax)'
	@echo 'make asan       all tests with AddressSanitizer and UBSan; also: tsan owncheck stress'
	@echo 'make fuzz       each fuzzer for FUZZ_SECONDS=30'
	@echo 'make libffi-suite  libffi'\''s own tests against our libffi.so.8; MACHINE=aarch64, arm, windows; make drop-in: its real users'
	@echo 'make call-stress  the calling engine with threads and forks, STRESS_SECONDS=60, under TSan and valgrind'
	@echo 'make call-units  its unit tests on other machines: MACHINE=aarch64, arm, windows, or all of them'
	@echo 'make fuzz-abi   random functions called through the calling engine, by all conventions; N=100, SEED=1'
	@echo 'make fuzz-programs  random programs: none may leak, and two C compilers must agree; N=100'
	@echo 'make plain      the cases, compiled without eliding counts and checks'
	@echo 'make fuzz-mutate  broken versions of all cases, for FUZZ_SECONDS=30'
	@echo 'make bench      the figures, beside their peers; T=startup takes one row'
	@echo 'make c-lines    lines of C per line of Seam, for the examples'
	@echo 'make coverage   requirements without a test, and how many rules of the language are shown'
	@echo 'make format     formats the C files; also: format-check layers'
	@echo 'make install    PREFIX=/usr/local DESTDIR='
	@echo 'make install-call  libseamcall alone, for C programs: libraries, seam/call.h, seamcall.pc'
	@echo 'make install-libffi  our libffi.so.8, its headers and libffi.pc; PREFIX, DESTDIR'
	@echo 'make clean      removes build/'
	@echo 'Variables: VARIANT=release|check|asan|tsan|owncheck|stress|fuzz CC CFLAGS CPPFLAGS LDFLAGS V=1'
