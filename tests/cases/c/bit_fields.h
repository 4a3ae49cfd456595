struct Bits {
    unsigned a : 4;
    unsigned b : 20;
    unsigned long long c : 40;
    int d : 5;
};

static inline struct Bits make_bits(void) {
    struct Bits bits = {5, 0xfffff, 0xffffffffffull, -3};
    return bits;
}
