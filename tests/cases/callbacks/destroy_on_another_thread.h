int on_thread(int (*f)(void *data), void *data, void (*destroy)(void *));
