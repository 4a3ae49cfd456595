int tick(int n);
