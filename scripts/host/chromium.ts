import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { findCommand } from './executable.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Gives webviews and pages a software WebGPU adapter with timestamps: a path to test on, not one to measure. */
export const softwareGpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];

/**
 * A Chromium to drive: `CHROMIUM`, one on the PATH, or one that Playwright has downloaded. Where there is none, Debian's package is
 * installed if this process may (root with apt-get). The result is `undefined` when there is no way to one.
 */
export function findChromium(): string | undefined {
  return process.env.CHROMIUM ?? findCommand(names) ?? playwrights() ?? installed();
}

/** Starts it headless, without the traffic that a browser makes on its own. */
export function launchChromium(executablePath: string, more: readonly string[] = softwareGpu): Promise<Browser> {
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...quiet, ...more] });
}

function playwrights(): string | undefined {
  const file = chromium.executablePath();
  return existsSync(file) ? file : undefined;
}

function installed(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  process.stderr.write("no Chromium here: installing Debian's package\n");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  return apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', 'chromium') ? findCommand(names) : undefined;
}
