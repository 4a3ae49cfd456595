#include "destroy_on_another_thread.h"
#include <pthread.h>
#include <stddef.h>
static void (*end)(void *);
static void *user;
static void *run(void *unused) {
    if (end) end(user);
    return unused;
}
int on_thread(int (*f)(void *data), void *data, void (*destroy)(void *)) {
    pthread_t thread;
    int result = f(data);
    end = destroy, user = data;
    if (pthread_create(&thread, NULL, run, NULL) == 0) pthread_join(thread, NULL);
    return result;
}
