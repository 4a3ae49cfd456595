#include "kept_for_ever.h"
static void (*kept)(int n);
void keep(void (*f)(int n)) { kept = f; }
void fire(int n) { kept(n); }
