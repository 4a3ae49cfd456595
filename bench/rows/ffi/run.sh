LD_LIBRARY_PATH=$BENCH/../build/release/lib:$LD_LIBRARY_PATH \
    exec ./bench libffi.so.8 "$BENCH/../build/release/lib/libffi/libffi.so.8"
