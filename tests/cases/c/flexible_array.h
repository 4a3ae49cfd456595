struct packet {
    int length;
    char data[];
};
