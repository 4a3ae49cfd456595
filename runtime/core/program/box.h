// Captured functions that C was given for longer than a call.
#ifndef SEAM_CORE_PROGRAM_BOX_H
#define SEAM_CORE_PROGRAM_BOX_H

#include <seam/closure.h>

typedef enum BoxState {
    BOX_LIVES,
    BOX_ENDS,  // is being emptied
    BOX_DONE,  // meanwhile, C said that it is done with it
    BOX_EMPTY, // C may still call or end it
} BoxState;

typedef struct SeamBox {
    struct SeamBox *next;
    struct SeamBox *before;
    uint32_t count;
    BoxState state;
    void (*code)(void);           // what seam_callback_release knows it by; NULL: it does not
    void (*close)(void *closure); // of the calling engine; NULL: `closures` are
    void **closures;              // NULL, or by slot, NULL where there is none
    SeamFunction functions[];
} SeamBox;

SeamBox *box_of(void *functions);
SeamBox *box_with(void (*code)(void)); // NULL: there is none
void box_end(SeamBox *box);

#endif
