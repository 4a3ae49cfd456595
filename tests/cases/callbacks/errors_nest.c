#include "user_data.c"
