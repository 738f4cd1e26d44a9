#include "COpenSSL.h"

#include <openssl/evp.h>

int copenssl_sha256(const void *bytes, size_t count, unsigned char digest[32]) {
    return EVP_Digest(bytes, count, digest, NULL, EVP_sha256(), NULL);
}
