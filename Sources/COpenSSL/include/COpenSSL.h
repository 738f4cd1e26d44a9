// The one thing needed of OpenSSL's libcrypto, which libcurl brings into the process anyway.
#pragma once

#include <stddef.h>

// SHA-256 (FIPS 180-4) of the bytes; 1, or 0 if the library cannot.
int copenssl_sha256(const void *bytes, size_t count, unsigned char digest[32]);
