int apply(int (*f)(int n), int v);
int maybe(int (*f)(int n), int v);
typedef struct {
    int (*f)(int n);
    int k;
} ops;
int run(const ops *o, int v);
int dots(int n, ...);
typedef int (*getter)(int);
getter chooser(int n);
