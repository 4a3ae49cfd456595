int bench(int argc, char **argv);
int main(int argc, char **argv) { return bench(argc, argv); }
