void end_it(void);
int visit(int (*f)(int x));
