{
  "targets": [
    {
      "target_name": "companion",
      "sources": [
        "native/acknowledgements.cc",
        "native/admin_calls.cc",
        "native/async_call.cc",
        "native/client_registry.cc",
        "native/group_calls.cc",
        "native/heap_arenas.cc",
        "native/librdkafka_api.cc",
        "native/mock_controls.cc",
        "native/module.cc",
        "native/packed_block.cc",
        "native/packed_fetch.cc",
        "native/packed_produce.cc",
        "native/stuck_process_guard.cc",
        "native/topic_partitions.cc"
      ],
      "defines": ["NAPI_VERSION=8"],
      "cflags_cc!": ["-fno-exceptions", "-fno-rtti", "-std=gnu++14", "-std=gnu++17", "-std=gnu++20"],
      "cflags_cc": ["-std=c++17", "-fexceptions", "-fvisibility=hidden", "-Wall", "-Wextra"],
      "conditions": [
        ["OS=='linux'", { "libraries": ["-ldl", "-lpthread"] }],
        [
          "OS=='mac'",
          {
            "xcode_settings": {
              "CLANG_CXX_LANGUAGE_STANDARD": "c++17",
              "CLANG_CXX_LIBRARY": "libc++",
              "GCC_ENABLE_CPP_EXCEPTIONS": "YES",
              "GCC_SYMBOLS_PRIVATE_EXTERN": "YES",
              "MACOSX_DEPLOYMENT_TARGET": "11.0"
            }
          }
        ]
      ]
    }
  ]
}
