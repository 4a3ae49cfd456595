# Once more where no memory may be made executable: stubs that are part of the library, and the move list.
set -e
LD_LIBRARY_PATH=$BENCH/../build/release/lib:$LD_LIBRARY_PATH
export LD_LIBRARY_PATH
ours=$BENCH/../build/release/lib/libffi/libffi.so.8
./bench libffi.so.8 "$ours"
SEAM_CALL_EXEC=none ./bench libffi.so.8 "$ours"
