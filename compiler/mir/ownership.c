// The ownership check (LANGUAGE 7.3): its place in the pipeline, before counting. It reports
// nothing yet: the flow analysis of C's values, E0501 to E0503, comes with the ownership issue.
#include "mir/mir.h"

void mir_check_ownership(struct Program *program, MirModule *m) {
    (void)program;
    (void)m;
}
