int visit_all(int (*visit)(int n), int count);
int visit_some(int (*visit)(int n, void *data), void *data, int count);
void later(int (*visit)(int n));
int go(int n);
int plain(int n);
void now_and_then(int (*now)(int n, void *data), int (*then)(int n, void *data), void *data);
int then_go(int n);
void ended(int (*visit)(int n, void *data), void *data, void (*destroy)(void *data));
void end(void);
