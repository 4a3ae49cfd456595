// Captured functions that C keeps, each in a box. A box ends when C says that it is done with it,
// when the program releases it, or with the program, when the main file's variables are gone, so
// that what was captured is no leak. The program's own thread alone has to do with boxes.
#include "core/program/box.h"

#include <seam/error.h>

#include "core/program/callback.h"
#include "core/program/program.h"

#include <stddef.h>
#include <stdlib.h>

static SeamBox *boxes;   // the newest first
static SeamBox *emptied; // when the program ended

SeamBox *box_of(void *functions) {
    return (SeamBox *)(void *)((char *)functions - offsetof(SeamBox, functions));
}

SeamBox *box_with(void (*code)(void)) {
    SeamBox *box = boxes;
    while (box && box->code != code) box = box->next;
    return box;
}

static void unlink_box(SeamBox **list, SeamBox *box) {
    if (box->before) box->before->next = box->next;
    else *list = box->next;
    if (box->next) box->next->before = box->before;
}

static void link_box(SeamBox **list, SeamBox *box) {
    box->before = NULL;
    box->next = *list;
    if (*list) (*list)->before = box;
    *list = box;
}

// Finalizers run meanwhile, which may end other boxes, and make C say that it is done with this
// one.
static void empty(SeamBox *box) {
    unlink_box(&boxes, box);
    box->state = BOX_ENDS;
    for (uint32_t i = 0; box->closures && i < box->count; i++)
        if (box->closures[i]) box->close(box->closures[i]);
    free(box->closures);
    for (uint32_t i = 0; i < box->count; i++) {
        SeamObject *env = box->functions[i].env;
        box->functions[i] = (SeamFunction){NULL, NULL};
        seam_release_opt(env);
    }
}

void box_end(SeamBox *box) {
    empty(box);
    free(box);
}

// C still has them, so that a later call or end has to find an empty one.
static void empty_all(void) {
    for (SeamBox *box; (box = boxes);) {
        empty(box);
        if (box->state == BOX_DONE) {
            free(box);
        } else {
            box->state = BOX_EMPTY;
            link_box(&emptied, box);
        }
    }
}

void *seam_callback_box(uint32_t count, const SeamFunction functions[]) {
    SeamBox *box = malloc(sizeof *box + count * sizeof *functions);
    if (!box) seam_panic("out of memory", "", 0);
    *box = (SeamBox){.count = count};
    for (uint32_t i = 0; i < count; i++) {
        box->functions[i] = functions[i];
        seam_retain_opt(functions[i].env);
    }
    link_box(&boxes, box);
    program_release_kept = empty_all;
    return box->functions;
}

// A finalizer that panics ends the box all the same: it is emptied from its beginning on.
void seam_callback_done(void *functions) {
    SeamGuard guard;
    SeamHeld *held = &seam_held;
    if (!functions) return;
    if (!held->runs) seam_callback_foreign();
    SeamBox *box = box_of(functions);
    BoxState state = box->state;
    if (state == BOX_EMPTY) {
        unlink_box(&emptied, box);
        free(box);
    }
    if (state == BOX_ENDS) box->state = BOX_DONE;
    if (state != BOX_LIVES) return;
    bool entered = seam_callback_enter(&guard);
    if (entered && guard.is_set && seam_setjmp(guard.back) != 0) {
        seam_callback_land(&guard);
        return;
    }
    box_end(box);
    if (entered) seam_callback_end(&guard);
}

void seam_callback_done_with(void *functions, void *more) {
    (void)more;
    seam_callback_done(functions);
}

void seam_callback_lost(void *box) {
    callback_stop(
        box ? "seam: a function was called that C had given up, or after the program's end"
            : "seam: a function was called without the user data that C was given for it");
}
