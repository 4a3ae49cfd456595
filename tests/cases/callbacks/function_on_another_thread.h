void on_thread(void (*f)(int n));
void soon(void (*f)(int n));
