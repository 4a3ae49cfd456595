static inline int import_it(int in, int match) { return in + match; }
