#ifndef KWIK_CLI_SIM_SANDBOX_H
#define KWIK_CLI_SIM_SANDBOX_H

namespace kwik::sim
{

/**
 * Takes from this process, for good, the ability to open a socket of any kind (seccomp).
 *
 * kwiklab-sim replaces the source of randomness of its TLS library with a seeded one. A process
 * with such a TLS must never talk to the real world, so it cannot. Throws std::runtime_error when
 * the kernel refuses; then the process must not go on.
 */
void EnterSandbox();

} // namespace kwik::sim

#endif // KWIK_CLI_SIM_SANDBOX_H
