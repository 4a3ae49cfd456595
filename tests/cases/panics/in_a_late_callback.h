void keep(void (*f)(void));
void call_kept(void);
