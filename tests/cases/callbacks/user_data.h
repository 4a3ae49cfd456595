#include <stdbool.h>
typedef struct {
    int x, y;
} point;
typedef struct {
    unsigned low : 3, high : 5;
} bits;
struct closure;
typedef union {
    double d;
    int i[2];
} both;

void on(int (*f)(int n, void *data), void *data, void (*destroy)(void *));
int fire(int n);
void off(void);
void on_before(void *arg, int (*f)(void *arg, int n), void (*xDestroy)(void *));
void on_both(void (*begin)(void *), int (*next)(int n, void *), void *user_data,
             void (*user_data_free_func)(void *));
void on_apart(int (*f)(int n), void *data, void (*destroy)(void *));
void on_items(int (*f)(void *item, void *data), void *data, void (*destroy)(void *));
void on_closure(void (*f)(void), void *data, void (*destroy_data)(void *, struct closure *));
int keep(int (*f)(int n, void *data), void *data);
int tree(int (*compare)(int n, void *), void *compare_data, void (*key_destroy)(void *key));
point move(point (*f)(point p, void *data), point p, void *data);
point moved(point (*f)(point p, void *data), void *data, point p);
int low(bits (*f)(bits b, void *data), void *data);
double half(both (*f)(both b, void *data), void *data);
int named(const char *(*f)(int n, void *data), void *data);
