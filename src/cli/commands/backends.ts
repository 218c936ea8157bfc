import { t } from '../../core/index.ts';
import { childProcess } from '../../profiler/childProcess.ts';
import { chooseBackend, probeBackends } from '../../profiler/choose.ts';
import { createClient } from '../../profiler/client.ts';
import { exit } from '../failure.ts';
import type { Terminal } from '../terminal.ts';

/** `backends`: what can run a network on this machine, and why each other one can't. */
export async function backends({ json }: { readonly json?: boolean }, { colors: c, ...terminal }: Terminal): Promise<number> {
  const probed = await probeBackends(createClient(childProcess()));
  const auto = chooseBackend(probed)?.id;
  for (const { id, probe } of probed) {
    if (json) {
      terminal.json({ backend: id, ...probe, auto: id === auto });
      continue;
    }
    const name = c.bold(id.padEnd(10));
    if (probe.available) {
      const devices = probe.devices.map((device) => `${device.name} (${device.kind})`).join(', ');
      terminal.out(`${name}  ${devices}, ${probe.version}${id === auto ? ` ${c.green(t`← auto`)}` : ''}`);
    } else {
      terminal.out(`${name}  ${c.yellow(t`not available: ${probe.reason}`)}${probe.advice ? `\n${' '.repeat(12)}${probe.advice}` : ''}`);
    }
  }
  return exit.fine;
}
