#include "in_a_late_callback.h"
static void (*kept)(void);
void keep(void (*f)(void)) { kept = f; }
void call_kept(void) { kept(); }
