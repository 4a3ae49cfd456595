int visit_all(int (*visit)(int n), int count);
int visit_some(int (*visit)(int n, void *data), void *data, int count);
void later(int (*visit)(int n));
int go(int n);
int plain(int n);
