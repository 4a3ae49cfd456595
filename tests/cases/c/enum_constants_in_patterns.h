enum Mode { MODE_OFF, MODE_SLOW = 5, MODE_FAST };
typedef enum { LEFT = -1, NONE, RIGHT } Side;
static inline enum Mode next_mode(enum Mode m) { return m == MODE_OFF ? MODE_SLOW : MODE_FAST; }
static inline Side side_of(int x) { return x < 0 ? LEFT : x > 0 ? RIGHT : NONE; }
#define LIMIT 10
