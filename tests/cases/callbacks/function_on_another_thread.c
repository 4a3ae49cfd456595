#include "on_another_thread.c"
