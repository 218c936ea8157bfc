import type { PanelDevice } from '../../src/panel/protocol.ts';
import { t } from '../text.ts';
import { Icon } from './icon.tsx';

/** The device that gave the numbers, named for what it is. */
export function Device({ device, remote }: { readonly device: PanelDevice; readonly remote: string | undefined }) {
  return (
    <span class="device" title={[device.backend, device.details].filter(Boolean).join(' · ')}>
      <Icon name={device.kind === 'gpu' ? 'gpu' : device.kind === 'cpu' ? 'cpu' : 'warning'} />
      <span>
        {describeDevice(device, remote)} <span class="quiet">({device.backend})</span>
      </span>
    </span>
  );
}

/** Names the device and whose it is: over SSH the window's GPU is the one in front of the user, not the host's. */
export function describeDevice({ kind, name, place }: PanelDevice, remote: string | undefined): string {
  if (kind === 'software') return t`${name}: a GPU imitated in software on the processor, so its times say nothing about a GPU`;
  const what = kind === 'gpu' ? t`GPU: ${name}` : t`Processor: ${name}`;
  if (!remote) return what;
  return place === 'window' ? t`${what}, in the computer in front of you (not ${remote})` : t`${what}, in ${remote}`;
}
