#include "kept_and_released.h"
static void (*kept)(int n);
void keep(void (*f)(int n)) { kept = f; }
void fire(int n) { kept(n); }
