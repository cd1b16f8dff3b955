#ifndef CHARLOOM_PROCESSOR_H
#define CHARLOOM_PROCESSOR_H

#include <stdbool.h>

/* Whether this processor has AVX-512F and this system keeps its registers when it switches between threads. */
bool processor_has_avx512(void);

#endif
