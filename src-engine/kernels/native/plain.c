/* The kernels of what reads: as those of what trains, but that a multiply-add is rounded twice. */

#define ROUNDS_TWICE

#include "cells.c"
#include "products.c"
