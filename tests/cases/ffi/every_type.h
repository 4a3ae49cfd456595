int every_type(void);
