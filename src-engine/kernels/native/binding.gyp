{
  "targets": [
    {
      "target_name": "kernels_native",
      "sources": ["addon.c", "processor.c", "products.c"],
      "cflags": ["-O3", "-std=c11", "-Wall", "-Wextra", "-Werror=implicit", "-fvisibility=hidden"],
      # Nothing of a C++ runtime, which node-gyp links otherwise.
      "ldflags": ["-Wl,--as-needed"],
      "xcode_settings": { "OTHER_CFLAGS": ["-O3", "-std=c11"] }
    }
  ]
}
