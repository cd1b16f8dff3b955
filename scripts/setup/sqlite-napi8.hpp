// Forced into the build of better-sqlite3 for runtimes with Node-API 8 or 9. Such runtimes cannot refer to a primitive
// string, which is all that better-sqlite3 needs Node-API 10 for. Here the string is a property of an object, and the
// reference is to the object.

#pragma once

#include <napi.h>

namespace Napi {

template <>
class Reference<String> {
 public:
  static Reference New(const String& value, uint32_t initial_refcount = 0) {
    Reference reference;
    reference.Hold(value, initial_refcount);
    return reference;
  }

  Reference() = default;
  Reference(Reference&& other) = default;
  Reference& operator=(Reference&& other) = default;

  String Value() const {
    if (holder_.IsEmpty()) return String();
    return holder_.Value().Get(kProperty).As<String>();
  }

  Napi::Env Env() const { return holder_.Env(); }
  bool IsEmpty() const { return holder_.IsEmpty(); }
  void Reset() { holder_.Reset(); }

  void Reset(const String& value, uint32_t refcount = 0) {
    holder_.Reset();
    Hold(value, refcount);
  }

 private:
  static constexpr const char* kProperty = "value";

  void Hold(const String& value, uint32_t refcount) {
    if (value.IsEmpty()) return;
    Object object = Object::New(value.Env());
    object.Set(kProperty, value);
    holder_ = Reference<Object>::New(object, refcount);
  }

  Reference<Object> holder_;
};

}  // namespace Napi
