#include "function_on_another_thread.h"
#include <pthread.h>
static void *run(void *f) {
    ((void (*)(int))f)(7);
    return 0;
}
void on_thread(void (*f)(int n)) {
    pthread_t thread;
    pthread_create(&thread, 0, run, (void *)f);
    pthread_join(thread, 0);
}
void soon(void (*f)(int n)) { f(1); }
