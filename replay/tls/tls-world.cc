#include "replay/tls/tls-world.h"

#include <dlfcn.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <ngtcp2/version.h>
#include <span>

namespace kwik
{

namespace
{

TlsWorld* g_world = nullptr;

std::time_t
Time(std::time_t* out)
{
    const std::time_t now = g_world->TlsTime();
    if (out != nullptr)
    {
        *out = now;
    }
    return now;
}

} // namespace

void
UseTlsWorld(TlsWorld& world)
{
    g_world = &world;
    gnutls_global_set_time_function(Time);
}

std::string
TlsLibraries()
{
    return std::string("GnuTLS ") + gnutls_check_version(nullptr) + ", ngtcp2 " + NGTCP2_VERSION;
}

} // namespace kwik

/// libgnutls calls this through its PLT, so the definition in the program takes precedence. Before
/// UseTlsWorld the library's own is used.
extern "C" int
gnutls_rnd(gnutls_rnd_level_t level, void* data, std::size_t size)
{
    if (kwik::g_world != nullptr)
    {
        kwik::g_world->FillTls(std::span(static_cast<std::byte*>(data), size));
        return 0;
    }
    using Function = int (*)(gnutls_rnd_level_t, void*, std::size_t);
    static const auto original = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "gnutls_rnd"));
    return original(level, data, size);
}
