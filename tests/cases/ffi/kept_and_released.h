void keep(void (*f)(int n));
void fire(int n);
