// libffi's types: the predefined ones, and what C's layout makes of structs.
#include "ffi/face.h"

#include <stdlib.h>

#define TYPE(name, NAME, T) \
    ffi_type ffi_type_##name = {sizeof(T), _Alignof(T), FFI_TYPE_##NAME, NULL}
#define COMPLEX(name, part, T)                                     \
    static ffi_type *parts_of_##name[] = {&ffi_type_##part, NULL}; \
    ffi_type ffi_type_##name = {2 * sizeof(T), _Alignof(T), FFI_TYPE_COMPLEX, parts_of_##name}

ffi_type ffi_type_void = {1, 1, FFI_TYPE_VOID, NULL};
TYPE(uint8, UINT8, uint8_t);
TYPE(sint8, SINT8, int8_t);
TYPE(uint16, UINT16, uint16_t);
TYPE(sint16, SINT16, int16_t);
TYPE(uint32, UINT32, uint32_t);
TYPE(sint32, SINT32, int32_t);
TYPE(uint64, UINT64, uint64_t);
TYPE(sint64, SINT64, int64_t);
TYPE(float, FLOAT, float);
TYPE(double, DOUBLE, double);
TYPE(longdouble, LONGDOUBLE, long double);
TYPE(pointer, POINTER, void *);
COMPLEX(complex_float, float, float);
COMPLEX(complex_double, double, double);
COMPLEX(complex_longdouble, longdouble, long double);
