{
  "targets": [
    {
      "target_name": "kernels_native",
      "sources": ["addon.c", "cells.c", "norm.c", "plain.c", "processor.c", "products.c", "rows.c"],
      # Nothing is contracted that is not written as one operation: the bits must be those of WebAssembly.
      "cflags": ["-O3", "-std=c11", "-ffp-contract=off", "-Wall", "-Wextra", "-fvisibility=hidden", "-fno-math-errno"],
      # Nothing of a C++ runtime, which node-gyp links otherwise.
      "ldflags": ["-Wl,--as-needed"],
      "xcode_settings": { "OTHER_CFLAGS": ["-O3", "-std=c11", "-ffp-contract=off", "-fno-math-errno"] }
    }
  ]
}
