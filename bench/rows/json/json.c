// With Debian's libcjson.
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
    FILE *f = fopen(argv[argc - 1], "rb");
    if (!f) return 1;
    fseek(f, 0, SEEK_END);
    long size = ftell(f);
    rewind(f);
    char *text = malloc((size_t)size + 1);
    if (fread(text, 1, (size_t)size, f) != (size_t)size) return 1;
    text[size] = 0;
    fclose(f);
    cJSON *value = cJSON_Parse(text);
    if (!value) return 1;
    char *out = cJSON_PrintUnformatted(value);
    printf("%zu\n", strlen(out));
    free(out);
    cJSON_Delete(value);
    free(text);
}
